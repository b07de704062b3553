"""UTM: Krüger's series to the sixth order on WGS 84, and the spellings of zone, east and north.

Source of the series: C. F. F. Karney, Transverse Mercator with an accuracy of a few
nanometers, 2011, equations 12, 35 and 36.
"""

import re
from math import asinh, atan, atan2, atanh, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt, tan

from incidents.exchange.typed_text import Doubt, NotUnderstoodError
from incidents.geo.located import Point

BANDS = "CDEFGHJKLMNPQRSTUVWX"
FALSE_EAST, FALSE_NORTH, SCALE = 500_000.0, 10_000_000.0, 0.9996
LEAST_EAST, MOST_EAST = 100_000, 900_000
MOST_NORTH = 10_000_000
LAST_ZONE = 60

_A, _F = 6378137.0, 1 / 298.257223563
_N = _F / (2 - _F)
_E = sqrt(_F * (2 - _F))
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180 - 127 * _N**5 / 288,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440 + 281 * _N**5 / 630,
    61 * _N**3 / 240 - 103 * _N**4 / 140 + 15061 * _N**5 / 26880,
    49561 * _N**4 / 161280 - 179 * _N**5 / 168,
    34729 * _N**5 / 80640,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360 - 81 * _N**5 / 512,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440 + 46 * _N**5 / 105,
    17 * _N**3 / 480 - 37 * _N**4 / 840 - 209 * _N**5 / 4480,
    4397 * _N**4 / 161280 - 11 * _N**5 / 504,
    4583 * _N**5 / 161280,
)

_METRES = re.compile(r"\d{5}|\d,\d{3}")
_GROUPED = re.compile(r"\b(\d{1,3}),(\d{3})(?:,(\d{3}))?\b")
_SPELLING = re.compile(
    r"(?:utm )?(?:zone )?(\d{1,2}) ?([a-z]|north|south)?[ ,;/]+"
    r"(?:(?:e|x|easting)[ =:]*)?(\d{5,7}(?:\.\d{1,4})?) ?(?:m ?e?|e)?[ ,;/]+"
    r"(?:(?:n|y|northing)[ =:]*)?(\d{1,8}(?:\.\d{1,4})?) ?(?:m ?n?|n)?"
)
_ZONE_LAST = re.compile(r"[ ,;](?:utm )?(?:zone )?(\d{1,2} ?(?:[a-z]|north|south))$")


