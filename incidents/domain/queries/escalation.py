"""The escalation watch of a mission, as an actor reads it: its rule, asked of every row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from incidents.domain.queries.trends import Series, series_of, sum_of
from incidents.domain.queries.watched import (
    COUNTS,
    RATE,
    Watch,
    days_heard,
    hundreds_of_hours,
    watched_days,
)
from incidents.missionday.escalation import Escalation, escalation_of, span_of
from incidents.missionday.span import Span
from incidents.models import Incident
from parties.domain.acting import Actor
from parties.models import Mission

MEASURES = (RATE, COUNTS)
Key = str | None  # an area or a class of categories; None is not known


@dataclass(frozen=True)
class EscalationWatch:
    """What is asked of the watch at the end of a mission day.

    Args:
        actor: to whom it is told.
        mission: whose days and hours these are.
        incidents: those of the mission that the actor reads and the filters find, of any day.
        day: a mission day that is over.
        by: what each row is of, one of ``trends.OF``.
        measure: by the hours watched, or by days on which somebody was heard.

    """

    actor: Actor
    mission: Mission
    incidents: QuerySet[Incident]
    day: date
    by: str
    measure: str

    @cached_property
    def span(self) -> Span:
        """The days that it looks at."""
        return span_of(self.day)

    @cached_property
    def series(self) -> dict[Key, Series]:
        """Counts by day for each row."""
        return series_of(self.actor, self.incidents, self.by, self.span)

    @property
    def keys(self) -> list[Key]:
        """The rows, in their own order, which ranks nothing."""
        return list(self.series)

    @cached_property
    def watched(self) -> dict[date, Watch]:
        """How much was watched on each day of which that is known."""
        return watched_days(self.actor, self.mission, self.span)

    @cached_property
    def exposure(self) -> dict[date, float]:
        """Days on which somebody watched: by the hundreds of hours, or each as one."""
        if self.measure == COUNTS:
            return dict.fromkeys(days_heard(self.watched, sum_of(self.series)), 1.0)
        return hundreds_of_hours(self.watched)

    @property
    def gaps(self) -> tuple[date, ...]:
        """The last days without known watch, which are the same for every row."""
        return escalation_of(self.day, {}, self.exposure).gaps

    def of(self, keys: Iterable[Key]) -> dict[Key, Escalation]:
        """Return what the rule says of some rows."""
        return {key: escalation_of(self.day, self.series[key], self.exposure) for key in keys}
