"""What a position can be read as: a point, sightings from posts, or a name."""

from dataclasses import dataclass

from incidents.exchange.typed_text import Doubt


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees on WGS 84, up to ``reach_m`` metres from the true one."""

    lat: float
    lon: float
    reach_m: float
    notation: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearing:
    """Degrees from true north, clockwise, give or take ``spread`` degrees."""

    degrees: float
    spread: float
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """From ``near_m`` to ``far_m`` metres away."""

    near_m: float
    far_m: float
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A direction and a distance, seen from a post or a place; empty: from one's own post."""

    origin: str
    bearing: Bearing
    band: Band

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What was read in one of several ways."""
        return self.bearing.doubts + self.band.doubts


@dataclass(frozen=True, slots=True)
class Sightings:
    """Sightings of one event; where they meet is where it was."""

    seen: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a place or the code of a post."""

    text: str
