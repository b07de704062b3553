"""Trends: counts by mission day for each category or area, in one query."""

from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from incidents.domain.queries.room import keyed_by
from incidents.domain.queries.statistics import COUNTED
from incidents.missionday.span import Span
from incidents.models import Incident
from parties.domain.acting import Actor

# What trends are told of; never of parties: counts of reports rank nobody.
OF = ("category", "area")
Series = dict[date, int]


def series_of(
    actor: Actor, rows: QuerySet[Incident], dimension: str, span: Span
) -> dict[str | None, Series]:
    """Return incidents that count on each day, for each value in its order; None is not known."""
    inside: Any = keyed_by(actor, rows, dimension).filter(
        COUNTED, mission_day__range=(span.first, span.last)
    )
    cells = inside.values_list("key", "mission_day").annotate(Count("pk"))
    found: dict[str | None, Series] = {}
    for key, day, number in cells.order_by(F("key").asc(nulls_last=True)):
        found.setdefault(key, {})[day] = number
    return found


def sum_of(series: dict[str | None, Series]) -> Series:
    """Return the days of all values together."""
    total: Series = {}
    for days in series.values():
        for day, number in days.items():
            total[day] = total.get(day, 0) + number
    return total
