"""Statistics: incidents counted by two dimensions, and the coverage to read them by.

Null is not known and is counted apart, never as zero; sums of people are “at least”.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Left, NullIf, TruncMonth, TruncWeek

from incidents.categories import CLASS_LENGTH
from incidents.domain.queries.access import visible_reports, visible_returns
from incidents.domain.queries.relation import reading
from incidents.domain.queries.tallied import (
    CODES,
    added_up,
    are_tallied,
    beside_tallies,
    sums_of_tallies,
    tallies_for,
)
from incidents.enums import NOT_COUNTED
from incidents.models import DailyReturn, DailyTally, Incident
from incidents.rules import FIELD_GROUPS, PUBLIC, missions_reading
from parties.domain.acting import Actor

# Cells of fewer incidents that somebody reads as the public does say no number.
FEWEST = 3
MOST_CELLS = 10_000
UNIT = "count_unit"
KEYS = ("first", "second")
COUNTED = Q(asserted=True) & ~Q(status__in=NOT_COUNTED)
Table = QuerySet[Any, dict[str, Any]]


class TooManyCells(Exception):  # noqa: N818 - not an error of ours
    """A table of more cells than anybody reads."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What incidents are counted by: the group that it speaks of, and its expression."""

    group: str
    of: Callable[[Actor], Any]
    is_time: bool = False


def _column(name: str) -> Callable[[Actor], Any]:
    """A column; its empty text is not known."""
    return lambda _actor: NullIf(Cast(name, CharField()), Value(""))


def _week(_actor: Actor) -> Any:
    return Cast(TruncWeek("mission_day"), DateField())


def _month(_actor: Actor) -> Any:
    return Cast(TruncMonth("mission_day"), DateField())


def _area(_actor: Actor) -> Any:
    return Coalesce(NullIf("place__area", Value("")), NullIf("area_text", Value("")))


def _alleged(actor: Actor) -> Any:
    """Each party that a readable report accuses; an incident stands at all of them."""
    codes = visible_reports(actor).filter(
        links__incident=OuterRef("pk"),
        links__unlinked_at__isnull=True,
        alleged_party__isnull=False,
    )
    found = ArraySubquery(codes.order_by().values("alleged_party__code").distinct())
    template = "unnest(coalesce(nullif(%(expressions)s, '{}'), ARRAY[NULL::varchar]))"
    return Func(found, template=template, output_field=CharField())


DIMENSIONS: dict[str, Dimension] = {
    "day": Dimension("core", lambda _actor: F("mission_day"), is_time=True),
    "week": Dimension("core", _week, is_time=True),
    "month": Dimension("core", _month, is_time=True),
    "category_class": Dimension("core", lambda _actor: Left("category", CLASS_LENGTH)),
    "category": Dimension("core", _column("category")),
    "area": Dimension("core", _area),
    "mission": Dimension("core", _column("mission__code")),
    "status": Dimension("core", _column("status")),
    "severity": Dimension("core", _column("severity")),
    "weapon": Dimension("count", _column("weapon")),
    UNIT: Dimension("count", _column(UNIT)),
    "post": Dimension("post", _column("post__code")),
    "alleged_party": Dimension("reports", _alleged),
}


def reads_dimension(actor: Actor, name: str) -> bool:
    """Tell whether the actor reads anywhere what a dimension speaks of."""
    return _is_everyones(name) or any(missions_reading(actor, DIMENSIONS[name].group))


def _is_everyones(name: str) -> bool:
    return PUBLIC in FIELD_GROUPS[DIMENSIONS[name].group]


def cross_tab(
    actor: Actor, rows: QuerySet[Incident], names: Sequence[str], bounds: Q | None = None
) -> list[dict[str, Any]]:
    """Return a cell for each combination of values that there is, in their order.

    One query. ``incidents`` are those that a source asserts and the mission has not set
    aside; the others are ``not_counted``. Counts of things are summed only within a unit.

    Args:
        actor: who asks; rows are left out where what a dimension speaks of is not read.
        rows: what the access function gave, filtered.
        names: one or two dimensions.
        bounds: by which missions and mission days the rows were filtered, and by nothing
            else; without it every row is counted, where tallies would do.

    Raises:
        TooManyCells: if there are more than ``MOST_CELLS``.

    """
    for name in names:
        rows = rows.filter(reading(actor, DIMENSIONS[name].group))
    keys = KEYS[: len(names)]
    if bounds is not None and are_tallied(names) and all(map(_is_everyones, names)):
        stored = _tallies_by(actor, tallies_for(actor, names, bounds), names)
        parts = [stored, *(_counted_by(actor, part, names) for part in beside_tallies(rows))]
        cells = added_up(parts, keys, MOST_CELLS + 1)
    else:
        order = [F(key).asc(nulls_last=True) for key in keys]
        cells = list(_counted_by(actor, rows, names).order_by(*order)[: MOST_CELLS + 1])
    if len(cells) > MOST_CELLS:
        raise TooManyCells
    return [_cell(cell, names) for cell in cells]


