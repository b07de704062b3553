"""Pages of evidence: files with the form, later, without scripts; each person sees their part."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.models import CustodyEntry, Evidence, Incident, Report, Upload
from tests.incidents.samples import CANARY, exif, picture
from tests.incidents.sending import attach, inspect_all
from tests.incidents.telling import tell
from tests.incidents.typing import signed_in, typed_report

pytestmark = pytest.mark.django_db
PHOTO = picture(exif=exif(lat=45.0))
OTHERS = ["south_monitor", "administrator", "observer", "stranger", "public"]


def upload(data=PHOTO, name="IMG_0001.JPG"):
    return SimpleUploadedFile(name, data, "image/jpeg")


@pytest.fixture
def kept(cast):
    evidence = attach(cast.north_monitor, PHOTO, name=f"{CANARY}.jpg", graphic=True)
    inspect_all()
    return evidence


def page(person, name, *args, **query):
    return signed_in(person).get(reverse(name, args=args), query)


def send(person, name, *args, **body):
    return signed_in(person).post(reverse(name, args=args), body)


def test_files_come_with_the_form_without_any_script(cast):
    body = typed_report() | {"evidence": [upload(), upload(picture("PNG"), "b.png")]}
    answer = signed_in(cast.north_monitor).post("/report/", body)
    assert answer.status_code == 302
    assert {e.file.media_type for e in Evidence.objects.all()} == {"image/jpeg", "image/png"}
    assert b"IMG_0001.JPG" in signed_in(cast.north_monitor).get(answer["Location"]).content


def test_a_refused_form_keeps_its_files_for_the_next_try(cast):
    typed = typed_report()
    refused = signed_in(cast.north_monitor).post(
        "/report/", typed | {"category": "", "evidence": upload()}
    )
    assert refused.status_code == 422
    assert b"received, and kept for this report" in refused.content
    assert signed_in(cast.north_monitor).post("/report/", typed).status_code == 302
    assert Evidence.objects.count() == 1


def test_a_file_that_is_not_taken_is_named_and_what_was_typed_stays(cast):
    typed = typed_report(narrative="Heard three shots.")
    body = typed | {"evidence": [upload(b"<html>" * 200, "photo\u202e.jpg"), upload()]}
    answer = signed_in(cast.north_monitor).post("/report/", body)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "photo.jpg: This is no photo" in text
    assert "Heard three shots." in text
    assert (Report.objects.count(), Upload.objects.filter(received_at__isnull=False).count()) == (
        0,
        1,
    )


def test_an_empty_file_is_named(cast):
    answer = signed_in(cast.north_monitor).post(
        "/report/", typed_report() | {"evidence": upload(b"", "empty.jpg")}
    )
    assert "empty.jpg: The file is empty." in answer.content.decode()


def test_a_form_with_too_much_keeps_what_was_typed(cast, monkeypatch):
    monkeypatch.setattr("ceasefire.uploads.MOST_AT_ONCE", 5_000)
    answer = signed_in(cast.north_monitor).post(
        "/report/", typed_report(narrative="Heard three shots.") | {"evidence": upload()}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "IMG_0001.JPG: too much for one form" in text
    assert "Heard three shots." in text


def test_a_full_disk_is_said_on_the_form(cast, settings):
    settings.EVIDENCE_KEEP_FREE = 2**62
    answer = signed_in(cast.north_monitor).post("/report/", typed_report() | {"evidence": upload()})
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "The disk takes no more files" in answer.content.decode()


def test_files_are_added_to_ones_own_report_later(cast):
    report_id = tell(cast.north_monitor).report.report_id
    answer = send(cast.north_monitor, "report_evidence", report_id, evidence=upload())
    assert answer.status_code == 302
    assert Evidence.objects.get().report.report_id == report_id


@pytest.mark.parametrize("who", ["south_monitor", "north_duty_officer", "analyst", "stranger"])
def test_nobody_adds_to_a_report_of_somebody_else(cast, who):
    report_id = tell(cast.north_monitor).report.report_id
    person = cast.everybody[who]
    assert page(person, "report_evidence", report_id).status_code == 404
    assert send(person, "report_evidence", report_id, evidence=upload()).status_code == 404


def test_a_duty_officer_is_warned_of_what_the_camera_says(cast, kept):
    text = page(cast.south_duty_officer, "evidence_detail", kept.pk).content.decode()
    assert "The camera and the report differ" in text
    assert "km from the position told and from the post" in text
    assert "Camera works" in text
    assert "north-monitor" not in text


def test_an_analyst_sees_custody_but_not_what_the_camera_says(cast, kept):
    text = page(cast.analyst, "evidence_detail", kept.pk).content.decode()
    assert "Custody log" in text
    assert "Camera works" not in text
    assert "Save the original" not in text


@pytest.mark.parametrize("who", OTHERS)
def test_for_everybody_else_there_is_nothing(cast, kept, who):
    person = cast.everybody[who]
    assert page(person, "evidence_detail", kept.pk).status_code == 404
    assert page(person, "evidence_copy", kept.pk, "working").status_code == 404
    incident = kept.report.links.get().incident_id
    Incident.objects.update(release="public")
    assert str(kept.pk) not in page(person, "incident_detail", incident).content.decode()


def test_released_the_public_sees_the_picture_blurred_and_nothing_else(cast, kept):
    Incident.objects.update(release="public")
    body = {"step": "released", "reason": "Agreed."}
    assert send(cast.north_duty_officer, "evidence_mark", kept.pk, **body).status_code == 302
    incident = kept.report.links.get().incident_id
    for text in (
        page(None, "incident_detail", incident).content.decode(),
        page(None, "evidence_detail", kept.pk).content.decode(),
    ):
        assert "evidence-picture graphic" in text
        assert CANARY not in text
        assert kept.file_id not in text
    shown = page(None, "evidence_detail", kept.pk, show="1").content.decode()
    assert "evidence-picture graphic" not in shown


def test_an_original_needs_a_reason(cast, kept):
    refused = send(cast.north_duty_officer, "evidence_original", kept.pk, reason=" ")
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    given = send(cast.north_duty_officer, "evidence_original", kept.pk, reason="Shadows.")
    assert b"".join(given) == PHOTO
    assert given["Content-Disposition"].startswith("attachment")
    assert CustodyEntry.objects.last().step == "exported"


def test_a_missing_original_is_said_and_not_a_fault_of_ours(cast, kept, evidence_folder):
    (evidence_folder / "objects" / kept.file_id[:2] / kept.file_id).unlink()
    answer = send(cast.north_duty_officer, "evidence_original", kept.pk, reason="Shadows.")
    assert answer.status_code == 422
    assert "not in its place" in answer.content.decode()


@pytest.mark.parametrize("step", ["", "received", "nonsense"])
def test_a_mark_that_is_none_is_refused(cast, kept, step):
    answer = send(cast.north_duty_officer, "evidence_mark", kept.pk, step=step, reason="Why.")
    assert answer.status_code == 422


def test_a_copy_is_sent_so_that_nothing_in_it_runs(cast, kept):
    answer = page(cast.analyst, "evidence_copy", kept.pk, "thumbnail")
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert CANARY.encode() not in b"".join(answer)


def test_an_incident_page_asks_no_more_of_the_database_for_more_files(
    cast, django_assert_max_num_queries
):
    filed = tell(cast.north_monitor)
    attach(cast.north_monitor, picture(size=(50, 50)), report_id=filed.report.report_id)
    inspect_all()
    client, address = signed_in(cast.analyst), reverse("incident_detail", args=[filed.incident_id])
    client.get(address)
    with django_assert_max_num_queries(200) as one:
        client.get(address)
    for side in (51, 52, 53):
        attach(cast.north_monitor, picture(size=(side, side)), report_id=filed.report.report_id)
    inspect_all()
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(address)


KNOWN = {
    "file-collected_by": "patrol leader",
    "file-collected_at": "2021-03-10T11:30",
    "file-device": "a mobile phone",
    "file-capture": "photographed",
    "file-source_url": "https://example.org/photo",
}


def test_who_took_a_file_when_and_with_what_comes_with_the_form(cast):
    body = typed_report() | KNOWN | {"evidence": upload()}
    assert signed_in(cast.north_monitor).post("/report/", body).status_code == 302
    kept = Upload.objects.get()
    assert (kept.collected_by, kept.device) == ("patrol leader", "a mobile phone")
    assert kept.collected_at.isoformat() == "2021-03-10T07:30:00+00:00"
    assert (kept.capture, kept.source_url) == ("photographed", "https://example.org/photo")
    detail = page(cast.north_duty_officer, "evidence_detail", kept.pk).content.decode()
    assert detail.count("patrol leader") == 2


@pytest.mark.parametrize(
    "field, typed",
    [
        ("collected_by", "x" * 201),
        ("collected_at", "31.02.2021"),
        ("collected_at", "0001-01-01T00:00"),
        ("capture", "invented"),
        ("source_url", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_said_of_a_file_is_named_and_what_was_typed_stays(cast, field, typed):
    body = typed_report() | KNOWN | {f"file-{field}": typed, "evidence": upload()}
    answer = signed_in(cast.north_monitor).post("/report/", body)
    assert answer.status_code == 422
    assert "a mobile phone" in answer.content.decode()
    assert (Report.objects.count(), Upload.objects.count()) == (0, 0)


def test_what_is_said_of_no_file_keeps_no_report_from_being_filed(cast):
    body = typed_report() | {"file-collected_at": "yesterday"}
    assert signed_in(cast.north_monitor).post("/report/", body).status_code == 302
