"""Many mission days: recounted in a large table, in one ten times smaller, and by one scan."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection

from bench.cases import Case, Options
from bench.cases.incident_list import DifferentAnswersError
from bench.fill import DAYS, FIRST_DAY, MISSION, filled_database
from bench.scratch import current_database, in_database
from bench.turns import Comparison, Side, timed_side
from incidents.domain.daily_count import recount_day
from incidents.domain.queries.daily import days_until, months_of
from incidents.enums import NOT_COUNTED, Release
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyCount
from incidents.rules import RESTRICTED_CATEGORIES
from parties.domain.acting import actor_of
from parties.models import Appointment, Mission

SMALLER = 10  # times
DIRTY = 10
DIRTY_AIM, SCAN_AIM, INDEPENDENT_AIM = 1 / 4, 1 / 2.5, 0.8
LAST_DAY = FIRST_DAY + DAYS * ONE_DAY  # what happens after the last cut-off is of one day more
EVERY_DAY = [FIRST_DAY + n * ONE_DAY for n in range(DAYS + 1)]

# The eight totals of every day, without the breakdowns: the table is read once, in the order
# in which it lies, by one process.
SCAN = """
SELECT mission_day, count(*) FILTER (WHERE counted) AS incidents,
       count(*) FILTER (WHERE counted AND release = %(public)s) AS public_incidents,
       coalesce(sum(report_count) FILTER (WHERE counted), 0) AS reports,
       count(*) FILTER (WHERE NOT counted) AS not_counted,
       coalesce(sum(killed_low) FILTER (WHERE counted), 0) AS killed,
       count(*) FILTER (WHERE counted AND killed_low IS NULL) AS killed_unknown,
       coalesce(sum(injured_low) FILTER (WHERE counted), 0) AS injured,
       count(*) FILTER (WHERE counted AND injured_low IS NULL) AS injured_unknown
FROM (SELECT *, asserted AND status <> ALL(%(not_counted)s) AS counted FROM incidents_incident
      WHERE category <> ALL(%(restricted)s) AND merged_into_id IS NULL
        AND mission_day IS NOT NULL) shown
GROUP BY mission_day
"""
TOTALS = (
    *("incidents", "public_incidents", "reports", "not_counted"),
    *("killed", "killed_unknown", "injured", "injured_unknown"),
)
ONE_PROCESS = "SET max_parallel_workers_per_gather = 0; SET enable_indexscan = off"
Counts = dict[date, tuple[int, ...]]


def comparisons(options: Options) -> Iterator[Comparison]:
    """Ten dirty days, all days, and what is read of three years, in tables of two sizes."""
    mission, large = Mission.objects.get(code=MISSION), current_database()
    rows = options.size, options.size // SMALLER
    notes = {"rows in the table": f"{rows[0]:,}"}
    with filled_database(rows[1], keep=options.keep):
        small = current_database()
        agree(mission)
        with in_database(large):
            agree(mission)

            def at_both_sizes(title: str, action: Callable[[], object], aim: float) -> Comparison:
                ours, other = (
                    _there(timed_side(f"of {size:,}", action), name)
                    for size, name in zip(rows, (large, small), strict=True)
                )
                return Comparison(title, "ms", ours, other, options.rounds, aim, notes=notes)

            yield at_both_sizes("Ten dirty days", lambda: recount(mission, DIRTY_DAYS), DIRTY_AIM)
            yield at_both_sizes(
                "Three years by day and month", lambda: read(mission), INDEPENDENT_AIM
            )
            yield Comparison(
                "All days against one sequential scan",
                "ms",
                timed_side("recount_day of every day", lambda: recount(mission, EVERY_DAY)),
                timed_side("one scan, eight totals a day", scanned),
                max(3, options.rounds // 3),
                ratio_aim=SCAN_AIM,
                notes=notes | {"days": f"{len(EVERY_DAY):,}"},
            )


DIRTY_DAYS = EVERY_DAY[:: DAYS // DIRTY][1 : DIRTY + 1]


def recount(mission: Mission, days: list[date]) -> None:
    """Count days one after the other, as the worker does."""
    for day in days:
        recount_day(mission, day)


def read(mission: Mission) -> tuple[list[tuple[date, int]], list[tuple[date, int]]]:
    """Read what pages show of three years: a number for each day, and for each month."""
    analyst = Appointment.objects.get(mission=mission, role=Appointment.Role.ANALYST)
    actor = actor_of(analyst.user)
    return days_until(actor, mission, LAST_DAY, len(EVERY_DAY)), months_of(actor, mission)


def scanned() -> Counts:
    """Return the totals of every day by one scan."""
    told = {
        "public": str(Release.PUBLIC),
        "not_counted": [str(status) for status in NOT_COUNTED],
        "restricted": sorted(RESTRICTED_CATEGORIES),
    }
    with connection.cursor() as cursor:
        cursor.execute(ONE_PROCESS)
        cursor.execute(SCAN, told)
        found = {day: tuple(numbers) for day, *numbers in cursor.fetchall()}
        cursor.execute("RESET max_parallel_workers_per_gather; RESET enable_indexscan")
    return found


def agree(mission: Mission) -> None:
    """Count all days, and raise unless the scan finds the same totals."""
    recount(mission, EVERY_DAY)
    counts = DailyCount.objects.filter(mission=mission).values_list("mission_day", *TOTALS)
    ours = {day: tuple(numbers) for day, *numbers in counts if any(numbers)}
    if not ours or ours != scanned():
        message = "the days counted one by one differ from the scan"
        raise DifferentAnswersError(message)


def _there(side: Side, name: str) -> Side:
    """Return a side whose turns are taken in a database, over a connection that is warm."""

    def turn() -> float:
        with in_database(name):
            if side.action:
                side.action()
            return side.turn()

    return Side(side.name, turn, side.action)


CASE = Case("days", 10_000_000, 9, comparisons)
