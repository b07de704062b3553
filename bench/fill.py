"""Filling a database with a mission's years of incidents, by one statement of SQL."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from simple_history.utils import bulk_create_with_history

from bench.scratch import scratch_database
from incidents.categories import Category
from incidents.enums import Status, TimePrecision
from incidents.rules import RESTRICTED_CATEGORIES
from parties.domain.token import create_token
from parties.models import (
    ApiToken,
    Appointment,
    Mission,
    Participation,
    Party,
    Place,
    PlaceName,
    Post,
    PostOperator,
    User,
)

MISSION = "bench"
FIRST_DAY = date(2021, 1, 1)
DAYS = 1096
PLACES = 400
POSTS = 27
PEOPLE = {"analyst": Appointment.Role.ANALYST, "monitor": Appointment.Role.MONITOR}
SQL = Path(__file__).with_name("fill.sql")

# Weight of each code in a thousand; what is not named shares the rest evenly.
CATEGORY_WEIGHTS = {"FIR-SAL": 420, "FIR-HMG": 90, "IND-MOR": 90, "AIR-UAR": 80, "EXP-DET": 40}
STATUS_WEIGHTS = {"submitted": 150, "triaged": 100, "verified": 450, "partly_verified": 100}
PRECISION_WEIGHTS = {"T1": 700, "T2": 120, "T3": 90, "T4": 20, "T5": 50, "T6": 10, "T0": 10}

DICE = """
CREATE OR REPLACE FUNCTION pg_temp.dice(n bigint, salt bigint) RETURNS float8
LANGUAGE sql IMMUTABLE AS $$ SELECT (hashint8extended(n, salt) & 1073741823) / 1073741824.0::float8 $$;
CREATE OR REPLACE FUNCTION pg_temp.pick(codes anyarray, dice float8) RETURNS anyelement
LANGUAGE sql IMMUTABLE AS $$ SELECT codes[1 + floor(dice * cardinality(codes))::int] $$;
"""  # noqa: E501 - one line of SQL is one thought

# What the triggers would have done; of so old marks every day is calm.
MARK_DAYS = """
INSERT INTO incidents_staleday (mission_id, mission_day, marked_at)
SELECT DISTINCT mission_id, mission_day, now() - interval '1 day' FROM incidents_incident
WHERE mission_day IS NOT NULL
"""

# All but those that keep a promise, such as keys: name, and the statement that makes it.
INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'incidents_incident'::regclass AND NOT i.indisunique
ORDER BY c.relname
"""


@dataclass(frozen=True)
class Filled:
    """What cases ask for after filling."""

    mission: Mission
    analyst_token: str
    monitor_token: str


