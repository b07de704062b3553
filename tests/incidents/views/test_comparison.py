"""Two periods beside each other on the first page, with how much was watched."""

from datetime import timedelta

import pytest

from incidents.domain.daily_return import file_daily_return
from tests.incidents.telling import DAY, NOW, return_content, tell
from tests.incidents.typing import signed_in

ONE = timedelta(days=1)
TODAY = f"day_after={DAY}&day_before={DAY}"


def compared(against, person=None, query=TODAY):
    return signed_in(person).get(f"/?{query}&against={against}")


@pytest.fixture
def told(cast):
    """One incident of the day before, two of the day; ten hours were watched on the day."""
    tell(None, occurred_from=NOW - ONE)
    tell(None)
    tell(None, category="IND-MOR", occurred_from=NOW - timedelta(hours=4))
    file_daily_return(return_content(observed_minutes=600), author=cast.north_monitor, now=NOW)
    return cast


def test_counts_stand_beside_the_hours_watched(told):
    page = compared(f"{DAY - ONE}..{DAY - ONE}", told.analyst)
    shown = page.context["comparison"]
    now, then = shown["now"], shown["then"]
    assert (now.incidents, now.hours, now.rate, now.spoke) == (2, 10, "20.0", 1)
    assert (then.incidents, then.hours, then.rate, then.spoke) == (1, 0, None, 0)
    assert shown["difference"] == 1


def test_what_was_not_published_is_not_known_and_not_none(told):
    shown = compared(f"{DAY - ONE}..{DAY - ONE}").context["comparison"]
    assert (shown["now"].spoke, shown["now"].hours) == (None, None)


def test_each_category_and_area_has_a_line(told):
    tables = compared(f"{DAY - ONE}..{DAY - ONE}").context["comparison"]["tables"]
    lines = [(line["row"].key, line["row"].now, line["row"].then) for line in tables[0]["lines"]]
    assert lines == [("FIR", 1, 1), ("IND", 1, 0)]
    assert len(tables) == 2


def test_the_period_before_is_offered(told):
    query = signed_in(None).get(f"/?{TODAY}").context["compare"]
    assert f"against={DAY - ONE}..{DAY - ONE}" in query


@pytest.mark.parametrize(
    "against",
    ["x", "..", f"{DAY}..{DAY - ONE}", "0001-01-01..9999-12-31", "2021-02-30..2021-03-01"],
)
def test_what_is_no_period_is_refused_by_its_name(told, against):
    page = compared(against)
    assert page.status_code == 400
    assert "against" in page.context["filter_errors"]
