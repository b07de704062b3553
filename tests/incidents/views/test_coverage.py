"""The coverage calendar, and the lines of a return that fill it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.queries.daily import open_day
from incidents.domain.silence import days_over, impose_silent_posts
from incidents.models import DailyReturn
from parties.models import Post
from tests import factories
from tests.incidents.typing import send_return, signed_in, typed_return

LINES = {
    "denials-TOTAL_FORMS": "1",
    "denials-INITIAL_FORMS": "0",
    "denials-0-by": "a checkpoint of the south",
    "denials-0-reason": "no list of names",
    "denials-0-minutes": "45",
    "outages-TOTAL_FORMS": "1",
    "outages-INITIAL_FORMS": "0",
    "outages-0-what": "camera 2",
}


def today(cast):
    return open_day(cast.mission, timezone.now()).isoformat()


def test_lines_of_a_return_are_kept_as_they_were_told(cast):
    assert send_return(cast.north_monitor, **LINES).status_code == 302
    filed = DailyReturn.objects.get()
    assert filed.outages == [{"what": "camera 2", "minutes": None}]
    assert filed.denials[0]["minutes"] == 45


def test_the_calendar_says_who_denied_what_for_how_long(cast):
    send_return(cast.north_monitor, mission_day=today(cast), **LINES)
    page = signed_in(cast.south_duty_officer).get("/posts/N-1/coverage/").content.decode()
    assert "At least 45 minutes were lost to denied access." in page
    assert "a checkpoint of the south: no list of names" in page


def test_a_return_without_lines_has_the_content_it_always_had(cast):
    send_return(cast.north_monitor)
    assert b"denials" not in bytes(DailyReturn.objects.get().content)


@pytest.mark.parametrize("minutes", ["-1", "1501", "many"])
def test_minutes_that_cannot_be_are_refused_with_everything_kept(cast, minutes):
    page = send_return(cast.north_monitor, **LINES | {"denials-0-minutes": minutes})
    assert page.status_code == 422
    assert "a checkpoint of the south" in page.content.decode()
    assert not DailyReturn.objects.exists()


@pytest.mark.parametrize(
    "person, status",
    [("north_monitor", 200), ("analyst", 200), ("observer", 404), ("administrator", 404)],
)
def test_the_calendar_is_for_those_who_read_open_days(cast, person, status):
    page = signed_in(getattr(cast, person)).get("/posts/N-1/coverage/")
    assert page.status_code == status


def test_a_post_that_is_not_there_has_no_calendar(cast):
    assert signed_in(cast.north_monitor).get("/posts/none/coverage/").status_code == 404


def test_the_queue_names_the_silent_posts_until_they_speak(cast):
    impose_silent_posts(timezone.now())
    client = signed_in(cast.north_duty_officer)
    assert "posts are silent" in client.get("/queue/").content.decode()
    day = days_over(cast.mission, timezone.now())[0]
    for post in ("N-1", "S-1", "JC"):
        for n in range(3):
            when = (day - timedelta(days=n)).isoformat()
            client.post("/return/", typed_return(post=post, mission_day=when))
    assert "silent" not in client.get("/queue/").content.decode()


MARCH = "/coverage/?month=2021-03"
ROW = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>(.*?)</tr>', re.DOTALL)
SIGN = re.compile(r'<td class="is-(\w+) [^"]*"><span aria-hidden="true">(.)</span>')


def month_of(person, address=MARCH):
    """The days of each post in the calendar, as their signs and states."""
    page = signed_in(person).get(address).content.decode()
    return {code: SIGN.findall(row) for code, row in ROW.findall(page)}, page


def test_a_month_shows_what_became_of_every_expected_return(cast):
    send_return(cast.north_monitor)
    send_return(cast.north_monitor, mission_day="2021-03-11", says="see_reports")
    rows, page = month_of(cast.south_duty_officer)
    assert set(rows) == {"N-1", "S-1", "JC"}
    assert {len(days) for days in rows.values()} == {31}
    assert rows["N-1"][8:11] == [("silent", "!"), ("nil", "○"), ("reports", "●")]
    assert rows["S-1"][9] == ("silent", "!")
    assert page.count(", late") == 2
    assert "2 of 93 expected returns have come." in page
    assert 'href="?month=2021-02"' in page
    assert 'href="?month=2021-04"' in page


def test_a_month_of_one_post_keeps_it_from_month_to_month(cast):
    rows, page = month_of(cast.analyst, MARCH + "&post=S-1")
    assert set(rows) == {"S-1"}
    assert 'href="?month=2021-02&amp;post=S-1"' in page


def test_the_running_month_awaits_what_may_yet_come(cast):
    rows, page = month_of(cast.north_monitor, "/coverage/")
    assert rows["N-1"][-1] == ("open", "…") or timezone.now().day > 27
    assert 'rel="next"' not in page


def test_a_month_without_watching_posts_says_what_to_do(cast):
    Post.objects.get(code="S-1").statuses.all().delete()
    _rows, page = month_of(cast.north_monitor, MARCH + "&post=S-1")
    assert "0 of 0" in page
    for post in Post.objects.filter(mission=cast.mission):
        post.statuses.all().delete()
    _rows, page = month_of(cast.north_monitor)
    assert "An administrator sets a post to active" in page


@pytest.mark.parametrize(
    "query",
    [
        "month=2021-13",
        "month=x",
        "month=0001-01",
        "month=9999-12",
        "month=2021-03-01",
        "post=none",
        "post=C-1",
    ],
)
def test_months_and_posts_that_are_not_there_are_not_found(cast, query):
    assert signed_in(cast.north_monitor).get(f"/coverage/?{query}").status_code == 404


@pytest.mark.parametrize(
    "person, status",
    [("north_monitor", 200), ("analyst", 200), ("observer", 404), ("public", 302)],
)
def test_the_month_is_for_those_who_read_open_days(cast, person, status):
    client = signed_in(getattr(cast, person))
    assert client.get(MARCH).status_code == status
    assert (b"/coverage/" in client.get("/posts/N-1/").content) == (status == 200)


def test_a_month_asks_no_more_of_the_database_for_more_posts(
    cast, django_assert_max_num_queries, django_assert_num_queries
):
    client = signed_in(cast.north_duty_officer)
    Post.objects.filter(mission=cast.mission).exclude(code="N-1").update(mission=cast.other_mission)
    send_return(cast.north_monitor)
    client.get(MARCH)
    with django_assert_max_num_queries(30) as one:
        assert client.get(MARCH).status_code == 200
    asked = len(one)
    for code in ("N-2", "N-3"):
        post = factories.PostFactory(mission=cast.mission, code=code)
        post.statuses.create(status="active", since="2021-01-01")
        send_return(cast.north_duty_officer, post=code)
    assert DailyReturn.objects.count() == 3
    with django_assert_num_queries(asked):
        assert client.get(MARCH).status_code == 200
