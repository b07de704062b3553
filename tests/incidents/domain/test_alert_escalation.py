"""Who asked is told once of a rise of what they read, by the hours that were watched."""

from datetime import timedelta

import pytest
from django.core import mail

from incidents.domain.alert_escalation import impose_watch, watch_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.pump import look
from incidents.enums import DutyKind
from incidents.missionday.escalation import RULE
from incidents.models import Duty, Incident
from parties.models import Appointment
from tests.incidents.alerts import AROUND, ELSEWHERE, wished, work
from tests.incidents.telling import AFTER_DUE, DAY, NOW, at_once, return_content, tell

pytestmark = pytest.mark.django_db

ONE = timedelta(days=1)
QUARTER = timedelta(minutes=15)


def wants(user, **said):
    return wished(user, **{"topics": ("escalation",)} | said)


def watch(cast, day=DAY):
    watch_day(cast.mission, day, AFTER_DUE)


def returned(cast, n, minutes=600):
    told = return_content(mission_day=DAY - n * ONE, observed_minutes=minutes)
    file_daily_return(told, author=cast.north_monitor, now=NOW + timedelta(hours=9))


@pytest.fixture
def rise(cast):
    """Thirty days with ten watched hours each, and six incidents on the last of them."""
    for n in range(30):
        returned(cast, n)
    for minutes in range(6):
        tell(cast.north_monitor, occurred_from=NOW - timedelta(minutes=60 + minutes))
    return cast


def test_a_rise_is_told_once_with_rule_last_days_baseline_and_gaps(rise):
    held = wants(rise.analyst)
    for minutes in (0, 1, 20, 40):
        work(AFTER_DUE + timedelta(minutes=minutes))
    about = held.alerts.get().about
    assert (about["rule"], about["mission_day"], about["gaps"]) == (RULE, DAY.isoformat(), [])
    assert (about["recent"]["number"], about["baseline"]["days"]) == (6, 23)
    [message] = mail.outbox
    assert "more incidents than before · 10 March 2021" in message.body
    assert f"/alerts/{held.pk}/" in message.body


@pytest.mark.parametrize(
    "about, rises",
    [
        ({"categories": ("FIR",)}, True),
        ({"categories": ("IND",)}, False),
        ({"corners": ELSEWHERE}, False),
        ({"corners": AROUND, "severity_min": 5}, False),
        ({"post": "S-1"}, False),
    ],
)
def test_it_looks_at_what_the_subscription_is_about(rise, about, rises):
    held = wants(rise.analyst, **about)
    watch(rise)
    assert held.alerts.exists() == rises


READERS = [("south_monitor", True), ("analyst", True), ("observer", False), ("stranger", False)]


@pytest.mark.parametrize("who, told", READERS)
def test_only_who_reads_open_days_is_told(rise, who, told):
    held = wants(getattr(rise, who))
    watch(rise)
    assert held.alerts.exists() == told


def test_without_watched_hours_nothing_is_told(cast):
    held = wants(cast.analyst)
    for minutes in range(9):
        tell(cast.north_monitor, occurred_from=NOW - timedelta(minutes=60 + minutes))
    watch(cast)
    assert not held.alerts.exists()


def test_a_rise_that_goes_on_is_told_once_in_seven_days(rise):
    held = wants(rise.analyst)
    watch(rise)
    watch(rise, DAY + ONE)
    assert held.alerts.get().about["mission_day"] == DAY.isoformat()


def test_a_rise_that_was_corrected_before_the_message_is_not_told(rise):
    held = wants(rise.analyst)
    look(AFTER_DUE)
    Incident.objects.update(asserted=False)
    work(AFTER_DUE + QUARTER)
    assert (mail.outbox, held.alerts.get().outcome) == ([], "over")


def test_who_lost_the_right_meanwhile_is_not_told(rise):
    held = wants(rise.analyst)
    look(AFTER_DUE)
    Appointment.objects.filter(user=rise.analyst).update(until=DAY - ONE)
    work(AFTER_DUE + QUARTER)
    assert (mail.outbox, held.alerts.get().outcome) == ([], "withheld")


def test_a_day_has_one_duty_however_often_it_is_looked_and_none_before_it_is_due(cast):
    for minutes in (-2, 0, 1):
        impose_watch(AFTER_DUE + timedelta(minutes=minutes))
    of_mission = Duty.objects.filter(kind=DutyKind.WATCH_DAY, mission=cast.mission)
    days = sorted(of_mission.values_list("subject", flat=True))
    assert days == [(DAY - n * ONE).isoformat() for n in (3, 2, 1, 0)]


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_write_one_alert(rise):
    held = wants(rise.analyst)
    at_once(4, lambda _n: watch(rise))
    assert held.alerts.count() == 1
