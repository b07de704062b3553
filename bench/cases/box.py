"""A box of one incident in a hundred: behind both walls, against a bare B-tree scan."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from bench.cases import Case, Options
from bench.cases.incident_list import DifferentAnswersError
from bench.fill import filled
from bench.turns import Comparison, timed_side
from ceasefire.postgresql.roles import WEB
from incidents.domain.queries.area import Area, standing_in
from incidents.domain.queries.incident import incidents_at
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from parties.models import Appointment, Mission

RATIO_AIM = 1 / 1.5
BOX = (45.9, 39.9, 46.1, 40.1)  # west, south, east, north: a hundredth of the places' square
LARGEST_SHARE = 0.05

# The rival reads the bare table by an index that it alone uses, whoever asks; nothing is pruned.
INDEX = "CREATE INDEX bench_box ON incidents_incident ({prefix}lat, {prefix}lon)"
SCAN = """
SELECT id FROM incidents_incident
WHERE {prefix}lat BETWEEN %s AND %s AND {prefix}lon BETWEEN %s AND %s
"""


def comparisons(options: Options) -> Iterator[Comparison]:
    """The ids of all incidents of the box, for who reads exact positions and for the public."""
    mission = filled().mission
    analyst = Appointment.objects.get(mission=mission, role=Appointment.Role.ANALYST)
    for who, actor, person, prefix in (
        ("an analyst", actor_of(analyst.user), analyst.user_id, ""),
        ("the public", Actor(), None, "public_"),
    ):
        ours, bare = ids_in(actor, mission, person), scan(prefix)
        with indexed(prefix):
            found = agree(ours(), bare(), options.size)
            yield Comparison(
                f"A box, for {who}",
                "ms",
                timed_side("ours", ours),
                timed_side("bare B-tree scan", bare),
                options.rounds,
                ratio_aim=RATIO_AIM,
                notes={"rows in the table": f"{options.size:,}", "in the box": f"{found:,}"},
            )


@contextmanager
def indexed(prefix: str) -> Iterator[None]:
    """Give the table an index of coordinates for as long as they are compared."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX.format(prefix=prefix))
        cursor.execute("ANALYZE incidents_incident")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX bench_box")


def ids_in(actor: Actor, mission: Mission, person: int | None) -> Callable[[], list[object]]:
    """Read the ids of the box as pages and API do: those that the actor may read."""

    def ask() -> list[object]:
        rows = incidents_at(actor, mission).filter(standing_in(actor, Area(BOX)))
        with connection.acting_as(WEB, person):
            return list(rows.order_by().values_list("pk", flat=True))

    return ask


def scan(prefix: str) -> Callable[[], list[object]]:
    """Read the ids of the box from the bare table."""
    west, south, east, north = BOX

    def ask() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute(SCAN.format(prefix=prefix), [south, north, west, east])
            return [row[0] for row in cursor.fetchall()]

    return ask


def agree(ours: list[object], bare: list[object], rows: int) -> int:
    """Raise unless ours are of the bare ones, and all of them that an open list shows."""
    public = set(
        Incident.objects.filter(pk__in=bare, release="public").values_list("pk", flat=True)
    )
    found, every = set(ours), set(map(_as_text, bare))
    texts = set(map(_as_text, found))
    if not texts or not texts <= every or not set(map(_as_text, public)) <= texts:
        message = f"{len(texts)} of {len(every)} in the box"
        raise DifferentAnswersError(message)
    if len(every) > rows * LARGEST_SHARE:
        message = f"the box holds {len(every)} of {rows}"
        raise DifferentAnswersError(message)
    return len(texts)


def _as_text(found: object) -> str:
    return str(found)


CASE = Case("box", 1_000_000, 9, comparisons)
