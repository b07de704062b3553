"""Who asked is told once of a silent post and of a late obligation, while it lasts."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from incidents.domain import duty
from incidents.domain.alert_absence import tell_of_silence
from incidents.domain.compliance import say_compliance
from incidents.domain.pump import look, run_due
from incidents.domain.silence import GRACE
from incidents.enums import DutyKind
from incidents.models import Alert, Duty, LedgerEntry
from parties.models import Appointment, PostStatus, Provision
from tests.factories import ProvisionFactory
from tests.incidents.alerts import AROUND, ELSEWHERE, wished, work
from tests.incidents.judging import acting
from tests.incidents.telling import DAY, DAY_ENDS, at_once
from tests.incidents.typing import send_return

pytestmark = pytest.mark.django_db

OVERDUE = DAY_ENDS + GRACE + timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
SILENT = ("silent_post",)
LATE = ("late_obligation",)
BEFORE = DAY_ENDS - timedelta(hours=1)


def wants(user, topics=SILENT, now=BEFORE, **said):
    return wished(user, now=now, topics=topics, **said)


def told_of(held, day=DAY):
    rows = Alert.objects.filter(subscription=held, about__mission_day=day.isoformat())
    return sorted(row.about["post"] for row in rows)


def outcomes(held):
    return {(row.about["post"], row.outcome) for row in held.alerts.all()}


def test_a_silent_post_is_told_once_however_often_it_is_looked(cast):
    held = wants(cast.analyst, post="N-1")
    for minutes in (0, 1, 2):
        look(OVERDUE + timedelta(minutes=minutes))
    assert told_of(held) == ["N-1"]
    for _ in range(3):
        run_due(OVERDUE + QUARTER, abroad=True)
    assert len(mail.outbox) == 1
    assert outcomes(held) == {("N-1", "told")}


def test_a_message_names_the_day_and_not_the_post(cast):
    held = wants(cast.analyst, post="N-1")
    work(OVERDUE)
    work(OVERDUE + QUARTER)
    [message] = mail.outbox
    assert "a post that sent no return · 10 March 2021" in message.body
    assert f"{held.site}/alerts/{held.pk}/" in message.body
    assert "N-1" not in message.body + message.subject


def test_it_waits_for_the_end_of_quiet_hours_and_for_its_digest(cast):
    quiet = wants(cast.analyst, quiet_from=time(20), quiet_until=time(23))
    daily = wants(cast.north_monitor, rhythm="daily")
    look(OVERDUE)
    assert {one.due_at for one in quiet.alerts.all()} == {DAY_ENDS + timedelta(hours=3, minutes=30)}
    assert {one.due_at for one in daily.alerts.all()} == {DAY_ENDS + timedelta(days=1)}


READERS = [
    ("north_monitor", True),
    ("south_duty_officer", True),
    ("analyst", True),
    ("observer", False),
    ("administrator", False),
    ("stranger", False),
]


@pytest.mark.parametrize("who, reads", READERS)
def test_only_who_reads_open_days_is_told(cast, who, reads):
    held = wants(getattr(cast, who), post="S-1")
    look(OVERDUE)
    assert told_of(held) == (["S-1"] if reads else [])


def test_who_lost_the_right_meanwhile_is_not_told(cast):
    held = wants(cast.analyst, post="S-1")
    look(OVERDUE)
    Appointment.objects.filter(user=cast.analyst).update(until=DAY - timedelta(days=1))
    work(OVERDUE + QUARTER)
    assert (mail.outbox, outcomes(held)) == ([], {("S-1", "withheld")})


@pytest.mark.parametrize(
    "about, posts",
    [
        ({}, ["JC", "N-1", "S-1"]),
        ({"post": "JC"}, ["JC"]),
        ({"party": "south"}, ["JC", "S-1"]),
        ({"corners": AROUND, "party": "north"}, ["JC", "N-1"]),
        ({"corners": ELSEWHERE}, []),
        ({"categories": ("IND",), "severity_min": 5, "post": "N-1"}, ["N-1"]),
    ],
)
def test_post_party_and_area_bound_it_and_category_and_severity_do_not(cast, about, posts):
    held = wants(cast.analyst, **about)
    look(OVERDUE)
    assert told_of(held) == posts


def test_a_silence_that_began_before_the_subscription_is_not_told(cast):
    held = wants(cast.analyst, now=OVERDUE)
    look(OVERDUE + QUARTER)
    assert told_of(held) == []


def test_who_did_not_ask_is_not_told(cast):
    held = wants(cast.analyst, topics=("new_incident",))
    look(OVERDUE)
    assert not held.alerts.exists()


def test_a_post_that_speaks_before_the_digest_is_not_told(cast):
    held = wants(cast.analyst, post="N-1")
    look(OVERDUE)
    send_return(cast.north_monitor)
    work(OVERDUE + QUARTER)
    assert (mail.outbox, outcomes(held)) == ([], {("N-1", "over")})


def test_a_post_that_spoke_again_and_is_silent_again_is_told_again(cast):
    held = wants(cast.analyst, post="N-1")
    work(OVERDUE)
    work(OVERDUE + QUARTER)
    send_return(cast.north_monitor)
    work(OVERDUE + timedelta(days=1))
    work(OVERDUE + timedelta(days=1) + QUARTER)
    assert told_of(held) == ["N-1"]
    assert told_of(held, DAY + timedelta(days=1)) == ["N-1"]
    assert len(mail.outbox) == 2


def test_a_post_that_turns_out_to_be_closed_that_day_is_not_told(cast):
    held = wants(cast.analyst, post="N-1")
    look(OVERDUE)
    PostStatus.objects.create(post=cast.north_post, status="closed", since=DAY)
    work(OVERDUE + QUARTER)
    assert outcomes(held) == {("N-1", "over")}


def test_a_closed_post_is_never_asked_after(cast):
    PostStatus.objects.create(post=cast.north_post, status="closed", since=DAY)
    held = wants(cast.analyst)
    look(OVERDUE)
    assert told_of(held) == ["JC", "S-1"]


def test_a_worker_killed_between_writes_nothing_twice(cast):
    """It wrote the alerts, and died before its duty was marked as done."""
    held = wants(cast.analyst, post="N-1")
    look(OVERDUE)
    of_post = {"kind": DutyKind.SILENT_POST, "subject": f"{cast.north_post.pk}/{DAY}"}
    Duty.objects.filter(**of_post).update(
        done_at=None, lease_until=OVERDUE + duty.LEASE, attempts=1
    )
    work(OVERDUE + timedelta(seconds=30))
    assert Duty.objects.get(**of_post).done_at is None
    work(OVERDUE + QUARTER)
    work(OVERDUE + 2 * QUARTER)
    assert Duty.objects.get(**of_post).done_at is not None
    assert (told_of(held), len(mail.outbox)) == (["N-1"], 1)


@pytest.mark.django_db(transaction=True)
def test_workers_that_do_the_duty_at_once_write_one_alert(cast):
    held = wants(cast.analyst, post="N-1")
    subject = f"{cast.north_post.pk}/{DAY}"
    at_once(4, lambda _n: tell_of_silence(cast.mission, subject, OVERDUE))
    assert told_of(held) == ["N-1"]


def test_nothing_is_journalled_of_who_is_told(cast):
    before = LedgerEntry.objects.count()
    wants(cast.analyst, post="N-1")
    tell_of_silence(cast.mission, f"{cast.north_post.pk}/{DAY}", OVERDUE)
    assert LedgerEntry.objects.count() == before


@pytest.fixture
def obligation(cast):
    kind = Provision.Kind.DATED_OBLIGATION
    return ProvisionFactory(agreement=cast.agreement, code="TR-2", number=2, kind=kind, due_on=DAY)


MIDNIGHT = DAY_ENDS + timedelta(hours=4, minutes=30)


def test_a_late_obligation_is_told_once_to_anybody_who_asked(cast, obligation):
    held = [wants(one, LATE, post="S-1") for one in (cast.analyst, cast.stranger)]
    for minutes in (1, 2, 20, 40):
        work(MIDNIGHT + timedelta(minutes=minutes))
    of_it = {"provision": "TR-2", "due_on": DAY.isoformat()}
    assert [[row.about for row in one.alerts.all()] for one in held] == [[of_it], [of_it]]
    assert len(mail.outbox) == 2
    assert "an obligation whose day has passed · 10 March 2021" in mail.outbox[0].body
    assert "/agreement/" in mail.outbox[0].body


def test_an_obligation_that_is_met_or_moved_before_the_digest_is_not_told(cast, obligation):
    held = wants(cast.analyst, LATE)
    look(MIDNIGHT + timedelta(minutes=1))
    officer, later = acting(cast.north_duty_officer), MIDNIGHT + QUARTER
    said = {"state": "met_late", "since": DAY, "actor": officer, "now": later}
    say_compliance(obligation, cast.mission, **said)
    work(MIDNIGHT + 3 * QUARTER)
    assert (mail.outbox, held.alerts.get().outcome) == ([], "over")


def test_an_obligation_whose_new_day_passes_too_is_told_of_that_day(cast, obligation):
    held = wants(cast.analyst, LATE)
    work(MIDNIGHT + timedelta(minutes=1))
    work(MIDNIGHT + QUARTER)
    Provision.objects.filter(pk=obligation.pk).update(amended_due_on=date(2021, 3, 12))
    for days in (1, 2):
        work(MIDNIGHT + timedelta(days=days, minutes=1))
        work(MIDNIGHT + timedelta(days=days) + QUARTER)
    assert [one.about["due_on"] for one in held.alerts.order_by("noticed_at")] == [
        "2021-03-10",
        "2021-03-12",
    ]
