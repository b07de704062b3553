"""Incidents of a part of the map, gathered by the cells of a grid, in one query.

Coarse positions decide the cell on maps of a whole zone, for everybody; nearer by, those
who read exact positions get cells by these. The grid stands still when the map is moved.
"""

from dataclasses import dataclass
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, F, Max, Min, QuerySet, TextField, When
from django.db.models.functions import Cast

from incidents.domain.queries.area import Area, standing_in
from incidents.domain.queries.relation import reading
from incidents.geo.microdegrees import PER_DEGREE
from incidents.models import Incident
from incidents.rules import missions_reading
from parties.domain.acting import Actor
from parties.models import Mission

WIDEST_ZOOM, NEAREST_ZOOM = 3, 16
EXACT_FROM_ZOOM = 10  # a cell is 0.09 degrees wide there, nine steps of a coarse position
CELL_PIXELS, TILE_PIXELS = 64, 256
Box = tuple[float, float, float, float]  # west, south, east, north

# The inner query has a row for each position, in microdegrees: a table of a million holds
# few of them, so that the arithmetic of cells is done for those few.
GATHER = """
SELECT floor(lon * %s), floor(lat * %s), sum(number)::int, max(severity),
       (sum(lat * number) / sum(number))::float8, (sum(lon * number) / sum(number))::float8,
       min(first)
FROM ({positions}) AS found (lat, lon, number, severity, first)
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The incidents of a cell: their middle, how many, the gravest severity, and the cell."""

    lat: float
    lon: float
    number: int
    severity: int
    cell: Box
    only: UUID | None


def clusters_in(
    actor: Actor, mission: Mission, rows: QuerySet[Incident], box: Box, zoom: int
) -> list[Cluster]:
    """Return the incidents of a box in the cells of a zoom; those without a position in none."""
    degrees = 360 * CELL_PIXELS / TILE_PIXELS / 2**zoom
    steps = (degrees, degrees * cos(radians(float(mission.centre_lat))))
    positions = _positions(actor, mission, rows, box, exact=zoom >= EXACT_FROM_ZOOM)
    inner, parameters = positions.query.sql_with_params()
    with connection.cursor() as cursor:
        cells = [1 / (step * PER_DEGREE) for step in steps]
        cursor.execute(GATHER.format(positions=inner), (*cells, *parameters))
        return [_cluster(row, steps) for row in cursor.fetchall()]


def _positions(
    actor: Actor, mission: Mission, rows: QuerySet[Incident], box: Box, *, exact: bool
) -> QuerySet[Incident, Any]:
    lat, lon = (_shown(actor, mission, axis, exact=exact) for axis in ("lat", "lon"))
    inside = standing_in(actor, Area(box)) if exact else Area(box).holds("public_")
    found = rows.order_by().filter(inside).annotate(at_lat=lat, at_lon=lon)
    return found.values("at_lat", "at_lon").annotate(
        number=Count("pk"), gravest=Max("severity"), first=Min(Cast("pk", TextField()))
    )


def _shown(actor: Actor, mission: Mission, axis: str, *, exact: bool) -> Case | F:
    """Return a coordinate, in microdegrees, as the actor may read it."""
    everywhere, near = missions_reading(actor, "exact_position")
    if not exact or mission.pk not in everywhere | near:
        return F(f"public_{axis}_micro")
    if mission.pk in everywhere:
        return F(f"{axis}_micro")
    exactly = When(reading(actor, "exact_position"), then=F(f"{axis}_micro"))
    return Case(exactly, default=F(f"public_{axis}_micro"))


def _cluster(row: tuple[Any, ...], steps: tuple[float, float]) -> Cluster:
    x, y, number, severity, lat, lon, first = row
    lat, lon = lat / PER_DEGREE, lon / PER_DEGREE
    west, south = float(x) * steps[0], float(y) * steps[1]
    cell = (west, south, west + steps[0], south + steps[1])
    return Cluster(lat, lon, number, severity, cell, UUID(first) if number == 1 else None)
