"""The situation room: clusters of a whole zone, and its other parts, against counting a box."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.db.models import QuerySet

from bench.cases import Case, Options
from bench.cases.incident_list import DifferentAnswersError
from bench.fill import DAYS, FIRST_DAY, filled
from bench.turns import Comparison, timed_side
from ceasefire.postgresql.roles import WEB
from incidents.domain.queries.area import Area
from incidents.domain.queries.clusters import EXACT_FROM_ZOOM, Box, clusters_in
from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.room import found_by_day
from incidents.domain.queries.trends import series_of
from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from parties.models import Appointment, Mission, Place

Action = Callable[[], object]
WHOLE_ZONE: Box = (-180.0, -90.0, 180.0, 90.0)
WIDE_ZOOM, NEAR_ZOOM = 7, 12
SCREEN_DEGREES = 0.4  # what a wide screen shows at the nearer zoom
RATIO_AIM = 1 / 5
ALL = Span(FIRST_DAY, FIRST_DAY + ONE_DAY * (DAYS - 1))


def comparisons(options: Options) -> list[Comparison]:
    """Each part of the room against count(*) of the same box, all behind both walls."""
    mission = filled().mission
    analyst = Appointment.objects.get(mission=mission, role=Appointment.Role.ANALYST)
    return [
        Comparison(
            f"{title}, for {who}",
            "ms",
            timed_side("ours", partial(on_the_web, person, action)),
            timed_side("count(*)", partial(on_the_web, person, count)),
            options.rounds,
            ratio_aim=RATIO_AIM,
            notes={"rows in the table": f"{options.size:,}"},
        )
        for who, actor, person in (
            ("the public", Actor(), None),
            ("an analyst", actor_of(analyst.user), analyst.user_id),
        )
        for title, action, count in parts(actor, mission)
    ]


def on_the_web(person: int | None, action: Action) -> object:
    """Do it as the pages do, behind the second wall."""
    with connection.acting_as(WEB, person):
        return action()


def parts(actor: Actor, mission: Mission) -> Iterator[tuple[str, Action, Action]]:
    """What the room asks of the whole mission, one query each, and the count of the same box."""
    rows = incidents_at(actor, mission)
    place = Place.objects.filter(lat__isnull=False).order_by("code")[0]
    lat, lon = float(place.lat), float(place.lon)
    half = SCREEN_DEGREES / 2
    screen = (lon - half, lat - half, lon + half, lat + half)
    for title, box, zoom in (
        ("Map, whole zone", WHOLE_ZONE, WIDE_ZOOM),
        ("Map, a screen nearby", screen, NEAR_ZOOM),
    ):
        agree(actor, mission, box, zoom)
        yield title, partial(clusters_in, actor, mission, rows, box, zoom), within(rows, box).count
    everywhere = within(rows, WHOLE_ZONE).count
    yield "Timeline of three years", partial(found_by_day, rows, ALL), everywhere
    yield "Trends of three years", partial(series_of, actor, rows, "area", ALL), everywhere


def within(rows: QuerySet[Incident], box: Box, prefix: str = "public_") -> QuerySet[Incident]:
    """The incidents of a box."""
    return rows.filter(Area(box).holds(prefix))


def agree(actor: Actor, mission: Mission, box: Box, zoom: int) -> int:
    """Raise unless the clusters hold as many incidents as the box does."""
    rows = incidents_at(actor, mission)
    exact = zoom >= EXACT_FROM_ZOOM and not actor.is_public
    inside = within(rows, box, "" if exact else "public_").count()
    number = sum(one.number for one in clusters_in(actor, mission, rows, box, zoom))
    if not inside or number != inside:
        raise DifferentAnswersError(f"{number} in clusters, {inside} in the box")
    return number


CASE = Case("room", 100_000, 7, comparisons)
