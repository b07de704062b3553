"""Positions: decimal degrees on WGS 84, exact to six places."""

from decimal import ROUND_HALF_EVEN, Decimal
from math import asin, cos, radians, sin, sqrt

SIX_PLACES = Decimal("0.000001")
COARSE = Decimal("0.01")
EARTH_RADIUS_KM = 6371.0
LARGEST_LATITUDE = Decimal(90)
LARGEST_LONGITUDE = Decimal(180)


def six_places(degrees: Decimal) -> Decimal:
    """Return ``degrees`` rounded to six places, about 0.1 m."""
    return degrees.quantize(SIX_PLACES, rounding=ROUND_HALF_EVEN)


def coarsened(degrees: Decimal) -> Decimal:
    """Return ``degrees`` rounded to two places, about 1 km, for the public.

    Rounding is the same each time, so that repeated requests reveal no more.
    """
    return six_places(degrees.quantize(COARSE, rounding=ROUND_HALF_EVEN))


def on_earth(lat: Decimal, lon: Decimal) -> bool:
    """Tell whether latitude and longitude, in degrees, are numbers within bounds."""
    if not (lat.is_finite() and lon.is_finite()):
        return False
    return abs(lat) <= LARGEST_LATITUDE and abs(lon) <= LARGEST_LONGITUDE


def seem_swapped(lat: Decimal, lon: Decimal, centre_lat: Decimal, centre_lon: Decimal) -> bool:
    """Tell whether the two would lie near the mission's centre if exchanged.

    True when the given point is more than five degrees from the centre and the
    exchanged point is within five degrees of it.
    """
    return not _near(lat, lon, centre_lat, centre_lon) and _near(lon, lat, centre_lat, centre_lon)


def _near(lat: Decimal, lon: Decimal, centre_lat: Decimal, centre_lon: Decimal) -> bool:
    five = Decimal(5)
    return abs(lat - centre_lat) <= five and abs(lon - centre_lon) <= five


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two points in degrees, by the haversine."""
    (lat, lon), (to_lat, to_lon) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(half, 1.0)))
