"""The place of a report: typed by any of its names, or chosen from the suggestions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.enums import PositionPrecision
from parties.domain.queries.place import places_named
from parties.models import Place

MOST_NAMED = 5


def find_place(typed: str, code: str) -> Place | None:
    """Return the place meant, or None if no place has such a name.

    Raises:
        ValidationError: several places share the name; the message names them.

    """
    if code:
        return _chosen(code)
    if not typed.strip():
        return None
    places, exact = places_named(typed, MOST_NAMED + 1)
    named = places if exact else []
    if len(named) > 1:
        raise ValidationError(_several(named), "ambiguous")
    return named[0] if named else None


def _chosen(code: str) -> Place:
    chosen = Place.objects.filter(code=code).first()
    if chosen is None:
        raise ValidationError(_("There is no place with this code."), "unknown")
    return chosen


def _several(places: list[Place]) -> str:
    named = "; ".join(f"{place} ({place.area or place.code})" for place in places[:MOST_NAMED])
    return _(
        "Several places have this name: %(places)s. Add the position, or the full pair of names."
    ) % {"places": named}


def position_of(place: Place, data: dict[str, Any]) -> dict[str, Any]:
    """The place's own position, if none was typed, with a precision that says so."""
    if data.get("lat") is not None or data.get("lon") is not None:
        return {}
    rough = PositionPrecision.P6 if place.kind == "district" else PositionPrecision.P4
    return {"lat": place.lat, "lon": place.lon, "position_precision": rough.value}
