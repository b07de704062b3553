"""Zones: agreed areas of one or more polygons with holes, and the boxes that they meet."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import Any

from incidents.geo.polygon import DECIMALS, Corner, holds, touch

Box = tuple[float, float, float, float]  # west, south, east, north in degrees
Ring = list[Corner]  # closed: its last corner is its first
Polygons = list[list[Ring]]  # of each polygon the outer ring and those of its holes


def polygons_of(zone: dict[str, Any]) -> Polygons:
    """Return the polygons of a Polygon or MultiPolygon as RFC 7946 wants them.

    Outer rings run against the clock and holes with it; positions have six decimals and no
    height.
    """
    many = zone["type"] == "MultiPolygon"
    polygons = zone["coordinates"] if many else [zone["coordinates"]]
    return [
        [_turned(ring, outer=number == 0) for number, ring in enumerate(rings)]
        for rings in polygons
    ]


def _turned(positions: Iterable[Sequence[float]], *, outer: bool) -> Ring:
    ring = [(round(one[0], DECIMALS), round(one[1], DECIMALS)) for one in positions]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return ring if (area > 0) == outer else ring[::-1]


def meets(polygons: Polygons, box: Box) -> bool:
    """Tell whether an area has a point in common with a box; west of east it spans 180 degrees.

    >>> square = [[[(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]]]
    >>> meets(square, (3, 3, 9, 9)), meets(square, (5, 5, 9, 9)), meets(square, (1, 1, 2, 2))
    (True, False, True)
    """
    west, south, east, north = box
    if west > east:
        halves = (west, south, 180.0, north), (-180.0, south, east, north)
        return any(meets(polygons, half) for half in halves)
    return any(_meets(rings, box) for rings in polygons)


def _meets(rings: list[Ring], box: Box) -> bool:
    """Their edges touch, or one lies within the other."""
    west, south, east, north = box
    around: Ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    if any(touch(edge, side) for edge, side in product(_edges(rings), pairwise(around))):
        return True
    lon, lat = rings[0][0]
    if west <= lon <= east and south <= lat <= north:
        return True
    outer, *holes = (ring[:-1] for ring in rings)
    return holds(outer, around[0]) and not any(holds(hole, around[0]) for hole in holes)


def _edges(rings: list[Ring]) -> Iterator[tuple[Corner, Corner]]:
    for ring in rings:
        yield from pairwise(ring)
