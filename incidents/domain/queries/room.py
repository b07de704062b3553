"""The situation room: what the filters find, counted by mission day, and by period."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Left

from incidents.categories import CLASS_LENGTH
from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.statistics import COUNTED, DIMENSIONS
from incidents.missionday.span import Span
from incidents.models import Incident, JournalEntry
from parties.domain.acting import Actor
from parties.models import Mission

# What two periods are compared by; never by party: counts of reports rank nobody.
COMPARED = ("category", "area")
MOST_LINES = 200


def extent_of(actor: Actor, mission: Mission) -> Span | None:
    """Return the days from the first to the last with a readable incident; None without any."""
    rows = visible_incidents(actor).filter(mission=mission)
    first, last = rows.aggregate(Min("mission_day"), Max("mission_day")).values()
    return Span(first, last) if first else None


def found_by_day(rows: QuerySet[Incident], span: Span) -> dict[date, int]:
    """Return how many of the rows each day of a span has, days of none left out; one query."""
    inside = rows.filter(mission_day__range=(span.first, span.last)).order_by()
    return dict(inside.values_list("mission_day").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class Compared:
    """Incidents that count in two periods, for one category or area; None is not known."""

    key: str | None
    now: int
    then: int

    @property
    def difference(self) -> int:
        """How many more there are now; less than none where there are fewer."""
        return self.now - self.then


def compared(
    actor: Actor, rows: QuerySet[Incident], dimension: str, now: Span, then: Span
) -> list[Compared]:
    """Return a line for each value of a dimension in either period, in its order; one query."""
    within = {name: _within(span) for name, span in (("now", now), ("then", then))}
    grouped: Any = keyed_by(actor, rows, dimension).filter(within["now"] | within["then"], COUNTED)
    counts = grouped.values("key").annotate(
        **{name: Count("pk", filter=days) for name, days in within.items()}
    )
    lines = counts.order_by(F("key").asc(nulls_last=True))[:MOST_LINES]
    return [Compared(line["key"], line["now"], line["then"]) for line in lines]


def _within(span: Span) -> Q:
    return Q(mission_day__range=(span.first, span.last))


def keyed_by(actor: Actor, rows: QuerySet[Incident], dimension: str) -> QuerySet[Incident, Any]:
    """Return rows, in no order, with their class of category or their area as ``key``."""
    key = (
        Left("category", CLASS_LENGTH) if dimension == "category" else DIMENSIONS["area"].of(actor)
    )
    return rows.order_by().annotate(key=key)


def newest_write() -> int:
    """Return the number of the journal's newest entry: while it stands, no incident changed."""
    newest = JournalEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0
