"""A year of days under faults: two beats, ten outages, clocks that change; no report is lost."""

import itertools
import threading
from datetime import date, time, timedelta

import pytest
from django.db import connections

from incidents.domain.daily_report import due_at
from incidents.domain.pump import impose_due_days, run_due
from incidents.models import DailyReport, Duty
from parties.models import Mission
from tests.factories import MissionFactory

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, DAYS = date(2021, 1, 1), 365
SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
# Each begins on this day of the year; for two days nobody looks.
OUTAGES = (12, 58, 86, 121, 160, 199, 233, 270, 303, 340)
DARK = {day + more for day in OUTAGES for more in (0, 1)}


@pytest.fixture
def mission():
    """One whose clock changes twice a year, with a cut-off inside the hour that is repeated."""
    return MissionFactory(
        code="year",
        time_zone="Europe/Paris",
        cut_off=time(2, 30),
        opened_on=FIRST,
        closed_on=FIRST + (DAYS - 1) * ONE_DAY,
    )


def looks(mission):
    """The instants of the year at which the beats look: too early by a second, and in time."""
    for n in range(DAYS + 2):
        if n not in DARK:
            due = due_at(mission, FIRST + n * ONE_DAY)
            yield from (due - SECOND, due + SECOND)


def beat(instants, together, errors):
    """One of two beats, which always look at the same moment."""
    try:
        for now in instants:
            together.wait(60)
            impose_due_days(now)
            run_due(now)
    except Exception as error:
        errors.append(error)
        together.abort()
        raise
    finally:
        connections.close_all()


def test_a_year_of_days_under_faults_has_each_report_once_and_none_early(mission):
    together, errors = threading.Barrier(2), []
    instants = list(looks(mission))
    beats = [threading.Thread(target=beat, args=(instants, together, errors)) for _ in range(2)]
    for one in beats:
        one.start()
    for one in beats:
        one.join(300)
    assert errors == []
    reports = list(DailyReport.objects.filter(kind="day").order_by("mission_day", "revision"))
    assert [one.mission_day for one in reports] == [FIRST + n * ONE_DAY for n in range(DAYS)]
    assert {one.revision for one in reports} == {1}
    assert [one.number for one in reports] == list(range(1, DAYS + 1))
    early = [r for r in reports if r.published_at <= due_at(mission, r.mission_day)]
    assert early == []
    late = [r for r in reports if r.published_at > due_at(mission, r.mission_day) + SECOND]
    assert len(late) == len(DARK)
    assert max(r.published_at - due_at(mission, r.mission_day) for r in late) < 3 * ONE_DAY
    check_weeks(DailyReport.objects.filter(kind="week").order_by("mission_day", "revision"))
    assert not Duty.objects.filter(done_at__isnull=True).exists()
    assert Mission.objects.count() == 1


def check_weeks(weeks):
    """Assert that the weeks hold every day of the year once, and that none is double or early."""
    days = [week.first_day + n * ONE_DAY for week in weeks for n in range(week_length(week))]
    assert days == [FIRST + n * ONE_DAY for n in range(DAYS)]
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert {week.revision for week in weeks} == {1}
    assert all(week.published_at > due_at(week.mission, week.mission_day) for week in weeks)


def week_length(week):
    return (week.mission_day - week.first_day).days + 1


def test_the_year_has_a_day_of_23_hours_and_one_of_25(mission):
    ends = [due_at(mission, FIRST + n * ONE_DAY) for n in range(-1, DAYS)]
    hours = [(b - a).total_seconds() / 3600 for a, b in itertools.pairwise(ends)]
    assert sorted({round(h, 2) for h in hours}) == [23.0, 24.0, 25.0]