def _counted_by(actor: Actor, rows: QuerySet[Incident], names: Sequence[str]) -> Table:
    keys = {key: DIMENSIONS[name].of(actor) for key, name in zip(KEYS, names, strict=False)}
    counted: Table = rows.annotate(**keys).values(*keys).annotate(**_sums(actor, names))
    return counted


def _tallies_by(actor: Actor, rows: QuerySet[DailyTally], names: Sequence[str]) -> Table:
    """Tallies have a mission and a day, as incidents do, and the value of one dimension."""
    keys = {
        key: CODES[name] if name in CODES else DIMENSIONS[name].of(actor)
        for key, name in zip(KEYS, names, strict=False)
    }
    sums = sums_of_tallies(actor, list(_sums(actor, names)))
    added: Table = rows.annotate(**keys).values(*keys).annotate(**sums)
    return added


def _sums(actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    told = {
        "incidents": Count("pk", filter=COUNTED),
        "all": Count("pk"),
        "own": Count("pk", filter=Q(mission_id__in=actor.mission_ids)),
        "reports": Sum("report_count", filter=COUNTED, default=0),
    }
    for harm in ("killed", "injured"):
        told[f"{harm}_at_least"] = Sum(f"{harm}_low", filter=COUNTED, default=0)
        told[f"{harm}_unknown"] = Count("pk", filter=COUNTED & Q(**{f"{harm}_low": None}))
    if UNIT in names:
        told["count_at_least"] = Sum("count_low", filter=COUNTED, default=0)
        told["count_unknown"] = Count("pk", filter=COUNTED & Q(count_low=None))
    return told


def _cell(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    keys = {name: row.pop(key) for key, name in zip(KEYS, names, strict=False)}
    every, own, incidents = (row.pop(name) for name in ("all", "own", "incidents"))
    numbers = {"incidents": incidents, "not_counted": every - incidents} | row
    protected = 0 < every - own < FEWEST
    if protected:
        numbers = dict.fromkeys(numbers)
    return {"keys": _plain(keys), **numbers, "protected": protected}


def _plain(keys: dict[str, Any]) -> dict[str, str | None]:
    """Return keys as text; a month without its first day."""
    return {
        name: value if value is None else str(value)[:7] if name == "month" else str(value)
        for name, value in keys.items()
    }


def within_days(missions: Q, first: date | None, last: date | None) -> Q:
    """Match what is of these missions and mission days, the last one included."""
    found = missions & Q(mission_day__gte=first) if first else missions
    return found & Q(mission_day__lte=last) if last else found


def coverage_for(
    actor: Actor,
    names: Sequence[str],
    missions: Q,
    days: tuple[date | None, date | None],
) -> list[dict[str, Any]]:
    """Return how much was watched: by the time of the table, or at all if it has none.

    Only the newest return of each post and day counts; who sent none is not in it. One query.
    """
    returns = visible_returns(actor).filter(within_days(missions, *days))
    one = ("mission_id", "post_id", "source_party_id", "mission_day")
    newest = returns.order_by(*one, "-received_at", "-pk").distinct(*one)
    kept = DailyReturn.objects.filter(pk__in=newest.values("pk"))
    times = [name for name in names if DIMENSIONS[name].is_time][:1]
    key = DIMENSIONS[times[0]].of(actor) if times else Cast(Value(None), CharField())
    found = kept.annotate(at=key).values("at").order_by("at")
    told: Any = found.annotate(
        returns=Count("pk"),
        nil=Count("pk", filter=Q(is_nil=True)),
        minutes_at_least=Sum("observed_minutes", default=0),
        minutes_unknown=Count("pk", filter=Q(observed_minutes=None)),
    )
    return [{"keys": _plain(dict.fromkeys(times, row.pop("at"))), **row} for row in told]
