"""A small map as SVG: land, water and borders without any name, and numbered marks.

Names are politics, so that the map carries none. Degrees of longitude are shortened by the
cosine of the middle latitude, which is enough for a zone of some hundred kilometres.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]  # longitude, latitude
WIDTH = 640


@dataclass(frozen=True, slots=True)
class Pen:
    """Colours and line of a layer."""

    fill: str = "none"
    stroke: str = "none"
    width: str = "0.9"
    dash: str = "none"


# Layer → how it is drawn, from below to above; no style sheet reaches into a picture on paper.
LAYERS = {
    "country": Pen(fill="#f3f1ea"),
    "disputed_area_1994_2020": Pen(fill="#e4ddcc"),
    "lake": Pen(fill="#c9dbe6"),
    "river": Pen(stroke="#9dbfd4"),
    "coastline": Pen(stroke="#9dbfd4"),
    "boundary_international": Pen(stroke="#6d6862"),
    "boundary_disputed": Pen(stroke="#6d6862", dash="4 3"),
}
FEWEST_DEGREES = 1.2
MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class Frame:
    """What the map shows: a box of degrees, drawn ``WIDTH`` wide."""

    west: float
    south: float
    east: float
    north: float

    @property
    def _shortening(self) -> float:
        return max(0.05, math.cos(math.radians((self.south + self.north) / 2)))

    @property
    def scale(self) -> float:
        """Units for a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self._shortening)

    @property
    def height(self) -> int:
        """How high the map is."""
        return max(1, round((self.north - self.south) * self.scale))

    def place(self, point: Sequence[float]) -> tuple[float, float]:
        """Where a point is drawn."""
        x = (point[0] - self.west) * self._shortening * self.scale
        return round(x, 1), round((self.north - point[1]) * self.scale, 1)

    def touches(self, points: Iterable[Sequence[float]]) -> bool:
        """Tell whether the box of some points and the map have anything in common."""
        told = list(points)
        lons, lats = [p[0] for p in told], [p[1] for p in told]
        across = min(lons) <= self.east and max(lons) >= self.west
        return across and min(lats) <= self.north and max(lats) >= self.south


def frame_around(points: Iterable[Sequence[float]]) -> Frame | None:
    """Return the frame of some points with a margin; None without any."""
    told = list(points)
    if not told:
        return None
    lons, lats = [p[0] for p in told], [p[1] for p in told]
    wide = _margin(min(lons), max(lons))
    high = _margin(min(lats), max(lats))
    return Frame(min(lons) - wide, min(lats) - high, max(lons) + wide, max(lats) + high)


def _margin(low: float, high: float) -> float:
    """Room on both sides, so that the frame is never narrower than the fewest degrees."""
    return max((high - low) * MARGIN, (FEWEST_DEGREES - (high - low)) / 2)


def paths_of(features: Iterable[Mapping[str, Any]], frame: Frame) -> list[tuple[Pen, str]]:
    """Return pen and path data of each feature that the frame shows, from below to above."""
    drawn: dict[str, list[tuple[Pen, str]]] = {layer: [] for layer in LAYERS}
    for feature in features:
        layer = feature["properties"].get("layer")
        lines = [line for line in _lines(feature["geometry"]) if frame.touches(line)]
        if layer in drawn and lines:
            drawn[layer].append((LAYERS[layer], "".join(_path(line, frame) for line in lines)))
    return [path for layer in LAYERS for path in drawn[layer]]


def outline_of(geometry: Mapping[str, Any], frame: Frame) -> str:
    """Return the path data of an outline, such as that of the mission's zone."""
    return "".join(_path(line, frame) for line in _lines(geometry))


def _lines(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    kind, told = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        yield told
    elif kind in ("Polygon", "MultiLineString"):
        yield from told
    elif kind == "MultiPolygon":
        for polygon in told:
            yield from polygon


def _path(line: Sequence[Sequence[float]], frame: Frame) -> str:
    points = (frame.place(point) for point in line)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def points_in(geometry: Mapping[str, Any]) -> Iterator[Point]:
    """Yield every point of a geometry, for the frame around it."""
    for line in _lines(geometry):
        yield from ((point[0], point[1]) for point in line)
