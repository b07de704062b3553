"""A file comes in: announced, in pieces, verified, kept once, attached to its report."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from incidents.custody import CustodyStep
from incidents.domain.evidence import begin_upload, take_piece, take_whole
from incidents.files.store import OffsetError, StoreFullError
from incidents.ledger.canonical import parsed
from incidents.ledger.uuid7 import uuid7
from incidents.models import CustodyEntry, Duty, Evidence, JournalEntry, StoredFile, Upload
from parties.domain.acting import actor_of
from tests.incidents.samples import MP4, PDF, picture
from tests.incidents.sending import PHOTO, attach, offer_of, send
from tests.incidents.telling import at_once, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def monitor(cast):
    return actor_of(cast.north_monitor)


def faults(refused):
    """Field → code of what was refused."""
    return {name: found[0].code for name, found in refused.value.error_dict.items()}


def test_a_file_in_pieces_is_kept_under_its_hash_and_attached(cast, evidence_folder):
    kept = attach(cast.north_monitor)
    path = evidence_folder / "objects" / kept.file_id[:2] / kept.file_id
    assert path.read_bytes() == PHOTO
    assert (kept.file.media_type, kept.file.size) == ("image/jpeg", len(PHOTO))


def test_a_file_waits_for_its_report(cast):
    sent = send(cast.north_monitor)
    assert not Evidence.objects.exists()
    filed = tell(cast.north_monitor, report_id=sent.upload.report_id)
    assert Evidence.objects.get().report == filed.report


def test_a_file_does_not_go_to_a_report_of_somebody_else(cast):
    sent = send(cast.south_monitor)
    tell(cast.north_monitor, report_id=sent.upload.report_id)
    assert not Evidence.objects.exists()


def test_a_refused_filing_leaves_the_file_waiting(cast):
    sent = send(cast.north_monitor)
    with pytest.raises(ValidationError):
        tell(cast.north_monitor, report_id=sent.upload.report_id, category="no such")
    tell(cast.north_monitor, report_id=sent.upload.report_id)
    assert Evidence.objects.count() == 1


def test_the_same_offer_again_goes_on_where_it_stopped(cast, monitor):
    offer = offer_of()
    begun = begin_upload(offer, actor=monitor)
    take_piece(begun.upload, 0, PHOTO[:1000])
    again = begin_upload(offer, actor=monitor)
    assert (again.upload, again.offset, again.complete) == (begun.upload, 1000, False)


def test_what_is_whole_stays_whole_however_often_it_is_sent(cast, monitor):
    offer = offer_of()
    for _again in range(2):
        assert take_whole(offer, [PHOTO], actor=monitor).complete
    done = begin_upload(offer, actor=monitor)
    assert take_piece(done.upload, 0, PHOTO).complete
    assert (StoredFile.objects.count(), Upload.objects.count()) == (1, 1)


def test_the_same_file_of_two_reports_is_one_object(cast, evidence_folder):
    attach(cast.north_monitor)
    attach(cast.south_monitor, post="S-1")
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (1, 2)
    assert len(list(evidence_folder.glob("objects/*/*"))) == 1


def test_knowing_a_hash_gives_nobody_the_file(cast):
    attach(cast.south_monitor, post="S-1")
    begun = begin_upload(offer_of(), actor=actor_of(cast.north_monitor))
    assert (begun.offset, begun.complete) == (0, False)
    with pytest.raises(OffsetError):
        take_piece(begun.upload, len(PHOTO), b"")


def test_a_killed_finish_is_finished_by_the_next_piece_even_an_empty_one(cast, monitor):
    begun = begin_upload(offer_of(), actor=monitor)
    with transaction.atomic():
        assert take_piece(begun.upload, 0, PHOTO).complete
        transaction.set_rollback(True)
    left = begin_upload(replace(offer_of(), report_id=begun.upload.report_id), actor=monitor)
    assert (left.offset, left.complete) == (len(PHOTO), False)
    assert take_piece(left.upload, left.offset, b"").complete
    assert StoredFile.objects.count() == 1


def test_other_bytes_than_announced_are_refused_and_begin_anew(cast, monitor):
    begun = begin_upload(offer_of(), actor=monitor)
    with pytest.raises(ValidationError) as refused:
        take_piece(begun.upload, 0, PHOTO[:-1] + b"!")
    assert faults(refused) == {"sha256": "mismatch"}
    assert take_piece(begun.upload, 0, PHOTO).complete


@pytest.mark.parametrize("step", [10, 100_000])
def test_a_page_with_a_photos_name_is_refused(cast, monitor, step):
    page = b"<html><script>alert(1)</script></html>" * 20
    with pytest.raises(ValidationError) as refused:
        send(cast.north_monitor, page, step=step)
    assert faults(refused) == {"file": "file_type"}
    assert not StoredFile.objects.exists()
    assert Upload.objects.get().received_at is None


def test_videos_and_documents_are_taken_too(cast):
    assert attach(cast.north_monitor, MP4).file.media_type == "video/mp4"
    assert attach(cast.north_monitor, PDF).file.media_type == "application/pdf"


OFFERS = {
    "no hash": ({"sha256": "x"}, {"sha256": "invalid"}),
    "capitals": ({"sha256": "A" * 64}, {"sha256": "invalid"}),
    "nothing": ({"size": 0}, {"size": "empty"}),
    "less than nothing": ({"size": -1}, {"size": "empty"}),
    "too much": ({"size": 300_000_001}, {"size": "too_large"}),
    "long name": ({"name": "x" * 256}, {"name": "invalid"}),
    "NUL": ({"name": "a\0b"}, {"name": "invalid"}),
    "half a letter": ({"device": "\ud800"}, {"device": "invalid"}),
    "script address": ({"source_url": "javascript:alert(1)"}, {"source_url": "invalid"}),
    "no such code": ({"capture": "guessed"}, {"capture": "invalid_choice"}),
}


@pytest.mark.parametrize("name", OFFERS)
def test_a_bad_offer_is_refused_by_field(cast, monitor, name):
    fields, expected = OFFERS[name]
    with pytest.raises(ValidationError) as refused:
        begin_upload(offer_of(**fields), actor=monitor)
    assert faults(refused) == expected
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "limit,value,expected",
    [
        ("EVIDENCE_FILES_PER_REPORT", 1, {"file": "too_many"}),
        ("EVIDENCE_BYTES_PER_REPORT", 20_000, {"size": "report_full"}),
        ("EVIDENCE_BYTES_PER_MISSION", 20_000, {"size": "mission_full"}),
    ],
    ids=["files of a report", "bytes of a report", "bytes of a mission"],
)
def test_a_limit_is_named(cast, monitor, settings, limit, value, expected):
    report_id = uuid7()
    begin_upload(offer_of(b"a" * 15_000, report_id=report_id), actor=monitor)
    setattr(settings, limit, value)
    with pytest.raises(ValidationError) as refused:
        begin_upload(offer_of(b"b" * 15_000, report_id=report_id), actor=monitor)
    assert faults(refused) == expected
    assert begin_upload(offer_of(b"a" * 15_000, report_id=report_id), actor=monitor).offset == 0


def test_a_disk_without_room_is_said_before_anything_is_sent(cast, monitor, settings):
    settings.EVIDENCE_KEEP_FREE = 2**62
    with pytest.raises(StoreFullError):
        begin_upload(offer_of(), actor=monitor)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("person", ["analyst", "observer", "administrator", "stranger", "public"])
def test_who_files_nothing_here_sends_nothing(cast, person):
    with pytest.raises(PermissionDenied):
        begin_upload(offer_of(), actor=actor_of(cast.everybody[person]))


def test_every_step_is_in_the_custody_log_and_the_journal(cast):
    kept = attach(cast.north_monitor)
    steps = list(CustodyEntry.objects.values_list("step", "actor__username", "sha256"))
    assert steps == [
        (CustodyStep.RECEIVED, "north-monitor", kept.file_id),
        (CustodyStep.ATTACHED, "north-monitor", kept.file_id),
    ]
    bodies = [parsed(bytes(e.body)) for e in JournalEntry.objects.filter(action="custody")]
    assert [(b["step"], b["file"], b["size"]) for b in bodies] == [
        ("received", kept.file_id, len(PHOTO)),
        ("attached", kept.file_id, len(PHOTO)),
    ]
    assert Duty.objects.filter(kind="inspect_evidence", subject=kept.file_id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_piece_twice_at_once_is_received_once(cast, monitor):
    begun = begin_upload(offer_of(), actor=monitor)
    take_piece(begun.upload, 0, PHOTO[:-10])
    results = at_once(4, lambda _n: take_piece(begun.upload, len(PHOTO) - 10, PHOTO[-10:]))
    assert all(isinstance(one, OffsetError) or one.complete for one in results), results
    take_piece(begun.upload, len(PHOTO), b"")
    assert CustodyEntry.objects.filter(step="received").count() == 1


@pytest.mark.django_db(transaction=True)
def test_filing_and_sending_at_once_always_meet(cast):
    for _time in range(5):
        report_id, data = uuid7(), picture(size=(40 + _time, 40))
        work = [
            lambda r=report_id, d=data: send(cast.north_monitor, d, report_id=r),
            lambda r=report_id: tell(cast.north_monitor, report_id=r),
        ]
        at_once(2, lambda n, w=work: w[n]())
        assert Evidence.objects.filter(report__report_id=report_id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_send_the_same_file_at_once(cast, evidence_folder):
    people = [cast.north_monitor, cast.south_monitor, cast.north_duty_officer]
    results = at_once(3, lambda n: send(people[n]))
    assert [one.complete for one in results] == [True] * 3
    assert StoredFile.objects.count() == 1
    assert list(evidence_folder.glob("parts/*")) == []
