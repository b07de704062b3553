"""What the situation room shows: filters and a period, said by the address, for all its parts."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.domain.queries.daily import open_day
from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.period import DAYS, FIRST, LAST, LONGEST, Period
from incidents.domain.queries.room import found_by_day
from incidents.forms.room_filter import RoomBar, RoomFilter
from incidents.missionday.span import Span
from incidents.models import Incident
from parties.domain.acting import Actor
from parties.models import Mission

PERIOD = (FIRST, LAST)
# Said by the address besides the filters.
AGAINST, WALL = "against", "wall"


@dataclass
class Room:
    """The filters of an address, the period that they show, and the incidents found in it."""

    actor: Actor
    mission: Mission
    asked: QueryDict
    now: datetime
    days: int = DAYS
    most: int = LONGEST

    @cached_property
    def today(self) -> date:
        """The mission day that is running."""
        return open_day(self.mission, self.now)

    @cached_property
    def wanted(self) -> QueryDict:
        """The filters that hold something, without the period."""
        names = self._filter(QueryDict()).get_filters().keys() | {*RoomBar.base_fields}
        names |= {f"{name}_{edge}" for name in ("day", "occurred") for edge in ("after", "before")}
        wanted = QueryDict(mutable=True)
        for name, values in self.asked.lists():
            some = [value for value in values if value]
            if some and name in names and name not in PERIOD:
                wanted.setlist(name, some)
        return wanted

    @cached_property
    def bar(self) -> RoomBar:
        """The usual filters, as a form; it says which period is shown."""
        typed = self.wanted.copy()
        for name in PERIOD:
            if self.asked.get(name):
                typed[name] = self.asked[name]
        return RoomBar(typed, mission_id=self.mission.pk, offered=self._filter(typed).filters)

    @cached_property
    def errors(self) -> dict[str, Any]:
        """What is wrong with the filters; empty if nothing is."""
        errors = self.bar.errors | self._filter(self.wanted).errors
        errors |= {name: [said] for name, (said, _code) in self.period.faults.items()}
        if self.asked.get(AGAINST) and self.against is None:
            errors[AGAINST] = [_("Give a period as FIRST..LAST, of dates like 2021-03-10.")]
        return errors

    @cached_property
    def against(self) -> Span | None:
        """The period to compare with; None if the address names none that can be read."""
        try:
            span = Span.parsed(self.asked.get(AGAINST, ""))
        except ValueError:
            return None
        return span if len(span) <= self.most else None

    @cached_property
    def period(self) -> Period:
        """The period that the address names, as far as it can be read."""
        named = self.bar.cleaned_data if self.bar.is_valid() else {}
        first, last = (named.get(name) for name in PERIOD)
        return Period(self.actor, self.mission, self.today, first, last, self.days, self.most)

    @property
    def extent(self) -> Span | None:
        """All days with incidents."""
        return self.period.extent

    @cached_property
    def span(self) -> Span:
        """The period: the one named, else the last 30 days, else all if those are empty."""
        return Span.ending(self.today, self.days) if self.errors else self.period.span

    @property
    def is_chosen(self) -> bool:
        """Whether the address names the period."""
        return self.period.chosen is not None

    @cached_property
    def counts(self) -> dict[date, int]:
        """Incidents found on each day of the period that has any."""
        return {} if self.errors else found_by_day(self.every_day, self.span)

    @cached_property
    def every_day(self) -> QuerySet[Incident]:
        """The incidents that the filters find, whatever their day."""
        return self._filter(self.wanted).qs

    @cached_property
    def found(self) -> QuerySet[Incident]:
        """The incidents that the filters find in the period."""
        if self.errors:
            return Incident.objects.none()
        return self._filter(self.query()).qs

    def query(self, span: Span | None = None, **other: str) -> QueryDict:
        """The filters with a period, by default the one shown, as an address says them."""
        said = self.wanted.copy()
        shown = span or self.span
        said["day_after"], said["day_before"] = shown.first.isoformat(), shown.last.isoformat()
        for name, value in other.items():
            said[name] = value
        return said

    def periods(self) -> dict[str, str]:
        """Addresses of other periods, as queries: before and after this one, the latest, all."""
        spans = {
            "earlier": self.span.moved(-1),
            "later": self.span.moved(1) if self.span.last < self.today else None,
            "latest": Span.ending(self.today, self.days),
            "all": self.extent,
        }
        others = {name: span for name, span in spans.items() if span and span != self.span}
        return {name: self.query(span).urlencode() for name, span in others.items()}

    def context(self) -> dict[str, Any]:
        """What a page with these filters shows them with."""
        kept = ((n, v) for n, vs in self.wanted.lists() if n not in self.bar.fields for v in vs)
        return {
            "room": self,
            "bar": self.bar,
            "filter_errors": self.errors,
            "filtered": bool(self.wanted),
            "kept": list(kept),
            "query": self.query().urlencode(),
        }

    def _filter(self, said: QueryDict) -> RoomFilter:
        return RoomFilter(said, incidents_at(self.actor, self.mission), actor=self.actor)
