"""Sectors: where an event was that is known by direction and distance, and where sectors meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import asin, atan2, cos, degrees, radians, sin

from incidents.geo.position import EARTH_RADIUS_KM, distance_km

STEPS = 24
ARC_STEPS = 8
Spot = tuple[float, float]


def moved(start: Spot, bearing: float, metres: float) -> Spot:
    """Return the point ``metres`` away from a point in degrees, along a great circle."""
    angle, course = metres / 1000 / EARTH_RADIUS_KM, radians(bearing)
    lat, lon = map(radians, start)
    to_lat = asin(sin(lat) * cos(angle) + cos(lat) * sin(angle) * cos(course))
    turn = atan2(sin(course) * sin(angle) * cos(lat), cos(angle) - sin(lat) * sin(to_lat))
    return degrees(to_lat), (degrees(lon + turn) + 180) % 360 - 180


def bearing_to(start: Spot, end: Spot) -> float:
    """Return the bearing, in degrees from true north, in which a point is seen."""
    (lat, lon), (to_lat, to_lon) = (map(radians, spot) for spot in (start, end))
    east = sin(to_lon - lon) * cos(to_lat)
    north = cos(lat) * sin(to_lat) - sin(lat) * cos(to_lat) * cos(to_lon - lon)
    return degrees(atan2(east, north)) % 360


def metres_apart(one: Spot, other: Spot) -> float:
    """Return the great-circle distance of two points, in metres."""
    return distance_km(one, other) * 1000


@dataclass(frozen=True)
class Sector:
    """A piece of a ring around ``start``: ``bearing`` ± ``spread``, ``near_m`` to ``far_m``."""

    start: Spot
    bearing: float
    spread: float
    near_m: float
    far_m: float

    @cached_property
    def middle(self) -> Spot:
        """The point to show for it: along the bearing, halfway out."""
        return moved(self.start, self.bearing, (self.near_m + self.far_m) / 2)

    @cached_property
    def reach_m(self) -> float:
        """How far the farthest point of the sector is from its middle, in metres."""
        return max(metres_apart(self.middle, spot) for spot in self.outline)

    @cached_property
    def outline(self) -> list[Spot]:
        """The edge, for a map: the far arc, and the near one back."""
        turns = [self.spread * (2 * i / ARC_STEPS - 1) for i in range(ARC_STEPS + 1)]
        far = [moved(self.start, self.bearing + turn, self.far_m) for turn in turns]
        near = [moved(self.start, self.bearing + turn, self.near_m) for turn in reversed(turns)]
        return far + (near if self.near_m else [self.start])

    def holds(self, spot: Spot) -> bool:
        """Tell whether a point lies in the sector."""
        away = metres_apart(self.start, spot)
        if not self.near_m - 1 <= away <= self.far_m + 1:
            return False
        off = abs((bearing_to(self.start, spot) - self.bearing + 180) % 360 - 180)
        return off <= self.spread + 1e-6 or away < 1

    def spots(self) -> Iterator[Spot]:
        """Yield points spread over the sector, edges included."""
        for out in range(STEPS + 1):
            metres = self.near_m + (self.far_m - self.near_m) * out / STEPS
            for turn in range(STEPS + 1):
                yield moved(self.start, self.bearing + self.spread * (2 * turn / STEPS - 1), metres)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What several sectors have in common: its middle, how far it reaches, its outline."""

    middle: Spot
    reach_m: float
    outline: list[Spot]


def meeting_of(sectors: Sequence[Sector]) -> Meeting | None:
    """Return where all sectors meet, found on a grid over each; None if they contradict."""
    shared = [
        spot
        for sector in sectors
        for spot in sector.spots()
        if all(other.holds(spot) for other in sectors if other is not sector)
    ]
    if not shared:
        return None
    lat = sum(spot[0] for spot in shared) / len(shared)
    lon = sum(spot[1] for spot in shared) / len(shared)
    middle = min(shared, key=lambda spot: metres_apart(spot, (lat, lon)))
    reach = max(metres_apart(middle, spot) for spot in shared)
    return Meeting(middle, reach, _hull(shared))


def _hull(spots: Sequence[Spot]) -> list[Spot]:
    """Return the convex hull, by Andrew's monotone chain."""
    ordered = sorted(set(spots))
    return _chain(ordered) + _chain(ordered[::-1])


def _chain(ordered: Sequence[Spot]) -> list[Spot]:
    chain: list[Spot] = []
    for spot in ordered:
        while len(chain) > 1 and _turns_right(chain[-2], chain[-1], spot):
            chain.pop()
        chain.append(spot)
    return chain[:-1] or chain


def _turns_right(one: Spot, two: Spot, three: Spot) -> bool:
    return (two[0] - one[0]) * (three[1] - one[1]) <= (two[1] - one[1]) * (three[0] - one[0])
