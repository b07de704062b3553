"""The situation room: one address says what map, timeline and table show."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from incidents.missionday.span import Span
from tests.incidents.telling import DAY, NOW, tell
from tests.incidents.typing import signed_in

WEEK = f"day_after={DAY - timedelta(days=6)}&day_before={DAY}"


def room(query="", person=None):
    return signed_in(person).get(f"/?{query}")


def shown(page):
    """What each part of the page shows: the sum of the timeline, the rows of the table."""
    return page.context["timeline"].total, len(page.context["incidents"])


@pytest.fixture
def told(cast):
    """Two incidents of one day, one of the next, of two categories."""
    at = {"lat": Decimal("40.1"), "lon": Decimal("10.6"), "position_precision": "P3"}
    tell(None, **at)
    tell(None, category="IND-MOR", occurred_from=NOW - timedelta(hours=4))
    tell(None, now=NOW + timedelta(days=1), occurred_from=NOW + timedelta(hours=20))
    return cast


@pytest.mark.parametrize(
    "query,number",
    [
        ("", 3),
        (WEEK, 2),
        (f"{WEEK}&category=IND", 1),
        ("severity_min=5", 0),
        ("box=10,40,11,41", 1),
        ("near=10.6,40.1,5", 1),
        ("status=submitted", 3),
        ("q=nowhere", 0),
    ],
)
def test_timeline_and_table_show_what_the_address_says(told, query, number):
    assert shown(room(query)) == (number, number)


def test_only_who_reads_reports_filters_by_what_they_allege(told):
    query = f"{WEEK}&alleged_party=north"
    assert shown(room(query)) == (2, 2)
    assert "alleged_party" not in room(query).context["bar"].fields
    staff = room(query, told.analyst)
    assert "alleged_party" in staff.context["bar"].fields
    assert shown(staff)[0] < shown(room(WEEK, told.analyst))[0]


def test_the_address_of_another_period_keeps_the_filters(told):
    page = room(f"{WEEK}&category=IND")
    assert page.context["periods"]["earlier"] == (
        "category=IND&day_after=2021-02-25&day_before=2021-03-03"
    )
    assert "later" in page.context["periods"]


def test_one_edge_of_a_period_is_enough(told):
    assert room(f"day_after={DAY}").context["room"].span.first == DAY
    assert room(f"day_before={DAY}").context["room"].span == Span(DAY, DAY)


@pytest.mark.parametrize(
    "query",
    [
        "day_after=2021-03-10&day_before=2021-03-01",
        "day_after=yesterday",
        "day_after=0001-01-01&day_before=9999-12-31",
        "category=NONSENSE",
        "box=1,2,3",
        "near=a,b,c",
        "q=" + "x" * 300,
        "polygon=1,1,2,2",
        "severity_min=9",
    ],
)
def test_filters_that_cannot_be_read_are_named_and_nothing_is_shown(told, query):
    page = room(query)
    assert page.status_code == 400
    assert "The filters could not be read" in page.content.decode()
    assert shown(page)[1] == 0


def test_the_calendar_may_end(told):
    assert room("day_after=9999-12-01&day_before=9999-12-31").status_code == 200


def test_a_long_period_is_shown_by_month(told):
    timeline = room("day_after=2019-11-20&day_before=2021-03-31").context["timeline"]
    assert timeline.by_month
    assert [bar.first.isoformat() for bar in timeline.bars][:2] == ["2019-11-20", "2019-12-01"]
    assert timeline.total == 3


def test_days_without_a_return_are_no_observation_and_not_zero(told):
    timeline = room(WEEK, told.analyst).context["timeline"]
    told.mission.refresh_from_db()
    watchable = [bar for bar in timeline.bars if bar.first >= told.mission.opened_on]
    assert [bar.unwatched for bar in watchable] == [bar.number == 0 for bar in watchable]
    assert "no observation" in room(WEEK, told.analyst).content.decode()


def test_the_public_learns_of_no_unpublished_watch(told):
    assert not any(bar.unwatched for bar in room(WEEK).context["timeline"].bars)


def test_the_table_has_pages(told, monkeypatch):
    monkeypatch.setattr("incidents.views.home.PAGE_SIZE", 2)
    first = room()
    second = room(f"older={first.context['page'].older}")
    assert [len(page.context["incidents"]) for page in (first, second)] == [2, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(cast, django_assert_max_num_queries, rows):
    for hours in range(1, rows + 1):
        tell(None, occurred_from=NOW - timedelta(hours=2 * hours), place=cast.village.code)
    client = signed_in(cast.analyst)
    with django_assert_max_num_queries(32):
        client.get("/")


def test_a_wall_is_dark_and_shows_no_navigation(told):
    page = room("wall=1").content.decode()
    assert "data-wall" in page
    assert "<nav" not in page
    assert "data-room-filters" not in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_news_are_new_only_after_a_write(told):
    client = signed_in(None)
    address = f"/room/news/?{WEEK}"
    first = client.get(address)
    assert "2 incidents in this period" in first.content.decode()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    tell(None, occurred_from=NOW - timedelta(hours=3))
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)


def test_the_news_of_one_person_are_not_another_ones(told):
    tags = {
        signed_in(person).get("/room/news/")["ETag"]
        for person in (None, told.analyst, told.north_monitor)
    }
    assert len(tags) == 3


def test_nothing_new_costs_no_look_at_incidents(told, django_assert_max_num_queries):
    client = signed_in(told.analyst)
    tag = client.get("/room/news/")["ETag"]
    with django_assert_max_num_queries(9) as asked:
        assert client.get("/room/news/", headers={"If-None-Match": tag}).status_code == 304
    assert not [q for q in asked.captured_queries if "incidents_incident" in q["sql"]]


def test_the_open_day_is_shown_in_the_news(cast):
    now = timezone.now()
    tell(None, now=now, occurred_from=now)
    assert "1 today" in signed_in(None).get("/room/news/").content.decode()
