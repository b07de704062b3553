"""Date-time groups of the military, such as 101430CNOV20: day, time, zone letter, month, year.

Source: ACP 121(I), 2010: letters A to M without J are UTC+1 to +12, N to Y are UTC−1 to
−12, Z is UTC. J names whatever the writer's own zone is, and so no zone at all.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.moment import Told, check_year

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_EAST, _WEST = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
HOURS = {letter: number for number, letter in enumerate(_EAST, 1)}
HOURS |= {letter: -number for number, letter in enumerate(_WEST, 1)}
HOURS["Z"] = 0

_GROUP = re.compile(r"(\d{2}) ?(\d{2}):?(\d{2}) ?([A-Z])? ?(?:([A-Z]{3}) ?(\d{2}|\d{4})?)?")


def read_group(text: str, now: datetime) -> Told | None:
    """Return what a group tells; None if the text is none.

    Without month and year the newest such day is meant.

    Raises:
        NotUnderstoodError: the letter is J or missing, or a number cannot be.

    """
    match = _GROUP.fullmatch(text.upper())
    if match is None or not (match[4] or match[5]):
        return None
    day, hour, minute, letter, month, year = match.groups()
    if letter == "J":
        raise NotUnderstoodError("letter_j", text)
    if letter is None:
        if month not in MONTHS:
            return None
        raise NotUnderstoodError("no_letter", text)
    if month is not None and month not in MONTHS:
        raise NotUnderstoodError("month", month)
    if int(hour) > 23 or int(minute) > 59:
        raise NotUnderstoodError("clock", hour + minute)
    offset = timedelta(hours=HOURS[letter])
    there = now.astimezone(timezone(offset)).date()
    on = check_year(_dated(int(day), month, year, there), now)
    return Told(on, time(int(hour), int(minute)), offset=offset)


def _dated(day: int, month: str | None, year: str | None, today: date) -> date:
    if month is None:
        return _newest(day, today)
    number = MONTHS.index(month) + 1
    full = int(year) if year and len(year) == 4 else 2000 + int(year) if year else today.year
    found = _date(full, number, day)
    if year is None and found > today + timedelta(days=1):
        return _date(full - 1, number, day)
    return found


def _newest(day: int, today: date) -> date:
    """Return the newest date with this day of the month that is not to come."""
    if day <= today.day + 1:
        return _date(today.year, today.month, day)
    earlier = today.replace(day=1) - timedelta(days=1)
    return _date(earlier.year, earlier.month, day)


def _date(year: int, month: int, day: int) -> date:
    if year < 1 or not 1 <= day <= monthrange(year, month)[1]:
        raise NotUnderstoodError("date", f"{day:02d}{MONTHS[month - 1]}{year}")
    return date(year, month, day)


def letter_of(offset: timedelta) -> str:
    """Return the letter of an offset; empty for those of half an hour and beyond 12 hours."""
    hours = offset / timedelta(hours=1)
    return next((letter for letter, number in HOURS.items() if number == hours), "")


def group_of(moment: datetime, letter: str = "Z") -> str:
    """Return the group of an aware moment in the zone of a letter.

    >>> group_of(datetime(2020, 11, 10, 11, 30, tzinfo=UTC), "C")
    '101430CNOV20'
    """
    local = moment.astimezone(timezone(timedelta(hours=HOURS[letter])))
    return f"{local:%d%H%M}{letter}{MONTHS[local.month - 1]}{local:%y}"
