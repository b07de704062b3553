"""Trends as page and file: averages with intervals, gaps, rates, and nobody ranked."""

import csv
import io
from datetime import timedelta

import pytest

from incidents.domain.daily_return import file_daily_return
from tests.incidents.telling import DAY, NOW, return_content, tell
from tests.incidents.typing import signed_in

PERIOD = f"day_after={DAY - timedelta(days=9)}&day_before={DAY}"


def page_of(query="", person=None):
    return signed_in(person).get(f"/trends/?{PERIOD}&{query}")


def rows_of(query="", person=None):
    answer = signed_in(person).get(f"/trends/days.csv?{PERIOD}&{query}")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.fixture
def told(cast):
    """Three incidents of one day in two areas, one of which looks like a formula."""
    tell(None, area_text="Upper valley")
    tell(None, area_text="Upper valley", category="IND-MOR", occurred_from=NOW - timedelta(hours=4))
    tell(None, area_text="=1+1", category="AIR-UAR", occurred_from=NOW - timedelta(hours=2))
    return cast


def test_an_average_has_its_interval(told):
    last = page_of().context["whole"].last
    assert (last.number, round(last.short.mean, 3), round(last.long.mean, 3)) == (3, 0.429, 0.107)
    assert last.long.low < last.long.mean < last.long.high


def test_before_anybody_watched_there_is_a_gap_and_not_zero(told):
    first = page_of().context["whole"].lines[0]
    assert (first.number, first.short, first.long) == (None, None, None)


def test_by_category_or_by_area_in_the_order_of_names(told):
    assert [one.key for one in page_of().context["trends"]] == ["AIR", "FIR", "IND"]
    assert [one.key for one in page_of("by=area").context["trends"]] == ["=1+1", "Upper valley"]


def test_the_link_of_an_area_leads_to_it_alone(told):
    valley = page_of("by=area").context["trends"][1]
    assert signed_in(None).get(f"/trends/?{valley.query}").context["whole"].total == 2


def test_a_rate_is_counts_by_the_hours_that_were_watched(told):
    hours = return_content(observed_minutes=600)
    file_daily_return(hours, author=told.north_monitor, now=NOW)
    staff = page_of("measure=rate", told.analyst).context["whole"]
    assert staff.last.short.mean == 30.0
    assert page_of("measure=rate").context["whole"].last.short is None


def test_the_file_holds_every_day_and_no_formula(told):
    rows = rows_of("by=area")
    assert len(rows) == 20
    assert {row["key"] for row in rows} == {"'=1+1", "Upper valley"}
    last = rows[-1]
    assert (last["mission_day"], last["incidents"], last["mean_7"]) == (str(DAY), "2", "0.2857")
    assert (rows[0]["incidents"], rows[0]["observed"], rows[0]["mean_28"]) == ("", "False", "")


def test_no_party_is_a_dimension(told):
    page = page_of("by=alleged_party", told.analyst)
    assert page.context["asked"].by == "category"
    assert "Nobody is ranked here" in page.content.decode()


def test_many_areas_have_pages(told, monkeypatch):
    monkeypatch.setattr("incidents.views.trend.PAGE_SIZE", 1)
    shown = [page_of(f"by=area&page={n}").context["trends"][0].key for n in ("1", "2", "x")]
    assert shown == ["=1+1", "Upper valley", "=1+1"]


@pytest.mark.parametrize(
    "query",
    ["day_after=1990-01-01", "day_after=x", "box=1", "category=NO", "day_before=0001-01-01"],
)
def test_what_cannot_be_read_is_refused(told, query):
    client = signed_in(None)
    assert client.get(f"/trends/?{query}").status_code == 400
    refused = client.get(f"/trends/days.csv?{query}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_an_empty_mission_says_what_to_do_next(cast):
    assert "No incident matches these filters" in page_of().content.decode()


def test_the_whole_is_shown_with_few_queries(told, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        page_of(person=told.analyst)
