"""A post that watched and sent no return is asked after: one alarm a day, until it speaks."""

from datetime import timedelta

import pytest

from incidents.domain.pump import look
from incidents.domain.silence import GRACE, days_over, impose_silent_posts, standing_alarms
from incidents.enums import DutyKind
from incidents.models import Duty
from tests.incidents.telling import DAY, DAY_ENDS
from tests.incidents.typing import send_return

OVERDUE = DAY_ENDS + GRACE + timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def alarms():
    return Duty.objects.filter(kind=DutyKind.SILENT_POST)


def codes(cast):
    return [post.code for post, _days in standing_alarms(cast.mission, [DAY])]


def test_before_the_time_of_grace_is_over_nobody_is_asked_after(cast):
    assert DAY not in days_over(cast.mission, OVERDUE - timedelta(minutes=2))
    assert days_over(cast.mission, OVERDUE)[0] == DAY


def test_each_silent_post_has_one_alarm_however_often_it_is_looked(cast):
    for _ in range(3):
        impose_silent_posts(OVERDUE)
    of_day = alarms().filter(subject__endswith=DAY.isoformat(), mission=cast.mission)
    assert of_day.count() == 3
    assert codes(cast) == ["JC", "N-1", "S-1"]


def test_a_return_ends_the_alarm_and_the_duty_stays_on_record(cast):
    look(OVERDUE)
    send_return(cast.north_monitor)
    look(OVERDUE + timedelta(hours=1))
    assert codes(cast) == ["JC", "S-1"]
    assert alarms().filter(subject=f"{cast.north_post.pk}/{DAY}").count() == 1


def test_a_post_that_spoke_in_time_is_never_asked_after(cast):
    send_return(cast.north_monitor)
    impose_silent_posts(OVERDUE)
    assert "N-1" not in codes(cast)


def test_a_post_that_did_not_watch_is_not_expected_to_speak(cast):
    cast.south_post.statuses.all().delete()
    impose_silent_posts(OVERDUE)
    assert codes(cast) == ["JC", "N-1"]


def test_a_closed_mission_is_left_in_peace(cast):
    type(cast.mission).objects.update(closed_on=DAY - timedelta(days=3))
    assert impose_silent_posts(OVERDUE) == 0
