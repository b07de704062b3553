"""The coverage calendar, and the lines of a return that fill it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.queries.daily import open_day
from incidents.domain.silence import days_over, impose_silent_posts
from incidents.models import DailyReturn
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
