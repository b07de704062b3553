"""Tables of statistics from daily tallies, and from the incidents where there is none.

One statement reads tallies, marks of stale days and incidents, and so of one moment: whatever
was written and not tallied yet, the table is what counting every incident would give.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    Expression,
    F,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import NullIf

from incidents.domain.daily_tally import DIMENSIONS
from incidents.domain.queries.access import visible_tallies
from incidents.models import DailyTally, StaleDay
from parties.domain.acting import Actor
from parties.models import Mission

# Dimension of a table → its value in a tally; empty text is not known.
CODES: dict[str, Expression] = {name: NullIf("code", Value("")) for name in DIMENSIONS}
# What every tally has, whatever it is of.
OF_EVERY = frozenset({"day", "week", "month", "mission"})
_FEWEST_ROWS = "weapon"
_ADDED_UP = """
SELECT {keys}, {sums} FROM ({parts}) part GROUP BY {keys} ORDER BY {order} LIMIT {most}
"""


class _AmongThese(Func):
    """Whether a value is in an array that is worked out once, so that an index may find it."""

    output_field = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("


def are_tallied(names: Sequence[str]) -> bool:
    """Tell whether tallies hold a table by these dimensions: by one of theirs at most."""
    return len(set(names) - OF_EVERY) <= 1 and set(names) <= OF_EVERY | CODES.keys()


def tallies_for(actor: Actor, names: Sequence[str], bounds: Q) -> QuerySet[DailyTally]:
    """Return the readable tallies of the days that are not stale, of one dimension."""
    dimension = next((name for name in names if name in CODES), _FEWEST_ROWS)
    return visible_tallies(actor).filter(~Q(_is_stale()), bounds, dimension=dimension)


def sums_of_tallies(actor: Actor, told: Sequence[str]) -> dict[str, Any]:
    """Return the sums of tallies that are told of incidents under the same names."""
    every = F("counted") + F("set_aside")
    sums: dict[str, Any] = {
        "incidents": Sum("counted"),
        "all": Sum(every),
        "own": Sum(every, filter=Q(mission_id__in=actor.mission_ids), default=0),
        "reports": Sum("report_count"),
    }
    for name in ("killed", "injured", "count"):
        sums[f"{name}_at_least"] = Sum(f"{name}_low")
        sums[f"{name}_unknown"] = Sum(f"{name}_unsaid")
    return {name: sums[name] for name in told}


def beside_tallies(rows: QuerySet[Any]) -> list[QuerySet[Any]]:
    """Return of the incidents those that no tally holds: of stale days, and without a day."""
    missions = ArraySubquery(Mission.objects.order_by().values("pk"))
    rows = rows.filter(_AmongThese(F("mission_id"), missions))  # where the index begins
    return [rows.filter(_is_stale()), rows.filter(mission_day__isnull=True)]


def _is_stale() -> Expression:
    """Whether a mission day is stale at any mission."""
    days = StaleDay.objects.order_by().values("mission_day").distinct()
    return _AmongThese(F("mission_day"), ArraySubquery(days))


def added_up(
    parts: Sequence[QuerySet[Any]], keys: Sequence[str], most: int
) -> list[dict[str, Any]]:
    """Add up the parts of a table, of the same keys and sums, in the order of the keys."""
    written = [one for one in map(_written, parts) if one]
    if not written:
        return []
    sums = [name for name in parts[0].query.annotation_select if name not in keys]
    sql = _ADDED_UP.format(
        keys=", ".join(keys),
        sums=", ".join(f'sum("{name}")::bigint AS "{name}"' for name in sums),
        parts=" UNION ALL ".join(sql for sql, _told in written),
        order=", ".join(f"{key} NULLS LAST" for key in keys),
        most=most,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [one for _sql, told in written for one in told])
        return [dict(zip([*keys, *sums], row, strict=True)) for row in cursor.fetchall()]


def _written(part: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """A query in SQL; nothing if it finds nothing whatever there is."""
    try:
        return part.order_by().query.sql_with_params()
    except EmptyResultSet:
        return None
