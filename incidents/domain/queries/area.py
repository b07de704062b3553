"""Areas of the map, as conditions on where an incident stands for who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from incidents.domain.queries.relation import reading
from incidents.geo.microdegrees import microdegrees_within
from incidents.models import Incident
from incidents.rules import missions_reading
from parties.domain.acting import Actor

TABLE = Incident._meta.db_table
# PostgreSQL tells what lies in a polygon, its edge included.
_INSIDE = "(%s::polygon @> point({lon}::float8, {lat}::float8))"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the map as conditions on the columns of a position."""

    box: tuple[float, float, float, float]  # west, south, east, north
    sql: str = ""  # what holds besides, on {lon} and {lat}
    parameters: tuple[Any, ...] = ()

    def holds(self, prefix: str = "") -> Q:
        """Match the incidents whose position, exact or ``public_``, lies in the area."""
        west, south, east, north = self.box
        found = Q(
            **{f"{prefix}lon_micro__range": microdegrees_within(west, east)},
            **{f"{prefix}lat_micro__range": microdegrees_within(south, north)},
        )
        if not self.sql:
            return found
        columns = {axis: f"{TABLE}.{prefix}{axis}" for axis in ("lon", "lat")}
        exactly = RawSQL(  # noqa: S611 - from constants
            self.sql.format(**columns), self.parameters, output_field=BooleanField()
        )
        return found & Q(exactly)


def standing_in(actor: Actor, area: Area) -> Q:
    """Match incidents in an area: where they are exactly, or coarsely to who reads only that."""
    if not any(missions_reading(actor, "exact_position")):
        return area.holds("public_")
    readable = reading(actor, "exact_position")
    return (readable & area.holds()) | (~readable & area.holds("public_"))


def polygon_area(corners: Sequence[Sequence[float]]) -> Area:
    """Return the area within a polygon, by longitude and latitude of its corners in turn."""
    lons, lats = ([corner[axis] for corner in corners] for axis in (0, 1))
    text = ",".join(f"({lon!r},{lat!r})" for lon, lat in corners)
    return Area((min(lons), min(lats), max(lons), max(lats)), _INSIDE, (f"({text})",))
