"""The one field for a time: whatever an observer types, read in the notation it is in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from incidents.exchange.typed_text import Doubt, NotUnderstoodError, plain
from incidents.missionday.ago import read_ago
from incidents.missionday.calendar_date import find_date, read_span
from incidents.missionday.clock import read_clock
from incidents.missionday.date_time_group import read_group
from incidents.missionday.moment import (
    Told,
    When,
    check_year,
    coarser,
    instant_of,
    midnight_of,
    zone_of,
)

CLOCK_SKEW = timedelta(minutes=10)
TO_THE_LAST_MINUTE = timedelta(minutes=1)
MOST_SPLITS = 8
_ABOUT = re.compile(
    r"^(?:at )?(?:about|around|approximately|approx\.?|circa|ca\.?|c\.|~|около|примерно|"
    r"приблизительно|yaklaşık|təxminən|vers|environ|մոտ) ?"
)
_RANGE_WORDS = re.compile(r"^(?:from|between|с|со|от|de|entre) ")
_SPLIT = re.compile(r" ?(?:-|\bto\b|\buntil\b|\btill\b|\band\b|\bдо\b|\bпо\b|\bà\b|\bet\b|\.\.) ?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})t(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(z|[+-]\d{2}:?\d{2})?")


def read_time(typed: str, now: datetime, zone: str) -> When:
    """Return when something was, from what was typed.

    Args:
        typed: as it was typed.
        now: the aware moment at which it was typed.
        zone: IANA name of the mission's zone, in which times without a zone are.

    Raises:
        NotUnderstoodError: what is in the way.

    """
    text = plain(typed).casefold()
    if not text:
        raise NotUnderstoodError("empty")
    try:
        return _read(text, now, zone)
    except OverflowError as error:
        raise NotUnderstoodError("year", text[:40]) from error


def _read(text: str, now: datetime, zone: str) -> When:
    told = _told(text, now, zone)
    if told is not None:
        return told if isinstance(told, When) else _when(told, now, zone)
    for left, right in _halves(_RANGE_WORDS.sub("", text)):
        begins, ends = _told(left, now, zone), _told(right, now, zone)
        if isinstance(begins, Told) and isinstance(ends, Told):
            return _range(begins, ends, now, zone)
    raise NotUnderstoodError("not_a_time", text[:40])


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for number, match in enumerate(_SPLIT.finditer(text)):
        if number == MOST_SPLITS:
            return
        if match.start() and match.end() < len(text):
            yield text[: match.start()], text[match.end() :]


def _told(text: str, now: datetime, zone: str) -> Told | When | None:
    """Return what one date and clock tell; None if the text is something else."""
    bare = _ABOUT.sub("", text)
    about = "T2" if bare != text else ""
    today = now.astimezone(zone_of(None, zone)).date()
    if ago := read_ago(bare, now):
        return _ago(ago, coarser(ago[1], about), zone)
    told = read_group(bare, now) or _iso(bare) or read_span(bare, today) or _dated(bare, today)
    if told is None or not about or told.precision not in ("T1", "T2", "T3"):
        return told
    return replace(told, precision=coarser(told.precision, about))


def _ago(ago: tuple[datetime, str], precision: str, zone: str) -> When:
    moment = ago[0].astimezone(UTC)
    if precision == "T5":
        moment = midnight_of(moment.astimezone(zone_of(None, zone)).date(), zone_of(None, zone))
    return When(moment, None, precision)


def _iso(text: str) -> Told | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        read = datetime.fromisoformat(match[0].upper())
    except ValueError as error:
        raise NotUnderstoodError("date", match[0]) from error
    return Told(read.date(), read.time().replace(second=0, microsecond=0), offset=read.utcoffset())


def _dated(text: str, today: date) -> Told | None:
    found = find_date(text, today)
    if found is None:
        return read_clock(text)
    told, rest = found
    if not rest.strip(" ,.t"):
        return told
    clock = read_clock(rest.strip(" ,t"))
    return clock and replace(clock, day=told.day, doubts=told.doubts)


def _when(told: Told, now: datetime, zone: str) -> When:
    here = zone_of(told.offset, zone)
    if told.clock is None:
        begins = midnight_of(check_year(told.day or now.date(), now), here)
        return When(begins, _last_minute(told, zone), told.precision, told.doubts)
    clock = told.clock
    told = _with_day(told, now, zone)
    day = check_year(told.day or now.date(), now)
    ends = None
    if told.until_clock is not None:
        ends = instant_of(day, told.until_clock, here)
        ends = ends if ends <= now else None
    return When(instant_of(day, clock, here), ends, told.precision, told.doubts)


def _last_minute(told: Told, zone: str) -> datetime | None:
    if told.until_day is None:
        return None
    return midnight_of(told.until_day + timedelta(days=1), zone_of(None, zone)) - TO_THE_LAST_MINUTE


def _with_day(told: Told, now: datetime, zone: str) -> Told:
    """Return a clock without a date as the newest one, with a doubt if that was yesterday."""
    if told.day is not None or told.clock is None:
        return told
    here = zone_of(told.offset, zone)
    today = now.astimezone(here).date()
    if datetime.combine(today, told.clock, tzinfo=here) <= now + CLOCK_SKEW:
        return replace(told, day=today)
    doubts = (*told.doubts, Doubt("yesterday", f"{told.clock:%H:%M}"))
    return replace(told, day=today - timedelta(days=1), doubts=doubts)


def _range(begins: Told, ends: Told, now: datetime, zone: str) -> When:
    """Return a beginning and an end; an end before the beginning is past midnight."""
    if begins.clock is None or ends.clock is None:
        return _days(begins, ends, now, zone)
    if begins.offset is None:
        begins = replace(begins, offset=ends.offset)
    if ends.day is None:
        return _same_day(begins, ends, now, zone)
    if begins.day is None:
        begins = replace(begins, day=ends.day)
    first, last = _when(begins, now, zone), _when(ends, now, zone)
    if last.begins < first.begins:
        raise NotUnderstoodError("order")
    precision = coarser(first.precision, last.precision)
    return When(first.begins, last.ends or last.begins, precision, first.doubts + last.doubts)


def _same_day(begins: Told, ends: Told, now: datetime, zone: str) -> When:
    clock, last = begins.clock or time(0), ends.until_clock or ends.clock or time(0)
    if begins.day is None:
        begins = _newest_range(begins, last, now, zone)
    day = begins.day or now.date()
    over = day + timedelta(days=1) if last < clock else day
    first = _when(begins, now, zone)
    offset = begins.offset if ends.offset is None else ends.offset
    end = instant_of(over, last, zone_of(offset, zone))
    doubts = first.doubts + ends.doubts
    if over != day:
        doubts = (*doubts, Doubt("past_midnight", f"{last:%H:%M}"))
    return When(first.begins, end, coarser(first.precision, ends.precision), doubts)


def _newest_range(begins: Told, last: time, now: datetime, zone: str) -> Told:
    """Return the beginning on the newest day on which the range is over."""
    here, clock = zone_of(begins.offset, zone), begins.clock or time(0)
    today = now.astimezone(here).date()
    over = today + timedelta(days=1) if last < clock else today
    if datetime.combine(over, last, tzinfo=here) <= now + CLOCK_SKEW:
        return replace(begins, day=today)
    doubts = (*begins.doubts, Doubt("yesterday", f"{clock:%H:%M}"))
    return replace(begins, day=today - timedelta(days=1), doubts=doubts)


def _days(begins: Told, ends: Told, now: datetime, zone: str) -> When:
    if begins.clock or ends.clock or begins.day is None or ends.day is None:
        raise NotUnderstoodError("half_range")
    first = _when(begins, now, zone)
    last = replace(ends, until_day=ends.until_day or ends.day)
    end = _last_minute(last, zone)
    if end is not None and end < first.begins:
        raise NotUnderstoodError("order")
    precision = coarser(begins.precision, ends.precision)
    return When(first.begins, end, precision, begins.doubts + ends.doubts)
