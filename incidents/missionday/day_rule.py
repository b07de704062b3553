"""How a mission's days end: zone and cut-off, and until which days others held.

Each day begins where the day before it ended, by whatever rule that was: where the rule
changes, a day is longer or shorter, and there is neither a gap nor an overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from incidents.missionday.window import ONE_DAY, Window, end_of, local_date


@dataclass(frozen=True, slots=True)
class Earlier:
    """The zone and cut-off of the days up to ``until``."""

    until: date
    zone: str
    cut_off: time


@dataclass(frozen=True, slots=True)
class DayRule:
    """The zone and cut-off that hold now, and those that held, the oldest first."""

    zone: str
    cut_off: time
    earlier: Sequence[Earlier] = ()

    def at(self, day: date) -> tuple[str, time]:
        """Return the zone and the cut-off of a day."""
        for one in self.earlier:
            if day <= one.until:
                return one.zone, one.cut_off
        return self.zone, self.cut_off

    def window(self, day: date) -> Window:
        """Return when a day begins and ends."""
        return Window(day, self._end(day - ONE_DAY), self._end(day))

    def day_of(self, moment: datetime) -> date:
        """Return the mission day that an aware ``moment`` falls into.

        The search begins early enough for zones that skipped a date, or are one apart.
        """
        day = local_date(moment, self.zone) - (3 if self.earlier else 2) * ONE_DAY
        while moment > self._end(day):
            day += ONE_DAY
        return day

    def last_closed(self, now: datetime) -> date:
        """Return the newest mission day that is over at ``now``."""
        return self.day_of(now) - ONE_DAY

    def _end(self, day: date) -> datetime:
        return end_of(day, *self.at(day))
