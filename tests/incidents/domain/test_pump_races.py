"""Pumps at the same time: any number of workers and beats do the work once."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from incidents.domain import duty as duties
from incidents.domain.pump import look, run_due
from incidents.enums import DutyKind
from incidents.models import DailyCount, DailyReport, Duty
from tests.incidents.telling import AFTER_DUE, DAY, NOW, at_once, row_counts, tell

pytestmark = pytest.mark.django_db(transaction=True)

ONE_DAY = timedelta(days=1)
DAY_BOOK = 1
LOCK = "SELECT pg_advisory_lock(%s, %s)"
UNLOCK = "SELECT pg_advisory_unlock(%s, %s)"
WAITING = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
# Tables that tell of the work itself; the ledger follows it one look behind.
WORK = ("Report", "Incident", "DailyReport", "DailyCount", "Duty", "JournalEntry")


def impose(cast, number):
    """Write that many duties for different days."""
    for n in range(number):
        day = (DAY - n * ONE_DAY).isoformat()
        duties.impose(DutyKind.RECOUNT_DAY, mission=cast.mission, subject=day, cause="1", at=NOW)


def only_the_ridge(cast, opened_on):
    """Let the cast's mission alone be at work, since a day."""
    cast.mission.opened_on = opened_on
    cast.mission.save()
    cast.other_mission.opened_on = date(2030, 1, 1)
    cast.other_mission.save()


def check_published(first, days):
    """Assert one first revision for each day, in order, densely numbered."""
    reports = list(DailyReport.objects.filter(kind="day").order_by("pk"))
    assert [r.mission_day for r in reports] == [first + n * ONE_DAY for n in range(days)]
    assert [r.number for r in reports] == [
        reports[0].number + n if r.year == first.year else r.number for n, r in enumerate(reports)
    ]
    assert {r.revision for r in reports} == {1}


def test_one_duty_is_claimed_by_one_of_many_workers(cast):
    impose(cast, 1)
    claimed = at_once(8, lambda n: duties.claim(NOW))
    assert sum(duty is not None for duty in claimed) == 1
    assert Duty.objects.get().attempts == 1


def test_many_duties_are_shared_out_without_waiting(cast):
    impose(cast, 8)
    claimed = at_once(4, lambda n: [duties.claim(NOW) for _ in range(2)])
    assert len({duty.pk for pair in claimed for duty in pair}) == 8


def test_a_duty_that_another_worker_is_just_claiming_is_passed_over_without_waiting(cast):
    impose(cast, 2)
    with transaction.atomic():
        first = Duty.objects.select_for_update().order_by("due_at", "pk").first()
        (claimed,) = at_once(1, lambda n: duties.claim(NOW))
    assert claimed not in (None, first)


def test_four_workers_that_look_at_once_do_all_the_work_once(cast):
    only_the_ridge(cast, DAY)
    for n in range(6):
        tell(cast.north_monitor, occurred_from=NOW - n * ONE_DAY)
    at_once(4, lambda n: look(AFTER_DUE))
    assert not Duty.objects.filter(done_at__isnull=True).exists()
    assert DailyCount.objects.filter(incidents=1).count() == 6
    check_published(DAY, 1)


def test_after_a_gap_four_beats_at_once_publish_every_missed_day_once_in_order(cast):
    first = DAY - 20 * ONE_DAY
    only_the_ridge(cast, first)
    at_once(4, lambda n: look(AFTER_DUE))
    check_published(first, 21)


def test_two_beats_give_what_one_gives(cast):
    first = DAY - 10 * ONE_DAY
    only_the_ridge(cast, first)
    for n in range(11):
        at_once(2, lambda _, n=n: look(AFTER_DUE - (10 - n) * ONE_DAY))
    check_published(first, 11)


def test_beats_with_nothing_due_change_nothing(cast):
    only_the_ridge(cast, DAY)
    look(AFTER_DUE)
    before = row_counts()
    at_once(3, lambda n: look(AFTER_DUE))
    after = row_counts()
    assert [after[name] for name in WORK] == [before[name] for name in WORK]


def test_a_duty_that_is_written_during_the_work_stays_open(cast):
    tell(cast.north_monitor)
    worker = threading.Thread(target=_do_one_duty)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [DAY_BOOK, cast.mission.pk])
        worker.start()
        _wait_until_somebody_waits(cursor)  # it knows its siblings, and has not counted yet
        tell(cast.north_monitor)
        cursor.execute(UNLOCK, [DAY_BOOK, cast.mission.pk])
    worker.join(60)
    assert Duty.objects.filter(done_at__isnull=True).count() == 1


def _do_one_duty():
    try:
        run_due(NOW, limit=1)
    finally:
        connection.close()


def _wait_until_somebody_waits(cursor):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        cursor.execute(WAITING)
        if cursor.fetchone()[0]:
            return
        time.sleep(0.01)
    pytest.fail("the worker did not reach the day book")
