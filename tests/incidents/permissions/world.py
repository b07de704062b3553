"""A world in which every relation, release level and kind of category stands once.

Each incident is told by one report of one post, and holds its own canaries: words and
numbers that are found nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.test import Client

from incidents.domain.filing import file_report
from incidents.models import Incident, Report
from parties.models import User
from tests import factories
from tests.calls import client_of
from tests.incidents.telling import NOW, claim, content
from tests.people import PEOPLE, Cast, build_cast

RELEASES = ("public", "parties", "mission")
ORDINARY, RESTRICTED = "FIR-SAL", "CIV-SGB"
# What stands where: whose report it is, of which post.
SOURCES = {
    "own": ("north_monitor", "N-1"),
    "same post": ("colleague", "N-1"),
    "same party": ("north_duty_officer", "N-2"),
    "other party": ("south_monitor", "S-1"),
    "other mission": ("stranger", "C-1"),
    "published": (None, ""),
}


@dataclass(frozen=True)
class Told:
    """One incident of the world, its report, and what it takes to find it again."""

    number: int
    source: str
    release: str
    category: str
    incident: Incident
    report: Report

    @property
    def name(self) -> str:
        """What a failing cell calls it."""
        return f"{self.source}/{self.release}/{self.category}"

    @property
    def word(self) -> str:
        """A word that stands in its narrative alone."""
        return word_of(self.number)

    @property
    def author(self) -> str | None:
        """Who filed it."""
        return SOURCES[self.source][0]


@dataclass
class World:
    """The cast, its incidents, and a client with a session and one with a token for each."""

    cast: Cast
    people: dict[str, Any]
    told: list[Told]
    pages: dict[str, Client]
    api: dict[str, Client]


def word_of(number: int) -> str:
    """The canary of an incident's narrative."""
    return f"canary{number:03d}narrative"


def position_of(number: int) -> tuple[str, str]:
    """A position whose last digits tell the incident, and vanish when rounded."""
    return f"40.25{3000 + number}", f"10.25{6000 + number}"


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build_world() -> World:
    """Write the cast and its incidents to the database."""
    cast = build_cast()
    people = dict(cast.everybody) | {"colleague": _colleague(cast)}
    second = factories.PostFactory(mission=cast.mission, code="N-2", sector="Northern")
    factories.PostOperatorFactory(post=second, party=cast.north)
    factories.PostStatusFactory(post=second)
    told = list(_tell_all(people))
    names = (*PEOPLE, "colleague")
    pages = {name: _signed_in(people[name]) for name in names}
    return World(cast, people, told, pages, {name: client_of(people[name]) for name in names})


def _colleague(cast: Cast) -> User:
    user = factories.UserFactory(username="north-colleague")
    factories.AppointmentFactory(
        user=user, mission=cast.mission, role="monitor", party=cast.north, posts=[cast.north_post]
    )
    return user


def _signed_in(user: Any) -> Client:
    client = Client()
    if not user.is_anonymous:
        client.force_login(user)
    return client


def _tell_all(people: dict[str, Any]) -> Iterator[Told]:
    number = 0
    for source, (author, post) in SOURCES.items():
        for release in RELEASES:
            for category in (ORDINARY, RESTRICTED):
                number += 1
                yield _tell(number, people.get(author or ""), post, (source, release, category))


def _tell(number: int, author: Any, post: str, kind: tuple[str, str, str]) -> Told:
    source, release, category = kind
    said = said_of(number, post, category)
    made = content(**said) if author else claim(**said)
    filed = file_report(made, author=author, now=NOW)
    Incident.objects.filter(pk=filed.incident_id).update(release=release)
    incident = Incident.objects.get(pk=filed.incident_id)
    return Told(number, source, release, category, incident, filed.report)


def said_of(number: int, post: str, category: str) -> dict[str, Any]:
    """What the report of an incident says: a canary in whatever some may not read."""
    lat, lon = position_of(number)
    minute = NOW.replace(hour=5, minute=number % 60, second=7)
    return {
        "mission": "coast" if post == "C-1" else "ridge",
        "post": post,
        "category": category,
        "narrative": word_of(number),
        "place_text": f"canary{number:03d}place",
        "weapon_text": f"canary{number:03d}weapon",
        "alleged_party": "lowlands",
        "target_text": f"canary{number:03d}target",
        "damage_text": f"canary{number:03d}damage",
        "occurred_from": minute,
        "lat": Decimal(lat),
        "lon": Decimal(lon),
        "position_precision": "P1",
    }
