"""Killed workers: a process that dies at any instant leaves nothing half done."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from incidents.domain.daily_content import content_of
from incidents.domain.daily_count import count_day
from incidents.domain.filing import file_report
from incidents.domain.pump import look
from incidents.ledger.canonical import canonical_bytes
from incidents.ledger.uuid7 import uuid7
from incidents.models import DailyCount, DailyReport, Duty, Incident, JournalEntry, Report
from parties.models import User
from tests.incidents.telling import AFTER_DUE, DAY, NOW, content, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ONE_DAY = timedelta(days=1)
DAYS = 60
KILLS = int(os.environ.get("KILLS", "20"))
DIRTY_DAYS = 10
START = "import django; django.setup(); "
PUMP = (
    START
    + """
import sys
from datetime import datetime
from incidents.domain.pump import look
print("ready", flush=True)
look(datetime.fromisoformat(sys.argv[1]))
"""
)
FILER = (
    START
    + """
from tests.incidents.domain.test_killed_workers import file_all
print("ready", flush=True)
file_all()
"""
)


def numbered(number):
    """The same content each time for the same number."""
    made = uuid7(1_615_000_000_000 + number, bytes([number % 256] * 10))
    return content(report_id=made, narrative=f"Number {number}")


def file_all():
    """File a hundred reports, telling of each once it is acknowledged."""
    author = User.objects.get(username="north-monitor")
    for number in range(100):
        file_report(numbered(number), author=author, now=NOW)
        print(number, flush=True)  # noqa: T201


def start(code, *arguments):
    """Start a process on the test's database and wait until it begins to work."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    url = f"{server}/{connection.settings_dict['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process):
    """Kill a process at once and return what it had said."""
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read()
    process.wait(30)
    process.stdout.close()
    return said


def test_pumps_that_are_killed_while_publishing_leave_no_gap_and_no_double(cast):
    first = DAY - (DAYS - 1) * ONE_DAY
    type(cast.mission).objects.update(opened_on=first, closed_on=DAY)
    chance = random.Random(1)
    for attempt in range(KILLS):
        now = AFTER_DUE + attempt * timedelta(hours=1)  # leases of the dead have run out
        process = start(PUMP, now.isoformat())
        time.sleep(chance.uniform(0.0, 0.12))
        kill(process)
    look(AFTER_DUE + timedelta(days=2))
    check_published_once(cast.mission, first)
    check_published_once(cast.other_mission, first)


def check_published_once(mission, first):
    """Assert one current revision a day, that says what is recorded, in order."""
    reports = list(DailyReport.objects.filter(mission=mission, kind="day").order_by("pk"))
    assert [r.mission_day for r in reports] == [first + n * ONE_DAY for n in range(DAYS)]
    assert {r.revision for r in reports} == {1}
    mission.refresh_from_db()
    for report in reports:
        assert bytes(report.content) == canonical_bytes(content_of(mission, report.mission_day))
    weeks = list(DailyReport.objects.filter(mission=mission, kind="week"))
    assert len({one.mission_day for one in weeks}) == len(weeks)
    journalled = JournalEntry.objects.filter(mission=mission, action="day_published")
    assert journalled.count() == DAYS + len(weeks)
    assert not Duty.objects.filter(done_at__isnull=True).exists()


def test_pumps_that_are_killed_while_counting_leave_one_current_revision_a_day(cast):
    days = [DAY - n * ONE_DAY for n in reversed(range(DIRTY_DAYS))]
    type(cast.mission).objects.update(opened_on=days[0], closed_on=DAY)
    look(AFTER_DUE)
    chance = random.Random(3)
    for attempt in range(KILLS):
        now = AFTER_DUE + (attempt + 1) * timedelta(hours=1)
        for number in range(DIRTY_DAYS):  # a late report of each day
            tell(cast.north_monitor, now=now, occurred_from=NOW - number * ONE_DAY)
        process = start(PUMP, now.isoformat())
        time.sleep(chance.uniform(0.0, 0.8))
        kill(process)
    assert Duty.objects.filter(attempts__gt=1).exists()  # some died at their work
    cast.mission.refresh_from_db()
    look(AFTER_DUE + timedelta(days=30))
    for day in days:
        check_counted_once(cast.mission, day)
    assert not Duty.objects.filter(done_at__isnull=True).exists()


def check_counted_once(mission, day):
    """Assert gapless revisions, of which the last one and the count say what is recorded."""
    reports = DailyReport.objects.filter(mission=mission, name=day.isoformat()).order_by("pk")
    assert [r.revision for r in reports] == list(range(1, len(reports) + 1))
    assert bytes(reports.last().content) == canonical_bytes(content_of(mission, day))
    kept = DailyCount.objects.get(mission=mission, mission_day=day)
    assert kept.incidents == count_day(mission, day).incidents == KILLS


def test_what_was_acknowledged_before_a_kill_is_there_and_the_rest_can_be_sent_again(cast):
    chance, acknowledged = random.Random(2), set()
    for _ in range(KILLS):
        process = start(FILER)
        time.sleep(chance.uniform(0.0, 0.3))
        acknowledged |= {int(line) for line in kill(process).split()}
        check_kept(acknowledged)
    file_all()
    assert Report.objects.count() == Incident.objects.count() == 100
    assert JournalEntry.objects.count() == 300
    assert Duty.objects.count() == 100


def check_kept(acknowledged):
    """Assert that every report that was acknowledged is stored whole."""
    kept = Report.objects.filter(report_id__in=[numbered(n).report_id for n in acknowledged])
    assert kept.filter(links__incident__report_count=1).count() == len(acknowledged)
