"""Dates of the founding case's rows: a minute, a day or a month, in local time."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from incidents.enums import TimePrecision

MONTH = len("2020-12")
DAY = len("2020-12-11")
TO_THE_LAST_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class When:
    """From when to when, and how well it is known; ``until`` None if one moment or day."""

    start: datetime
    until: datetime | None
    precision: str


@dataclass(frozen=True)
class Span:
    """What one written date covers: its first and its last minute."""

    first: datetime
    last: datetime
    precision: str


def read_when(event_from: str, event_to: str, zone: tzinfo) -> When:
    """Return when an event was; the coarser of two precisions holds for both ends.

    A day begins and ends at local midnight. A month is given its bounds, but with a
    precision that leaves it undated.
    """
    begin = read_date(event_from, zone)
    if not event_to or event_to == event_from:
        until = begin.last if begin.precision == TimePrecision.T7 else None
        return When(begin.first, until, begin.precision)
    end = read_date(event_to, zone)
    return When(begin.first, end.last, max(begin.precision, end.precision))


def read_date(text: str, zone: tzinfo) -> Span:
    """Return what ``2020-12``, ``2020-12-11`` or ``2020-12-11T15:30`` covers."""
    if len(text) == MONTH:
        first = datetime.fromisoformat(f"{text}-01").replace(tzinfo=zone)
        days = monthrange(first.year, first.month)[1]
        return Span(first, _end_of(first, days), TimePrecision.T7)
    moment = datetime.fromisoformat(text).replace(tzinfo=zone)
    if len(text) == DAY:
        return Span(moment, _end_of(moment, 1), TimePrecision.T5)
    return Span(moment, moment, TimePrecision.T1)


def _end_of(midnight: datetime, days: int) -> datetime:
    return midnight + timedelta(days=days) - TO_THE_LAST_MINUTE
