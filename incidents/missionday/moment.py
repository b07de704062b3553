"""Moments as they are told: what is known of a date and a clock, made instants in a zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from incidents.exchange.typed_text import Doubt, NotUnderstoodError

FINEST_FIRST = ("T1", "T2", "T3", "T4", "T5", "T6", "T7")
EARLIEST_YEAR, YEARS_AHEAD = 1900, 1


@dataclass(frozen=True, slots=True)
class When:
    """Instants in UTC: when it began and, if told, ended; and how well that is known."""

    begins: datetime
    ends: datetime | None
    precision: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One date and clock as told; what was not told is None.

    ``offset`` is the zone that was told; ``until`` the clock at which a part of the
    day ends, or the last date of a week or month.
    """

    day: date | None = None
    clock: time | None = None
    precision: str = "T1"
    offset: timedelta | None = None
    until_clock: time | None = None
    until_day: date | None = None
    doubts: tuple[Doubt, ...] = ()


def coarser(one: str, other: str) -> str:
    """Return the coarser of two precisions, T1 a minute to T7 a month; empty says nothing."""
    known = [name for name in (one, other) if name in FINEST_FIRST]
    return max(known, key=FINEST_FIRST.index) if known else "T0"


def zone_of(offset: timedelta | None, zone: str) -> tzinfo:
    """Return the zone that was told, or else the mission's."""
    return ZoneInfo(zone) if offset is None else timezone(offset)


def check_year(day: date, now: datetime) -> date:
    """Return the day, unless its year cannot be.

    Raises:
        NotUnderstoodError: ``year``.

    """
    if not EARLIEST_YEAR <= day.year <= now.year + YEARS_AHEAD:
        raise NotUnderstoodError("year", str(day.year))
    return day


def instant_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the instant of a local time, in UTC.

    Raises:
        NotUnderstoodError: ``skipped_hour``, the clock was put forward over it;
            ``repeated_hour``, it was put back and showed it twice: both are offered.

    """
    local = datetime.combine(day, clock, tzinfo=zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    shown = f"{day.isoformat()} {clock:%H:%M}"
    if first > second:
        raise NotUnderstoodError("skipped_hour", shown)
    offsets = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    raise NotUnderstoodError(
        "repeated_hour", shown, *(f"{shown} {offset_name(offset)}" for offset in offsets)
    )


def midnight_of(day: date, zone: tzinfo) -> datetime:
    """Return when a date begins; where the clock skips midnight, at the jump."""
    local = datetime.combine(day, time(0), tzinfo=zone)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def offset_name(offset: timedelta | None) -> str:
    """Return an offset as people write it, such as UTC+4 or UTC-3:30.

    >>> offset_name(timedelta(hours=4)), offset_name(timedelta(hours=-3, minutes=-30))
    ('UTC+4', 'UTC-3:30')
    """
    minutes = int((offset or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
