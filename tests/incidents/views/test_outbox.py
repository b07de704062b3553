"""The outbox's page, the line, and files of other devices; all without a browser."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.ledger.uuid7 import uuid7
from incidents.models import DailyReturn, Report
from tests.incidents.boxes import boxed, item_of, send
from tests.incidents.typing import signed_in, typed_return

PAGE = "/report/outbox/"


def bring(person, content, **more):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return signed_in(person).post(PAGE, {"file": SimpleUploadedFile("outbox.json", raw)} | more)


def file_of(*items):
    return {"format": "ceasefire-outbox", "v": 1, "exported_at": "", "items": list(items)}


@pytest.mark.parametrize("who, there", [("north_monitor", True), ("public", False)])
def test_the_line_says_who_is_signed_in(cast, who, there):
    answer = signed_in(cast.everybody[who]).get("/report/line/")
    assert answer["Cache-Control"].startswith("no-store")
    assert answer.json()["user"] == (cast.north_monitor.pk if there else None)
    assert len(answer.json()["csrf"]) == 64


@pytest.mark.parametrize("path", ["/report/", "/return/", PAGE])
def test_a_device_that_has_the_page_is_told_so_in_a_few_bytes(cast, path):
    client = signed_in(cast.north_monitor)
    page = client.get(path)
    assert page["Ceasefire-Shell"] == str(cast.north_monitor.pk)
    again = client.get(path, headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/report/", PAGE])
def test_the_page_of_another_person_or_language_is_another_page(cast, path):
    tags = {
        signed_in(person).get(path, headers={"Accept-Language": language})["ETag"]
        for person in (cast.north_monitor, cast.south_monitor)
        for language in ("en", "fr")
    }
    assert len(tags) == 4


def test_a_new_sign_in_brings_a_page_with_new_tokens(cast):
    client = signed_in(cast.north_monitor)
    before = client.get("/report/")["ETag"]
    client.cookies.pop("csrf", None)
    assert client.get("/report/")["ETag"] != before


def test_a_form_that_was_asked_something_is_never_kept(cast):
    answer = signed_in(cast.north_monitor).get("/report/", {"incident": "x"})
    assert "Ceasefire-Shell" not in answer


def test_a_key_is_on_the_pages_of_filing_alone(cast):
    client = signed_in(cast.north_monitor)
    assert b"data-key" in client.get("/report/").content
    assert b"data-key" not in client.get("/posts/").content


@pytest.mark.parametrize("who", ["analyst", "observer", "administrator"])
def test_who_does_not_file_has_no_outbox(cast, who):
    assert signed_in(cast.everybody[who]).get(PAGE).status_code == 403


def test_an_author_brings_a_file_of_their_own(cast):
    answer = bring(cast.north_monitor, file_of(item_of(cast.north_monitor)))
    assert Report.objects.get().reference in answer.content.decode()
    again = bring(cast.north_monitor, file_of(item_of(cast.north_monitor), {"x": 1}))
    assert "This is no item of an outbox" in again.content.decode()


def test_what_stands_in_the_file_for_people_to_read_is_not_believed(cast):
    item = item_of(cast.north_monitor, narrative="As sealed.")
    bring(cast.north_duty_officer, file_of(item | {"typed": [["narrative", "Altered."]]}))
    assert Report.objects.get().narrative == "As sealed."


def test_a_monitor_brings_nothing_of_a_colleague(cast):
    answer = bring(cast.south_monitor, file_of(item_of(cast.north_monitor)))
    assert "belongs to somebody else" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\x1f\x8b\x08\x00 packed",
        b"[" * 100_000,
        b"null",
        b"{}",
        [],
        {"items": []},
        {"format": "ceasefire-outbox"},
        {"format": "ceasefire-outbox", "items": {}},
        {"format": "other", "items": []},
        {"format": "ceasefire-outbox", "items": [1] * 501},
        b" " * (8 * 1024 * 1024 + 1),
    ],
    ids=range(13),
)
def test_what_is_no_file_of_an_outbox_is_refused_with_a_reason(cast, content):
    answer = bring(cast.north_duty_officer, content)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_no_file_at_all_is_asked_for(cast):
    answer = signed_in(cast.north_monitor).post(PAGE, {})
    assert (answer.status_code, "Choose a file" in answer.content.decode()) == (422, True)


def return_of(author, report_id="", **typed):
    """A daily return as a device of this author keeps it."""
    values = typed_return(**typed)
    document = {"v": 1, "report_id": report_id or values["return_id"], "author": author.pk}
    return boxed(author, document | {"values": [list(pair) for pair in values.items()]})


def test_a_daily_return_of_an_outbox_is_filed_once_with_its_receipt(cast):
    item = return_of(cast.north_monitor, note="Fog.")
    first, again = send(cast.north_monitor, item, item)
    assert (first["status"], again["status"]) == (201, 200)
    filed = DailyReturn.objects.get()
    assert first["receipt"] == again["receipt"] == json.loads(bytes(filed.receipt))
    assert (filed.author, filed.note) == (cast.north_monitor, "Fog.")
    page = bring(cast.north_monitor, file_of(item)).content.decode()
    assert filed.reference in page


@pytest.mark.parametrize(
    "typed, status, code",
    [
        ({"mission_day": "2999-01-01"}, 422, "future"),
        ({"mission_day": "rubbish"}, 422, "invalid"),
        ({"post": "S-1"}, 422, "invalid_choice"),
        ({"observed_hours": "26"}, 422, "max_value"),
        ({"return_id": "none"}, 422, "invalid"),
        ({"note": "\0"}, 422, "null_characters_not_allowed"),
        ({"mission": "coast"}, 403, "forbidden"),
        ({"report_id": str(uuid7())}, 422, "content"),
    ],
    ids=range(8),
)
def test_a_daily_return_that_cannot_be_filed_says_why(cast, typed, status, code):
    named = {"report_id": str(uuid7())} if "return_id" in typed else {}
    (answer,) = send(cast.north_monitor, return_of(cast.north_monitor, **named | typed))
    assert (answer["status"], answer["errors"][0]["code"]) == (status, code)
    assert not DailyReturn.objects.exists()


def test_a_daily_return_is_brought_by_nobody_but_its_author(cast):
    (answer,) = send(cast.north_duty_officer, return_of(cast.north_monitor))
    assert answer["status"] == 403
    assert not DailyReturn.objects.exists()
