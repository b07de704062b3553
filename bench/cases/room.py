"""The situation room: clusters of a whole zone, and its other parts, against counting a box."""

from collections.abc import Callable

from bench.cases import Case, Options
from bench.cases.incident_list import DifferentAnswersError
from bench.fill import DAYS, FIRST_DAY, filled
from bench.turns import Comparison, Side, timed_side
from incidents.domain.queries.clusters import Box, clusters_in
from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.room import found_by_day
from incidents.domain.queries.trends import series_of
from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY
from parties.domain.acting import Actor, actor_of
from parties.models import Appointment, Mission

WHOLE_ZONE: Box = (-180.0, -90.0, 180.0, 90.0)
WIDE_ZOOM, NEAR_ZOOM = 7, 12
RATIO_AIM = 1 / 5
ALL = Span(FIRST_DAY, FIRST_DAY + ONE_DAY * (DAYS - 1))


def comparisons(options: Options) -> list[Comparison]:
    """Each part of the room against count(*) of the same rows, all through the access function."""
    mission = filled().mission
    analyst = Appointment.objects.get(mission=mission, role=Appointment.Role.ANALYST)
    found = []
    for who, actor in (("the public", Actor()), ("an analyst", actor_of(analyst.user))):
        agree(actor, mission)
        for title, action in parts(actor, mission).items():
            found.append(
                Comparison(
                    f"{title}, for {who}",
                    "ms",
                    timed_side("ours", action),
                    counted(actor, mission),
                    options.rounds,
                    ratio_aim=RATIO_AIM,
                    notes={"rows in the table": f"{options.size:,}"},
                )
            )
    return found


def parts(actor: Actor, mission: Mission) -> dict[str, Callable[[], object]]:
    """What the room asks of the whole mission, one query each."""
    rows = incidents_at(actor, mission)
    return {
        "Map, whole zone": lambda: clusters_in(actor, mission, rows, WHOLE_ZONE, WIDE_ZOOM),
        "Map, whole zone by exact positions": lambda: clusters_in(
            actor, mission, rows, WHOLE_ZONE, NEAR_ZOOM
        ),
        "Timeline of three years": lambda: found_by_day(rows, ALL),
        "Trends of three years by area": lambda: series_of(actor, rows, "area", ALL),
    }


def counted(actor: Actor, mission: Mission) -> Side:
    """Counting the incidents of the same box."""
    west, south, east, north = WHOLE_ZONE
    box = {"public_lat__range": (south, north), "public_lon__range": (west, east)}
    rows = incidents_at(actor, mission).filter(**box)
    return timed_side("count(*)", rows.count)


def agree(actor: Actor, mission: Mission) -> None:
    """Raise unless the clusters hold as many incidents as the box."""
    rows = incidents_at(actor, mission)
    number = sum(one.number for one in clusters_in(actor, mission, rows, WHOLE_ZONE, WIDE_ZOOM))
    inside = rows.filter(public_lat__isnull=False).count()
    if not inside or number != inside:
        raise DifferentAnswersError(f"{number} in clusters, {inside} in the box")


CASE = Case("room", 100_000, 7, comparisons)
