"""Sectors: where an event was that is known by direction and distance, and where sectors meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import asin, atan2, cos, degrees, radians, sin

from incidents.geo.position import EARTH_RADIUS_KM, distance_km

STEPS = 24
ARC_STEPS = 8
CHORD = 0.002  # how far a chord of the widest arc lies inside it
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

    def holds(self, spot: Spot, slack: float = 0.0) -> bool:
        """Tell whether a point lies in the sector, or outside by no more than a share of it."""
        away, give = metres_apart(self.start, spot), 1 + slack * self.far_m
        if not self.near_m - give <= away <= self.far_m + give:
            return False
        off = abs((bearing_to(self.start, spot) - self.bearing + 180) % 360 - 180)
        return off <= self.spread * (1 + slack) + 1e-6 or away < 1

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
    """Return where all sectors meet, found on a grid over each; None if they contradict.

    What is too small for the grid is found where outlines cross.
    """
    shared = [
        spot
        for sector in sectors
        for spot in sector.spots()
        if all(other.holds(spot) for other in sectors if other is not sector)
    ] or list(_crossings(sectors))
    if not shared:
        return None
    lat = sum(spot[0] for spot in shared) / len(shared)
    lon = sum(spot[1] for spot in shared) / len(shared)
    middle = min(shared, key=lambda spot: metres_apart(spot, (lat, lon)))
    reach = max(metres_apart(middle, spot) for spot in shared)
    return Meeting(middle, reach, _hull(shared))


def _crossings(sectors: Sequence[Sector]) -> Iterator[Spot]:
    """Yield where the outlines of two sectors cross, if no other sector excludes it."""
    for pair in combinations(sectors, 2):
        others = [sector for sector in sectors if sector not in pair]
        for one in _sides(pair[0].outline):
            for other in _sides(pair[1].outline):
                spot = _crossing(one, other)
                if spot and all(each.holds(spot, CHORD) for each in others):
                    yield spot


def _sides(outline: Sequence[Spot]) -> list[tuple[Spot, Spot]]:
    """Return the sides of an outline, the one that closes it included."""
    return list(zip(outline, [*outline[1:], outline[0]], strict=True))


def _crossing(one: tuple[Spot, Spot], other: tuple[Spot, Spot]) -> Spot | None:
    """Return where two short sides cross, as on a flat map around the first one."""
    origin = one[0]
    along, far, away = (_flat(origin, spot) for spot in (one[1], *other))
    side = away[0] - far[0], away[1] - far[1]
    turn = along[0] * side[1] - along[1] * side[0]
    if not turn:
        return None
    on_one = (far[0] * side[1] - far[1] * side[0]) / turn
    on_other = (far[0] * along[1] - far[1] * along[0]) / turn
    if not (0 <= on_one <= 1 and 0 <= on_other <= 1):
        return None
    lat = origin[0] + on_one * (one[1][0] - origin[0])
    return lat, origin[1] + on_one * _degrees_east(origin, one[1])


def _flat(origin: Spot, spot: Spot) -> Spot:
    return spot[0] - origin[0], _degrees_east(origin, spot) * cos(radians(origin[0]))


def _degrees_east(origin: Spot, spot: Spot) -> float:
    return (spot[1] - origin[1] + 180) % 360 - 180


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
