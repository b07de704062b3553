"""When an alert is due: by severity, by digest, and not in quiet hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from incidents.missionday.window import ONE_DAY, day_of, window_of


@dataclass(frozen=True, slots=True)
class Clock:
    """A subscription's quiet hours, at a mission's zone and cut-off."""

    zone: str
    cut_off: time
    quiet: tuple[time, time] | None = None  # from, until; local
    flash_in_quiet: bool = False

    def due_at(self, noticed: datetime, step: timedelta | None, *, flash: bool = False) -> datetime:
        """Return when something noticed at an instant is to be told.

        Args:
            noticed: when, aware.
            step: it waits for the next full step of the clock; None: for the cut-off.
            flash: it does not wait.

        """
        if flash:
            return noticed if self.flash_in_quiet else self.after_quiet(noticed)
        return self.after_quiet(self._collected(noticed, step))

    def after_quiet(self, at: datetime) -> datetime:
        """Return the instant, or the end of the quiet hours that it falls into."""
        if self.quiet is None:
            return at
        begins, ends = self.quiet
        local = at.astimezone(ZoneInfo(self.zone))
        now = local.time()
        over_midnight = begins > ends
        parts = (now >= begins, now < ends)
        if not (any(parts) if over_midnight else all(parts)):
            return at
        day = local.date() + (ONE_DAY if over_midnight and now >= begins else timedelta())
        return max(at, datetime.combine(day, ends, local.tzinfo).astimezone(UTC))

    def _collected(self, noticed: datetime, step: timedelta | None) -> datetime:
        if step is not None:
            return _next_step(noticed, step)
        day = day_of(noticed, self.zone, self.cut_off)
        return window_of(day, self.zone, self.cut_off).ends


def _next_step(at: datetime, step: timedelta) -> datetime:
    """Return the first full step of the clock, at or after an instant."""
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return at + (-since % step)
