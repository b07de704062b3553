"""The zone of a mission, as it is typed: a GeoJSON area or nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

SHORTEST_RING = 4  # a triangle, closed
LONGEST_TEXT = 500_000


class ZoneField(forms.JSONField):
    """A Polygon or MultiPolygon after RFC 7946: [longitude, latitude], rings closed."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise ValidationError(_("The zone has too many points."), "too_long")
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(_("Enter a valid JSON."), "invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show again what was typed, also if it is nested without end."""
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value not in self.empty_values or value in ([], {}):
            for ring in _rings(value):
                _check_ring(ring)


def _rings(zone: Any) -> list[Any]:
    kind = zone.get("type") if isinstance(zone, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValidationError(_("A zone is a Polygon or a MultiPolygon."), "not_an_area")
    polygons = zone.get("coordinates") if kind == "MultiPolygon" else [zone.get("coordinates")]
    if not _is_list(polygons) or not all(_is_list(rings) for rings in polygons):
        raise ValidationError(_("An area has rings of positions."), "no_rings")
    return [ring for rings in polygons for ring in rings]


def _check_ring(ring: Any) -> None:
    if not _is_list(ring) or len(ring) < SHORTEST_RING or ring[0] != ring[-1]:
        raise ValidationError(
            _("An area has a closed ring of four or more positions."), "open_ring"
        )
    for position in ring:
        if not _is_position(position):
            message = _("%(position)s is not a position: [longitude, latitude].")
            raise ValidationError(message, "no_position", {"position": str(position)[:60]})


def _is_position(position: Any) -> bool:
    if not _is_list(position) or len(position) < 2:  # noqa: PLR2004 - longitude and latitude
        return False
    if not all(type(number) in (int, float) for number in position):
        return False
    lon, lat = position[:2]
    return abs(lon) <= 180 and abs(lat) <= 90  # noqa: PLR2004 - degrees


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)
