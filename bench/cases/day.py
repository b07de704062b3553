"""One dirty day: the set-based recount against the loops of a nightly task."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count

from bench.cases import Case, Options
from bench.fill import DAYS, MISSION
from bench.loops import count_by_walking_all, count_by_walking_the_day, numbers_of
from bench.turns import Comparison, timed_side
from incidents.domain.daily_count import recount_day
from incidents.models import DailyCount, Incident
from parties.models import Mission

RATIO_AIM = 100
WAYS: dict[str, Callable[[Mission, date], DailyCount]] = {
    "recount_day": recount_day,
    "loop over all incidents": count_by_walking_all,
    "loop over the day's incidents": count_by_walking_the_day,
}


class DifferentNumbersError(AssertionError):
    """Two ways of counting a day disagree."""


def comparisons(options: Options) -> list[Comparison]:
    """An ordinary day, counted in three ways that agree."""
    mission = Mission.objects.get(code=MISSION)
    day, rows = ordinary_day(mission, options.size)
    agree(mission, day)
    recount, all_rows, day_rows = (
        timed_side(name, lambda count=count: count(mission, day)) for name, count in WAYS.items()
    )
    notes = {
        "rows in the table": f"{options.size:,}",
        "of the day": f"{rows:,}",
        "day": day,
    }
    return [
        Comparison(
            "One dirty day against the loop over everything",
            "ms",
            recount,
            all_rows,
            max(1, options.rounds // 3),
            ratio_aim=RATIO_AIM,
            notes=notes,
        ),
        Comparison(
            "One dirty day against the loop over the day",
            "ms",
            recount,
            day_rows,
            options.rounds,
            notes=notes,
        ),
    ]


def ordinary_day(mission: Mission, size: int) -> tuple[date, int]:
    """The day whose number of incidents is nearest to the average."""
    days = (
        Incident.objects.filter(mission=mission, mission_day__isnull=False)
        .values_list("mission_day")
        .annotate(rows=Count("pk"))
        .order_by("mission_day")
    )
    return min(days, key=lambda pair: abs(pair[1] - size / DAYS))


def agree(mission: Mission, day: date) -> None:
    """Raise unless all ways of counting give the same numbers."""
    numbers = {name: numbers_of(count(mission, day)) for name, count in WAYS.items()}
    first = numbers["recount_day"]
    for name, found in numbers.items():
        if found != first:
            raise DifferentNumbersError(f"{name}: {found}\nrecount_day: {first}")


CASE = Case("day", 1_000_000, 9, comparisons)
