"""The daily return through the page: acknowledged, or refused with everything kept."""

import pytest

from incidents.models import DailyReturn
from tests.incidents.typing import send_return, signed_in, typed_return


def test_a_nil_return_is_acknowledged_as_a_report_too(cast):
    answer = send_return(cast.north_monitor)
    filed = DailyReturn.objects.get()
    assert (filed.is_nil, filed.observed_minutes) == (True, 750)
    page = signed_in(cast.north_monitor).get(answer["Location"]).content.decode()
    assert filed.reference in page
    assert "that is a report too" in page


def test_hours_that_are_not_known_stay_unknown(cast):
    send_return(cast.north_monitor, observed_hours="")
    assert DailyReturn.objects.get().observed_minutes is None


def test_sending_the_same_return_twice_stores_it_once(cast):
    typed, client = typed_return(), signed_in(cast.north_monitor)
    first, second = (client.post("/return/", typed) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert DailyReturn.objects.count() == 1


def test_the_page_says_who_has_spoken_and_who_is_awaited(cast):
    client = signed_in(cast.north_duty_officer)
    day = client.get("/return/").context["day"]
    send_return(cast.north_monitor, mission_day=day.isoformat())
    page = client.get("/return/").context
    assert [one.post.code for one in page["sent"]] == ["N-1"]
    assert [one.post.code for one in page["awaited"]] == ["JC", "S-1"]


@pytest.mark.parametrize(
    "field, typed",
    [
        ("return_id", "x"),
        ("return_id", "6f1c2f5e-0f0e-4c8e-9d38-6a3f0f4f9a11"),
        ("mission", "coast"),
        ("post", "C-1"),
        ("post", "S-1"),
        ("post", ""),
        ("mission_day", "0001-01-01"),
        ("mission_day", "9999-12-31"),
        ("mission_day", "someday"),
        ("says", "maybe"),
        ("says", ""),
        ("observed_hours", "-1"),
        ("observed_hours", "26"),
        ("observed_hours", "NaN"),
        ("observed_hours", "1e9"),
        ("observed_hours", "many"),
        ("outage_text", "a\0b"),
        ("denied_text", "half \ufffd"),
        ("note", "x" * 20_001),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_bad_field_is_named_and_nothing_is_stored(cast, field, typed):
    sent = {"outage_text": "The <camera>."} | {field: typed}
    answer = send_return(cast.north_monitor, **sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    if field != "outage_text":
        assert "The &lt;camera&gt;." in answer.content.decode()
    assert DailyReturn.objects.count() == 0


@pytest.mark.parametrize("person", ["analyst", "observer", "administrator"])
def test_those_who_do_not_file_are_told_so(cast, person):
    assert send_return(getattr(cast, person)).status_code == 403


def test_nobody_else_sees_a_receipt(cast):
    address = send_return(cast.north_monitor)["Location"]
    assert signed_in(cast.analyst).get(address).status_code == 404
