"""The coverage of a post: every day, with its newest return, and what is not known."""

from datetime import timedelta

import pytest

from incidents.domain.queries.coverage import coverage_of
from parties.domain.acting import actor_of
from tests.incidents.telling import DAY
from tests.incidents.typing import send_return

pytestmark = pytest.mark.django_db


def covered(cast, person=None, days=3):
    actor = actor_of(person or cast.north_duty_officer)
    return coverage_of(actor, cast.north_post, DAY + timedelta(days=1), days)


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
