"""Mission days: (cut-off yesterday, cut-off today] in the mission's zone.

A mission day is not a calendar day. With a cut-off at 19:30 the mission day of
11 December runs from just after 19:30 on the 10th to 19:30 on the 11th, local
time. A cut-off at 00:00 closes the day at the midnight that ends it. Days of 23
and 25 hours come out right because the bounds are computed in local time. The
first and last three dates of the calendar (years 1 and 9999) have no bounds and
raise OverflowError.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class Window:
    """The instants of one mission day: after ``begins``, up to ``ends``, in UTC."""

    day: date
    begins: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        """Tell whether an aware ``moment`` falls into the day."""
        return self.begins < moment <= self.ends

    @property
    def hours(self) -> float:
        """Length in hours: 24, or 23 and 25 where the clock changes."""
        return (self.ends - self.begins).total_seconds() / 3600


def window_of(day: date, zone: str, cut_off: time) -> Window:
    """Return the window of mission day ``day``.

    Args:
        day: the date printed on the report.
        zone: IANA name of the mission's time zone.
        cut_off: local time at which the day ends; 00:00 is the end of the day.

    """
    begins = end_of(day - ONE_DAY, zone, cut_off)
    return Window(day, begins, end_of(day, zone, cut_off))


def day_of(moment: datetime, zone: str, cut_off: time) -> date:
    """Return the mission day that an aware ``moment`` falls into.

    That is the local date or the day after; the search begins two days earlier, for
    zones that once skipped a whole date.
    """
    day = local_date(moment, zone) - 2 * ONE_DAY
    while moment > end_of(day, zone, cut_off):
        day += ONE_DAY
    return day


def last_closed_day(now: datetime, zone: str, cut_off: time) -> date:
    """Return the newest mission day that is over at ``now``."""
    return day_of(now, zone, cut_off) - ONE_DAY


def end_of(day: date, zone: str, cut_off: time) -> datetime:
    """Return the UTC instant at which ``day`` closes.

    A cut-off inside an hour that the clock repeats closes at its second pass; inside
    a skipped hour it is read on the old clock. So a midnight that the clock jumps
    over is the instant of the jump. Both are the later of the two readings.
    """
    on = day + ONE_DAY if cut_off == MIDNIGHT else day
    local = datetime.combine(on, cut_off, tzinfo=ZoneInfo(zone))
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def local_date(moment: datetime, zone: str) -> date:
    """Return the calendar date of an aware ``moment`` in ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).date()
