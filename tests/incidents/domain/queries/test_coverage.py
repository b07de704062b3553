"""The coverage of a post: every day, with its newest return, and what is not known."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents.domain.daily_return import file_daily_return
from incidents.domain.queries.coverage import coverage_of
from parties.domain.acting import actor_of
from tests.incidents.telling import DAY, DAY_ENDS, return_content
from tests.incidents.typing import send_return

pytestmark = pytest.mark.django_db

LONG_AFTER = datetime(2021, 6, 1, tzinfo=UTC)
HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)


def covered(cast, person=None, days=3, now=LONG_AFTER):
    actor = actor_of(person or cast.north_duty_officer)
    last = DAY + timedelta(days=1)
    first = last - timedelta(days=days - 1)
    return coverage_of(actor, cast.mission, [cast.north_post], first, last, now)[cast.north_post]


def test_a_day_without_a_return_is_silent_if_one_was_expected(cast):
    assert [one.state for one in covered(cast)] == ["silent"] * 3
    cast.north_post.statuses.all().delete()
    assert [one.state for one in covered(cast)] == ["none"] * 3


def test_a_day_shows_the_newest_return_and_the_share_observed(cast):
    send_return(cast.north_monitor, observed_hours="6")
    send_return(cast.north_monitor, observed_hours="12", says="see_reports")
    day = covered(cast)[1]
    assert (day.day, day.state, day.share) == (DAY, "reports", 50)


def test_hours_that_nobody_told_are_not_known_and_not_zero(cast):
    send_return(cast.north_monitor, observed_hours="")
    assert covered(cast)[1].share is None


def test_minutes_lost_are_at_least_those_that_are_known(cast):
    lines = {"denials-TOTAL_FORMS": "2", "denials-INITIAL_FORMS": "0"}
    told = {"denials-0-by": "a checkpoint", "denials-0-minutes": "45", "denials-1-reason": "mines"}
    send_return(cast.north_monitor, **lines, **told)
    day = covered(cast)[1]
    assert day.lost == 45
    assert day.sent.denials == [
        {"by": "a checkpoint", "reason": "", "minutes": 45},
        {"by": "", "reason": "mines", "minutes": None},
    ]


def test_the_public_reads_no_returns_of_posts(cast):
    send_return(cast.north_monitor)
    assert covered(cast, cast.public)[1].sent is None


@pytest.mark.parametrize(
    "now, state",
    [(DAY_ENDS, "open"), (DAY_ENDS + HOUR, "open"), (DAY_ENDS + HOUR + MOMENT, "silent")],
)
def test_a_return_is_missing_when_the_hour_after_its_day_is_over(cast, now, state):
    assert covered(cast, now=now)[1].state == state


@pytest.mark.parametrize(
    "came, is_late", [(DAY_ENDS + HOUR, False), (DAY_ENDS + HOUR + MOMENT, True)]
)
def test_a_return_is_late_by_its_first_coming(cast, came, is_late):
    for at in (came, came + 2 * HOUR):
        file_daily_return(return_content(), author=cast.north_monitor, now=at)
    assert covered(cast)[1].is_late == is_late


def test_a_post_that_is_closed_in_mid_month_is_expected_until_then(cast):
    cast.north_post.statuses.create(status="closed", since=DAY)
    assert [one.state for one in covered(cast)] == ["silent", "none", "none"]
    cast.north_post.statuses.create(status="active", since=DAY + timedelta(days=1))
    assert [one.state for one in covered(cast)] == ["silent", "none", "silent"]
