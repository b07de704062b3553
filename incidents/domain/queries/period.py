"""The period that an address asks for: the days that it names, else the last ones."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from incidents.domain.queries.room import extent_of
from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY
from parties.domain.acting import Actor
from parties.models import Mission

DAYS = 30
FIRST, LAST = "day_after", "day_before"
LONGEST = 36_600  # days: what a typing error makes of a year is no period
FIRST_YEAR = 1900  # before it the calendar ends too soon for days that are looked back at


@dataclass
class Period:
    """The first and the last day that are asked for, if any, and the days that these make."""

    actor: Actor
    mission: Mission
    today: date
    first: date | None = None
    last: date | None = None
    days: int = DAYS
    most: int = LONGEST

    @cached_property
    def extent(self) -> Span | None:
        """All days with incidents."""
        return extent_of(self.actor, self.mission)

    @cached_property
    def chosen(self) -> Span | None:
        """The days that are asked for; None if none are."""
        if not self.first and not self.last:
            return None
        start = self.first or (self.extent.first if self.extent else self.mission.opened_on)
        end = self.last or max(self.today, start)
        return Span(min(start, end), end)

    @cached_property
    def faults(self) -> dict[str, tuple[str, str]]:
        """What is wrong with the days that are asked for, in words and as a code, by parameter."""
        early = _("Give days of the year %(year)d or later.") % {"year": FIRST_YEAR}
        asked = {FIRST: self.first, LAST: self.last}
        faults = {name: (early, "range") for name, day in asked.items() if _is_early(day)}
        if self.first and self.last and self.last < self.first:
            faults[LAST] = (_("The last day is before the first."), "invalid")
        elif self.chosen and len(self.chosen) > self.most:
            faults[FIRST] = (_("Choose at most %(days)d days.") % {"days": self.most}, "range")
        return faults

    @cached_property
    def span(self) -> Span:
        """The days asked for, else the last ones, else all if those are empty."""
        latest = Span.ending(self.today, self.days)
        if self.faults:
            return latest
        if self.chosen or self.extent is None or self.extent.last >= latest.first:
            return self.chosen or latest
        return Span.ending(self.extent.last, min(len(self.extent), self.most))

    @property
    def last_over(self) -> date:
        """The last of its days that is over."""
        return min(self.span.last, self.today - ONE_DAY)


def _is_early(day: date | None) -> bool:
    return day is not None and day.year < FIRST_YEAR
