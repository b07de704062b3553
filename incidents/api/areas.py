"""Areas of the map as query parameters: a box, a polygon, a distance from a point."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.domain.queries.area import Area, polygon_area
from incidents.geo.polygon import FEWEST_CORNERS, MOST_CORNERS

BOUNDS = ((-180, 180), (-90, 90))
FARTHEST_KM = 1000
KM_OF_A_DEGREE = 111.1  # of latitude, where it is shortest rounded down to find no less
EARTH_KM = 6371.0088  # mean radius
# Great-circle distance by the haversine; rounding must not take a root of less than nothing.
_HAVERSINE = """(2 * {radius} * asin(sqrt(least(1,
    sind(({lat}::float8 - %s) / 2) ^ 2
    + cosd(%s) * cosd({lat}::float8) * sind(({lon}::float8 - %s) / 2) ^ 2))) <= %s)"""


class AreaField(forms.CharField):
    """An area as numbers in decimal degrees, separated by commas."""

    def clean(self, value: Any) -> Area | None:
        """Return the area, or say what is wrong with the numbers."""
        text = super().clean(value)
        return self.area(_numbers(text)) if text else None

    def area(self, numbers: list[float]) -> Area:
        """Return the area that the numbers mean."""
        raise NotImplementedError


class BoxField(AreaField):
    """A box on the map, as lon_min,lat_min,lon_max,lat_max."""

    def area(self, numbers: list[float]) -> Area:
        """Return the box."""
        if len(numbers) != len(BOUNDS) * 2 or not _on_earth(numbers):
            raise ValidationError(_("Give lon_min,lat_min,lon_max,lat_max on earth."), "range")
        west, south, east, north = numbers
        if west > east or south > north:
            raise ValidationError(_("The smaller corner comes first."), "order")
        return Area((west, south, east, north))


class PolygonField(AreaField):
    """A polygon, as lon,lat of each corner in turn; the last joins the first."""

    def area(self, numbers: list[float]) -> Area:
        """Return the polygon."""
        corners = list(zip(numbers[::2], numbers[1::2], strict=False))
        if len(numbers) % 2 or not _on_earth(numbers):
            raise ValidationError(_("Give lon,lat of each corner, on earth."), "range")
        if not FEWEST_CORNERS <= len(set(corners)) <= MOST_CORNERS:
            raise ValidationError(_("A polygon has 3 to 200 corners."), "corners")
        return polygon_area(corners)


class NearField(AreaField):
    """A distance from a point, as lon,lat,kilometres."""

    def area(self, numbers: list[float]) -> Area:
        """Return the circle, by great-circle distance."""
        if len(numbers) != len(BOUNDS) + 1 or not _on_earth(numbers[:2]):
            raise ValidationError(_("Give lon,lat on earth and kilometres."), "range")
        lon, lat, km = numbers
        if not 0 < km <= FARTHEST_KM:
            raise ValidationError(_("Give more than 0 and at most 1,000 kilometres."), "distance")
        reach = km / KM_OF_A_DEGREE
        band = (-180.0, max(-90.0, lat - reach), 180.0, min(90.0, lat + reach))
        sql = _HAVERSINE.replace("{radius}", str(EARTH_KM))
        return Area(band, sql, (lat, lat, lon, km))


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise ValidationError(_("Give numbers, separated by commas."), "box") from error


def _on_earth(numbers: list[float]) -> bool:
    """Tell whether degrees of longitude and latitude, by turns, are such; NaN is none."""
    pairs = enumerate(numbers)
    return all(BOUNDS[n % 2][0] <= value <= BOUNDS[n % 2][1] for n, value in pairs)


class BoxFilter(django_filters.CharFilter):
    """A filter by a box on the map."""

    field_class = BoxField


class PolygonFilter(django_filters.CharFilter):
    """A filter by a polygon on the map."""

    field_class = PolygonField


class NearFilter(django_filters.CharFilter):
    """A filter by the distance from a point."""

    field_class = NearField
