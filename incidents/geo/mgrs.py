"""MGRS: grid references, read as the centre of their square with half its size as reach.

Source: NGA.STND.0037, Universal Grids and Grid Reference Systems, 2014.
"""

import re
from functools import cache
from math import cos, hypot, radians

from incidents.exchange.typed_text import Doubt, NotUnderstoodError
from incidents.geo.located import Point
from incidents.geo.utm import BANDS, LAST_ZONE, band_of, projected, unprojected, zone_of

COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # of zones 3, 1, 2 and so on
ROWS = "ABCDEFGHJKLMNPQRSTUV"
SQUARE = 100_000
CYCLE = SQUARE * len(ROWS)
MOST_DIGITS = 10
# A square that a band's edge cuts has its centre at most this far outside the band.
EDGE = 1.0

_SPELLING = re.compile(r"(?:MGRS:?)?(\d{1,2})([A-Z])([A-Z]{2})(\d*)")
_WITHOUT_ZONE = re.compile(r"(?:MGRS:?)?([A-Z]{2})(\d{4,10})")
_JOINTS = re.compile(r"[ :/-]+")
_NEVER = frozenset(".,°'\";+")


def read_mgrs(text: str, near: tuple[float, float] | None = None) -> Point | None:
    """Return the centre of the square that a plain text names; None if it is no MGRS.

    Without zone and band those around ``near`` are taken, with a doubt.

    Raises:
        NotUnderstoodError: what a letter or number must be instead.

    """
    if not _NEVER.isdisjoint(text):
        return None
    joined = _JOINTS.sub("", text.upper())
    if match := _SPELLING.fullmatch(joined):
        zone, band, square, digits = match.groups()
        return _centre(int(zone), band, square, digits)
    match = _WITHOUT_ZONE.fullmatch(joined)
    if match is None or near is None or not set(match[1]) <= set("".join(COLUMNS)):
        return None
    return _assumed(match[1], match[2], near)


def _centre(zone: int, band: str, square: str, digits: str) -> Point:
    _check(zone, band, square, digits)
    side = SQUARE / 10 ** (len(digits) // 2)
    half = len(digits) // 2
    east_in, north_in = (int(part or "0") * side for part in (digits[:half], digits[half:]))
    east = (COLUMNS[zone % 3].index(square[0]) + 1) * SQUARE + east_in + side / 2
    corner = (ROWS.index(square[1]) - (5 if zone % 2 == 0 else 0)) * SQUARE
    lowest = _lowest_northing(band)
    north = corner + -((corner - lowest) // CYCLE) * CYCLE + north_in + side / 2
    lat, lon = unprojected(east, north, zone)
    bottom = BANDS.index(band) * 8 - 80
    if not bottom - EDGE <= lat <= bottom + (12 if band == "X" else 8) + EDGE:
        raise NotUnderstoodError("square", square)
    return Point(lat, lon, side / 2, "mgrs")


def _check(zone: int, band: str, square: str, digits: str) -> None:
    if not 1 <= zone <= LAST_ZONE:
        raise NotUnderstoodError("zone", str(zone))
    for letter in band + square:
        if letter in "IO":
            raise NotUnderstoodError("letter_io", letter)
    if band not in BANDS:
        raise NotUnderstoodError("band", band)
    if square[0] not in COLUMNS[zone % 3]:
        raise NotUnderstoodError("column", square[0], *COLUMNS[zone % 3])
    if square[1] not in ROWS:
        raise NotUnderstoodError("row", square[1])
    if len(digits) % 2 or len(digits) > MOST_DIGITS:
        raise NotUnderstoodError("odd_digits", digits)


@cache
def _lowest_northing(band: str) -> float:
    """Return the northing, in whole squares, at which a band begins on its meridian."""
    return projected(BANDS.index(band) * 8 - 80, -177, 1)[1] // SQUARE * SQUARE


def _assumed(square: str, digits: str, near: tuple[float, float]) -> Point | None:
    """Return the nearest square of this name in the zones and bands around ``near``."""
    lat, lon = near
    found = []
    for zone in sorted({zone_of(lat, lon + step) for step in (-6, 0, 6)}):
        for band in sorted({band_of(max(-80, min(84, lat + step))) for step in (-8, 0, 8)}):
            try:
                found.append((zone, _centre(zone, band, square, digits)))
            except NotUnderstoodError as error:
                if error.code == "odd_digits":
                    raise
    if not found:
        return None
    zone, point = min(found, key=lambda each: _apart(each[1], near))
    doubts = (Doubt("zone_assumed", f"{zone}{band_of(point.lat)}"),)
    return Point(point.lat, point.lon, point.reach_m, "mgrs", doubts)


def _apart(point: Point, near: tuple[float, float]) -> float:
    return hypot(point.lat - near[0], (point.lon - near[1]) * cos(radians(near[0])))


def mgrs_of(lat: float, lon: float, digits: int = 5) -> str:
    """Return the reference of the square around a point, such as 38S NJ 69123 08123.

    Args:
        lat: degrees north, -80 to 84.
        lon: degrees east.
        digits: of easting and northing each; 5 is a metre, 4 is ten.

    Raises:
        NotUnderstoodError: ``polar``: no square of this grid lies there.

    """
    lat = round(lat, 9) + 0.0  # what lies less than a hair south of the equator lies on it
    band, zone = band_of(lat), zone_of(lat, lon)
    east, north = projected(lat, lon, zone)
    column = COLUMNS[zone % 3][int(east // SQUARE) - 1]
    row = ROWS[(int(north // SQUARE) + (5 if zone % 2 == 0 else 0)) % len(ROWS)]
    side = 10 ** (5 - digits)
    numbers = (f"{int(metres % SQUARE) // side:0{digits}d}" for metres in (east, north))
    return f"{zone}{band} {column}{row} {' '.join(numbers)}"
