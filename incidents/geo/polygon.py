"""Polygons drawn around a part of the map: read as people type or paste them, and checked."""

import json
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.entry import Spot, read_position
from incidents.geo.located import Point

FEWEST_CORNERS, MOST_CORNERS = 3, 200
LONGEST_TEXT = 20_000
WIDEST = 180.0  # degrees of longitude; no polygon goes around the earth
DECIMALS = 6
BOUNDS = (180.0, 90.0)

Corner = tuple[float, float]  # longitude, latitude, as in GeoJSON


def read_polygon(typed: str, *, near: Spot | None = None) -> list[Corner]:
    """Return the corners in turn, each once, of a polygon as GeoJSON or one position a line.

    Args:
        typed: a Polygon after RFC 7946, alone or as the one feature; or a line for each
            corner, in any notation of a position, latitude first.
        near: where the mission is, in degrees, to choose between readings.

    Raises:
        NotUnderstoodError: what is in the way, with the corner where it is.

    """
    text = typed.strip()
    if len(text) > LONGEST_TEXT:
        raise NotUnderstoodError("too_long", text[:20])
    corners = _from_geojson(text) if text.startswith("{") else _from_lines(text, near)
    check_polygon(corners)
    return corners


def check_polygon(corners: Sequence[Corner]) -> None:
    """Refuse what is no simple polygon on earth: see ``read_polygon``."""
    for number, corner in enumerate(corners, 1):
        if not all(abs(value) <= bound for value, bound in zip(corner, BOUNDS, strict=True)):
            raise NotUnderstoodError("not_on_earth", str(number))
    if len(set(corners)) < FEWEST_CORNERS:
        raise NotUnderstoodError("few_corners", str(len(set(corners))))
    if len(corners) > MOST_CORNERS:
        raise NotUnderstoodError("many_corners", str(len(corners)))
    lons = [lon for lon, _lat in corners]
    if max(lons) - min(lons) > WIDEST:
        raise NotUnderstoodError("too_wide")
    _check_edges(corners)


def holds(corners: Sequence[Corner], spot: Corner) -> bool:
    """Tell whether a spot lies in a simple polygon, its edge included, on the flat map.

    >>> holds([(0, 0), (2, 0), (0, 2)], (1, 1)), holds([(0, 0), (2, 0), (0, 2)], (2, 2))
    (True, False)
    """
    inside = False
    for at, begins in enumerate(corners):
        ends = corners[at - 1]
        if _turn(begins, ends, spot) == 0 and _between(begins, ends, spot):
            return True
        if (begins[1] > spot[1]) != (ends[1] > spot[1]):
            upward = ends[1] > begins[1]
            inside ^= (_turn(begins, ends, spot) > 0) == upward
    return inside


def _from_lines(text: str, near: Spot | None) -> list[Corner]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_CORNERS + 1:
        raise NotUnderstoodError("many_corners", str(len(lines)))
    return open_ring([_corner(line, number, near) for number, line in enumerate(lines, 1)])


def _corner(line: str, number: int, near: Spot | None) -> Corner:
    try:
        found = read_position(line, near=near)
    except NotUnderstoodError as error:
        raise NotUnderstoodError("no_corner", str(number)) from error
    if not isinstance(found, Point):
        raise NotUnderstoodError("no_corner", str(number))
    return round(found.lon, DECIMALS), round(found.lat, DECIMALS)


def _from_geojson(text: str) -> list[Corner]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError("no_json") from error
    rings = _geometry(told).get("coordinates")
    if not isinstance(rings, list) or len(rings) != 1 or not isinstance(rings[0], list):
        raise NotUnderstoodError("one_ring")
    return open_ring([_position(one, number) for number, one in enumerate(rings[0], 1)])


def _geometry(told: Any) -> dict[str, Any]:
    """Return the Polygon itself, out of the feature or collection that holds it alone."""
    if told.get("type") == "FeatureCollection":
        features = told.get("features")
        told = features[0] if isinstance(features, list) and len(features) == 1 else None
    if isinstance(told, dict) and told.get("type") == "Feature":
        told = told.get("geometry")
    if not isinstance(told, dict) or told.get("type") != "Polygon":
        raise NotUnderstoodError("no_polygon")
    return told


def _position(told: Any, number: int) -> Corner:
    pair = told[:2] if isinstance(told, list) else []
    numbers = [value for value in pair if type(value) in (int, float)]
    if len(numbers) != len(BOUNDS) or not all(abs(value) < 1000 for value in numbers):
        raise NotUnderstoodError("no_corner", str(number))
    return round(float(numbers[0]), DECIMALS), round(float(numbers[1]), DECIMALS)


def open_ring(corners: list[Corner]) -> list[Corner]:
    """Return the corners without those that only repeat the one before, or close the ring."""
    kept = [one for at, one in enumerate(corners) if at == 0 or one != corners[at - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _check_edges(corners: Sequence[Corner]) -> None:
    """Refuse edges that touch where they are not neighbours, or run back over each other."""
    count = len(corners)
    edges = [(corners[at], corners[(at + 1) % count]) for at in range(count)]
    for (one, first), (other, second) in combinations(enumerate(edges), 2):
        if other - one in (1, count - 1):
            begins, ends = (first, second) if other - one == 1 else (second, first)
            crossing = _turn(*begins, ends[1]) == 0 and _goes_back(*begins, ends[1])
        else:
            crossing = touch(first, second)
        if crossing:
            raise NotUnderstoodError("crosses_itself", str(one + 1), str(other + 1))


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _goes_back(a: Corner, b: Corner, c: Corner) -> bool:
    return (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0


def touch(first: tuple[Corner, Corner], second: tuple[Corner, Corner]) -> bool:
    """Tell whether two edges have a point in common."""
    turns = [_turn(*first, end) for end in second] + [_turn(*second, end) for end in first]
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = [*((first, end) for end in second), *((second, end) for end in first)]
    return any(
        turn == 0 and _between(*edge, end) for turn, (edge, end) in zip(turns, ends, strict=True)
    )


def _between(a: Corner, b: Corner, c: Corner) -> bool:
    return all(min(a[n], b[n]) <= c[n] <= max(a[n], b[n]) for n in (0, 1))
