"""A file is looked into once, and whatever comes of it is written down."""

import pytest
from django.utils import timezone

from incidents.domain.evidence_inspection import inspect_stored
from incidents.models import CustodyEntry, Derivative, Duty, Inspection
from tests.incidents.samples import CANARY, MP4, exif, picture
from tests.incidents.sending import attach, inspect_all

pytestmark = pytest.mark.django_db


def test_a_photo_gets_copies_without_its_metadata(cast, evidence_folder):
    kept = attach(cast.north_monitor, picture(exif=exif(offset="+04:00")))
    inspect_all()
    found = Inspection.objects.get(file=kept.file_id)
    assert (found.outcome, found.width, found.oddities) == ("decoded", 640, [])
    assert found.tags["Exif OffsetTimeOriginal"] == "+04:00"
    copies = {copy.name: copy for copy in Derivative.objects.all()}
    assert set(copies) == {"working", "thumbnail"}
    for copy in copies.values():
        stored = evidence_folder / "objects" / copy.sha256[:2] / copy.sha256
        assert CANARY.encode() not in stored.read_bytes()


def test_copies_are_in_the_custody_log_under_their_own_hash(cast):
    attach(cast.north_monitor)
    inspect_all()
    derived = CustodyEntry.objects.filter(step="derived").values_list("reason", "sha256")
    assert set(derived) == set(Derivative.objects.values_list("name", "sha256"))


@pytest.mark.parametrize(
    "data,outcome",
    [(MP4, "not_decoded"), (picture()[:-3000], "undecodable")],
    ids=["video", "cut photo"],
)
def test_what_gives_no_copy_is_kept_and_said(cast, data, outcome, evidence_folder):
    kept = attach(cast.north_monitor, data)
    inspect_all()
    assert Inspection.objects.get().outcome == outcome
    assert not Derivative.objects.exists()
    path = evidence_folder / "objects" / kept.file_id[:2] / kept.file_id
    assert path.read_bytes() == data


def test_looking_twice_changes_nothing(cast):
    kept = attach(cast.north_monitor)
    for _again in range(2):
        inspect_stored(cast.mission, kept.file_id, timezone.now())
    assert Inspection.objects.count() == 1
    assert CustodyEntry.objects.filter(step="inspected").count() == 1


def test_a_file_that_is_not_in_its_place_is_tried_again(cast, evidence_folder):
    kept = attach(cast.north_monitor)
    path = evidence_folder / "objects" / kept.file_id[:2] / kept.file_id
    path.rename(path.with_suffix(".gone"))
    inspect_all()
    duty = Duty.objects.get(kind="inspect_evidence")
    assert (duty.done_at, "FileNotFoundError" in duty.last_error) == (None, True)