def zone_of(lat: float, lon: float) -> int:
    """Return the zone of a point, with the exceptions of Norway and Svalbard."""
    if 56 <= lat < 64 and 3 <= lon < 12:
        return 32
    if lat >= 72 and 0 <= lon < 42:
        return 31 + 2 * int((lon + 3) // 12)
    return int((lon + 180) // 6) % LAST_ZONE + 1


def band_of(lat: float) -> str:
    """Return the latitude band, C to X.

    Raises:
        NotUnderstoodError: ``polar``: south of 80° S or north of 84° N.

    """
    if not -80 <= lat <= 84:
        raise NotUnderstoodError("polar")
    return BANDS[min(int((lat + 80) // 8), len(BANDS) - 1)]


def projected(lat: float, lon: float, zone: int) -> tuple[float, float]:
    """Return easting and northing in metres; northing is negative south of the equator."""
    phi, lam = radians(lat), radians(lon - (6 * zone - 183))
    tau = tan(phi)
    sigma = sinh(_E * atanh(_E * tau / hypot(1, tau)))
    tau = tau * hypot(1, sigma) - sigma * hypot(1, tau)
    xi, eta = atan2(tau, cos(lam)), asinh(sin(lam) / hypot(tau, cos(lam)))
    x, y = eta, xi
    for order, factor in enumerate(_ALPHA, 1):
        y += factor * sin(2 * order * xi) * cosh(2 * order * eta)
        x += factor * cos(2 * order * xi) * sinh(2 * order * eta)
    return FALSE_EAST + SCALE * _RADIUS * x, SCALE * _RADIUS * y


def unprojected(easting: float, northing: float, zone: int) -> tuple[float, float]:
    """Return latitude and longitude in degrees; ``northing`` is negative in the south."""
    y, x = northing / (SCALE * _RADIUS), (easting - FALSE_EAST) / (SCALE * _RADIUS)
    xi, eta = y, x
    for order, factor in enumerate(_BETA, 1):
        xi -= factor * sin(2 * order * y) * cosh(2 * order * x)
        eta -= factor * cos(2 * order * y) * sinh(2 * order * x)
    aim = sin(xi) / hypot(sinh(eta), cos(xi))
    lon = 6 * zone - 183 + degrees(atan2(sinh(eta), cos(xi)))
    return degrees(atan(_tangent(aim))), (lon + 180) % 360 - 180


def _tangent(aim: float) -> float:
    """Return the tangent of the latitude whose conformal tangent is ``aim``, by Newton."""
    tau = aim
    for _step in range(3):
        sigma = sinh(_E * atanh(_E * tau / hypot(1, tau)))
        here = tau * hypot(1, sigma) - sigma * hypot(1, tau)
        slope = (1 + (1 - _E**2) * tau**2) / ((1 - _E**2) * hypot(1, tau))
        tau += (aim - here) / hypot(1, here) * slope
    return tau


def read_utm(text: str, near: tuple[float, float] | None = None) -> Point | None:
    """Return the point that a plain text gives in UTM; None if it is no UTM.

    A letter S after the zone is the band of 32° to 40° N to some and “south” to others;
    the reading nearer to ``near`` is taken, with a doubt.

    Raises:
        NotUnderstoodError: ``zone``, ``easting``, ``northing`` or ``polar`` is out of range.

    """
    if not _METRES.search(text):
        return None
    small = _GROUPED.sub(r"\1\2\3", text.casefold())
    if last := _ZONE_LAST.search(small):
        small = f"{last[1]} {small[: last.start()]}"
    match = _SPELLING.fullmatch(small)
    if match is None:
        return None
    zone, letter, east, north = match.groups()
    _check(zone, letter, east, north)
    lat, lon, doubts = _placed(int(zone), letter or "", (float(east), float(north)), near)
    decimals = min(len(number.partition(".")[2]) for number in (east, north))
    return Point(lat, lon, 0.5 / 10**decimals, "utm", doubts)


def _check(zone: str, letter: str | None, east: str, north: str) -> None:
    if not 1 <= int(zone) <= LAST_ZONE:
        raise NotUnderstoodError("zone", zone)
    if letter and len(letter) == 1 and letter.upper() not in BANDS:
        raise NotUnderstoodError("band", letter.upper())
    if not LEAST_EAST <= float(east) < MOST_EAST:
        raise NotUnderstoodError("easting", east)
    if float(north) > MOST_NORTH:
        raise NotUnderstoodError("northing", north)


def _placed(
    zone: int, letter: str, metres: tuple[float, float], near: tuple[float, float] | None
) -> tuple[float, float, tuple[Doubt, ...]]:
    east, north = metres
    northern = unprojected(east, north, zone)
    southern = unprojected(east, north - FALSE_NORTH, zone)
    if letter == "s":
        taken = _likelier(northern, southern, near)
        return *taken, (Doubt("utm_s", "S"),)
    if letter == "south" or (letter and letter != "north" and letter < "n"):
        taken = southern
    else:
        taken = northern
    if not letter:
        taken = _nearer(northern, southern, near)
        return *taken, (Doubt("no_hemisphere", str(zone)),)
    if len(letter) == 1 and letter != "n" and band_of(taken[0]) != letter.upper():
        return *taken, (Doubt("other_band", letter.upper()),)
    band_of(taken[0])
    return *taken, ()


def _likelier(
    northern: tuple[float, float],
    southern: tuple[float, float],
    near: tuple[float, float] | None,
) -> tuple[float, float]:
    """Take S for the band where the northing lies in it, unless the mission is southern."""
    in_band = -80 <= northern[0] <= 84 and band_of(northern[0]) == "S"
    return _nearer(northern, southern, near) if in_band else southern


def _nearer(
    northern: tuple[float, float],
    southern: tuple[float, float],
    near: tuple[float, float] | None,
) -> tuple[float, float]:
    if near is None:
        return northern
    return min(northern, southern, key=lambda point: abs(point[0] - near[0]))
