"""EXIF: when and where a camera says that it took a picture (CIPA DC-008).

A camera's clock has no zone of its own: the satellites' time is best, then the offset that
newer cameras write, then the zone of whoever asks. The header of a movie is in UTC by the book,
and in local time by some cameras.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)", re.ASCII)
_CLOCK = re.compile(r"\D(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_TAKEN = ("Exif DateTimeOriginal", "Exif DateTimeDigitized", "DateTime", "Movie made")
_OFFSETS = ("Exif OffsetTimeOriginal", "Exif OffsetTime", "Movie offset")
Basis = Literal["satellites", "offset", "header", "assumed"]


@dataclass(frozen=True, slots=True)
class Taken:
    """When a picture or movie was taken, and where that is known from."""

    at: datetime
    basis: Basis


def taken_of(tags: Mapping[str, str], gps: Mapping[str, Any], zone: tzinfo) -> Taken | None:
    """Return when it was taken, in UTC; ``zone`` is assumed where nothing tells it."""
    by_satellite = _satellite_time(gps)
    if by_satellite is not None:
        return Taken(by_satellite, "satellites")
    said = next((at for name in _TAKEN if (at := _parsed(tags.get(name, "")))), None)
    if said is None:
        header = _parsed(tags.get("Movie header", ""))
        return Taken(header.replace(tzinfo=UTC), "header") if header else None
    offset = _offset(next((tags[name] for name in _OFFSETS if name in tags), ""))
    try:
        at = said.replace(tzinfo=offset or zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return Taken(at, "offset" if offset else "assumed")


def point_of(gps: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, if both are there and on Earth.

    0° 0′ 0″ of both is what a camera without reception writes: not known.
    """
    lat = _degrees(gps.get("lat"), gps.get("lat_ref"), "NS", 90)
    lon = _degrees(gps.get("lon"), gps.get("lon_ref"), "EW", 180)
    if lat is None or lon is None or (lat, lon) == (0, 0):
        return None
    return lat, lon


def _degrees(parts: Any, letter: Any, letters: str, most: int) -> float | None:
    if not _is_three(parts) or not isinstance(letter, str) or letter[:1] not in letters:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    if not letter or not 0 <= degrees <= most:
        return None
    return float(-degrees if letter[0] == letters[1] else degrees)


def _satellite_time(gps: Mapping[str, Any]) -> datetime | None:
    day, clock = _DATE.match(str(gps.get("date", ""))), gps.get("time")
    if day is None or not _is_three(clock) or clock is None:
        return None
    try:
        midnight = datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC)
    except ValueError:
        return None
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    whole_day = 86_401
    return midnight + timedelta(seconds=seconds) if 0 <= seconds < whole_day else None


def _parsed(text: str) -> datetime | None:
    day, clock = _DATE.match(text), _CLOCK.match(text, len("2021:03:10"))
    if day is None or clock is None:
        return None
    year, month, date = (int(part) for part in day.groups())
    hour, minute, second = (int(part or 0) for part in clock.groups())
    try:
        return datetime(year, month, date, hour, minute, second)  # noqa: DTZ001 - a camera's clock
    except ValueError:
        return None


def _offset(text: str) -> tzinfo | None:
    found = _OFFSET.match(text)
    if found is None:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if span > timedelta(hours=14):
        return None
    return timezone(-span if found[1] == "-" else span)


def _is_three(parts: Any) -> bool:
    return (
        isinstance(parts, list) and len(parts) == 3 and all(type(p) in (int, float) for p in parts)  # noqa: PLR2004
    )
