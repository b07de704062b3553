"""The one field for a position: whatever an observer types, read in the notation it is in."""

from collections.abc import Mapping
from dataclasses import replace

from incidents.exchange.typed_text import Doubt, NotUnderstoodError, plain
from incidents.geo.degrees import read_degrees
from incidents.geo.located import Name, Point, Sightings
from incidents.geo.mgrs import read_mgrs
from incidents.geo.sighting import code_key, read_sightings
from incidents.geo.utm import read_utm

Spot = tuple[float, float]
NEAR = 5.0
LONGEST_CODE = 24
Located = Point | Sightings | Name


def read_position(
    typed: str, *, near: Spot | None = None, posts: Mapping[str, str] | None = None
) -> Located:
    """Return what was typed as a point, as sightings, or else as the name of a place or post.

    Args:
        typed: as it was typed.
        near: where the mission is, in degrees, to choose between readings.
        posts: the codes of the mission's posts, by ``code_key``.

    Raises:
        NotUnderstoodError: it is meant as figures, and this is in the way.

    """
    text = plain(typed)
    if not text:
        raise NotUnderstoodError("empty")
    if posts and len(text) <= LONGEST_CODE and (code := posts.get(code_key(text))):
        return Name(code)
    point = read_mgrs(text, near) or read_utm(text, near)
    if point is None:
        point = _in_degrees(text, near, posts or {})
    return point or read_sightings(text, posts or {}) or _name(text)


def _in_degrees(text: str, near: Spot | None, posts: Mapping[str, str]) -> Point | None:
    try:
        point = read_degrees(text)
    except NotUnderstoodError:
        # “N-1 045” has the letters and numbers of degrees and is none.
        if posts and read_sightings(text, posts):
            return None
        raise
    return point and (_exchanged(point, near) if near else point)


def _exchanged(point: Point, near: Spot) -> Point:
    """Return the point with its two numbers exchanged if only so they lie near the mission."""
    said = point.doubts or point.notation not in ("decimal", "dms")
    if said or _is_near((point.lat, point.lon), near) or abs(point.lon) > 90:
        return point
    if not _is_near((point.lon, point.lat), near):
        return point
    doubts = (Doubt("swapped", f"{point.lat:g}"),)
    return replace(point, lat=point.lon, lon=point.lat, doubts=doubts)


def _is_near(spot: Spot, near: Spot) -> bool:
    return abs(spot[0] - near[0]) <= NEAR and abs(spot[1] - near[1]) <= NEAR


def _name(text: str) -> Name:
    """Return the text as a name, if there is any word in it."""
    if not any(sign.isalpha() for sign in text):
        raise NotUnderstoodError("not_a_position", text[:40])
    return Name(text)