def fill(rows: int) -> None:
    """Write a mission with its posts, places and people, and this many incidents."""
    mission = build_mission()
    begun = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor, indexes_last(cursor):
        _without_triggers(cursor)
        cursor.execute(DICE)
        cursor.execute(SQL.read_text(), _values(mission, rows))
        cursor.execute(MARK_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{rows:,} incidents written in {time.monotonic() - begun:.0f} s", flush=True)


@contextmanager
def indexes_last(cursor: CursorWrapper) -> Iterator[None]:
    """Make the table's indexes when its rows are there: ten million rows are filled in minutes."""
    cursor.execute(INDEXES)
    indexes = cursor.fetchall()
    for name, _made_by in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, made_by in indexes:
        cursor.execute(made_by)


def vacuum() -> None:
    """Do what PostgreSQL would have done within the hour; not possible in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def filled_database(rows: int, *, keep: bool) -> Iterator[None]:
    """Work in a scratch database with this many incidents."""

    def fill_and_tidy() -> None:
        fill(rows)
        vacuum()

    name = str(rows) if keep else f"{rows}_{os.getpid()}"
    with scratch_database(name, fill_and_tidy, keep=keep):
        yield


def filled() -> Filled:
    """The mission, and a new token for each of its people."""
    tokens = {}
    for name in PEOPLE:
        user = User.objects.get(username=f"bench-{name}")
        ApiToken.objects.filter(user=user).delete()
        _row, tokens[name] = create_token(user, "bench")
    return Filled(Mission.objects.get(code=MISSION), tokens["analyst"], tokens["monitor"])


def build_mission() -> Mission:
    """The standing order: what a mission of 27 posts needs."""
    mission = Mission.objects.create(
        code=MISSION,
        name="Bench monitoring mission",
        time_zone="Indian/Mauritius",
        cut_off="19:30",
        opened_on=FIRST_DAY,
        centre_lat=Decimal(40),
        centre_lon=Decimal(46),
    )
    party = Party.objects.create(code="bench-operator", name="The operator")
    Participation.objects.create(
        party=party, mission=mission, role=Participation.Role.OPERATOR, since=FIRST_DAY
    )
    places = _build_places(party)
    posts = _build_posts(mission, party, places)
    for name, role in PEOPLE.items():
        acts_for = party if role == Appointment.Role.MONITOR else None
        user = User.objects.create(username=f"bench-{name}")
        made = Appointment.objects.create(
            user=user, mission=mission, role=role, party=acts_for, since=FIRST_DAY
        )
        if acts_for:
            made.posts.set(posts[:1])
    return mission


def _build_places(party: Party) -> list[Place]:
    places = Place.objects.bulk_create(
        Place(
            code=f"bench{number}",
            lat=Decimal(39) + Decimal(number * 7919 % 2000) / 1000,
            lon=Decimal(45) + Decimal(number * 104729 % 2000) / 1000,
            area=f"Area {number % 12}",
        )
        for number in range(PLACES)
    )
    names = [
        PlaceName(
            place=place,
            name=f"{prefix} {number}",
            kind=PlaceName.Kind.ROMANISED,
            folded=f"{prefix} {number}".casefold(),
            sound=f"{prefix} {number}".casefold(),
            endorsed_by=endorsed_by,
        )
        for number, place in enumerate(places)
        for prefix, endorsed_by in (("Upper", party), ("Lower", None))
    ]
    bulk_create_with_history(names, PlaceName)
    return places


def _build_posts(mission: Mission, party: Party, places: list[Place]) -> list[Post]:
    posts = Post.objects.bulk_create(
        Post(
            mission=mission,
            code=f"OP-{number}",
            sector=f"Sector {number % 3}",
            place=places[number],
            lat=places[number].lat,
            lon=places[number].lon,
        )
        for number in range(POSTS)
    )
    PostOperator.objects.bulk_create(PostOperator(post=post, party=party) for post in posts)
    return posts


def _values(mission: Mission, rows: int) -> dict[str, object]:
    return {
        "rows": rows,
        "days": DAYS,
        "first_day": FIRST_DAY,
        "zone": mission.time_zone,
        "cut_off": timedelta(hours=19, minutes=30),
        "mission": mission.pk,
        "mission_code": mission.code,
        "restricted": sorted(RESTRICTED_CATEGORIES),
        "categories": _weighted(CATEGORY_WEIGHTS, Category.values),
        "statuses": _weighted(STATUS_WEIGHTS, Status.values),
        "precisions": _weighted(PRECISION_WEIGHTS, TimePrecision.values[:1]),
        "places": list(Place.objects.order_by("pk").values_list("pk", flat=True)),
        "posts": list(Post.objects.filter(mission=mission).values_list("pk", flat=True)),
    }


def _weighted(weights: dict[str, int], codes: list[str]) -> list[str]:
    """A thousand codes to draw from."""
    rest = [code for code in codes if code not in weights]
    drawn = [code for code, weight in weights.items() for _ in range(weight)]
    left = 1000 - len(drawn)
    return drawn + [rest[number % len(rest)] for number in range(left)]


def _without_triggers(cursor: object) -> None:
    """Spare a million checks of foreign keys that one look at the SQL proves; if we may."""
    try:
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")  # type: ignore[attr-defined]
    except DatabaseError:
        return
