"""Stored files are read again, and what is missing or changed is named."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from incidents.domain.evidence_check import check_share, impose_check
from incidents.models import CustodyEntry, Duty, JournalEntry
from tests.incidents.samples import PDF
from tests.incidents.sending import PHOTO, attach

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast):
    return attach(cast.north_monitor)


@pytest.fixture
def path(kept, evidence_folder):
    return evidence_folder / "objects" / kept.file_id[:2] / kept.file_id


def overwrite(path, data):
    path.chmod(0o600)
    path.write_bytes(data)


def steps():
    return list(CustodyEntry.objects.exclude(step__in=["received", "attached"]).values_list("step"))


def test_all_is_well(kept, capsys):
    call_command("check_evidence")
    assert "1 files are as they were received" in capsys.readouterr().out
    assert steps() == [("verified",)]


@pytest.mark.parametrize(
    "data,state",
    [
        (PHOTO[:-1], "changed"),
        (PHOTO[:-1] + b"!", "changed"),
        (PDF, "changed"),
        (b"", "changed"),
        (None, "missing"),
    ],
    ids=["cut", "one byte", "another file", "emptied", "gone"],
)
def test_a_fault_is_named_and_journalled(kept, path, capsys, data, state):
    path.rename(path.with_name("away"))
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match="1 of 1 files"):
        call_command("check_evidence")
    assert f"{state}: {kept.file_id} (ridge)" in capsys.readouterr().out
    assert steps() == [(f"found_{state}",)]
    assert JournalEntry.objects.filter(action="custody", subject_id=kept.file_id).exists()


def test_two_files_that_were_swapped_are_both_named(cast, kept, path, evidence_folder, capsys):
    other = attach(cast.north_monitor, PDF)
    second = evidence_folder / "objects" / other.file_id[:2] / other.file_id
    overwrite(path, PDF)
    overwrite(second, PHOTO)
    with pytest.raises(CommandError, match="2 of 2 files"):
        call_command("check_evidence")


def test_every_file_has_its_turn_within_the_days(cast, kept, settings):
    now = timezone.now()
    done = [
        check_share(cast.mission, now.date() + timedelta(days=day), now + timedelta(days=day))
        for day in range(settings.EVIDENCE_CHECK_DAYS)
    ]
    assert sum(done) == 1


def test_a_share_that_was_cut_short_goes_on_with_the_rest(cast, kept, settings):
    settings.EVIDENCE_CHECK_DAYS = 1
    now = timezone.now()
    assert [check_share(cast.mission, now.date(), now) for _time in range(2)] == [1, 0]


def test_the_duty_of_a_day_is_imposed_once_and_only_where_files_are(cast, kept):
    now = timezone.now()
    for _again in range(2):
        impose_check(now)
    due = Duty.objects.filter(kind="check_evidence").values_list("mission__code", "subject")
    assert list(due) == [("ridge", now.date().isoformat())]
