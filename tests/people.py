"""The cast: one small set of people with fixed meaning, on an invented mission.

The uplands and the lowlands signed a truce. The north and the south run the
joint centre and one post each; the west co-chairs the contact group. A second
mission, the coast, exists so that its people can be strangers to the first.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from parties.models import (
    Agreement,
    Appointment,
    Group,
    Mission,
    Participation,
    Party,
    Place,
    PlaceName,
    Post,
    User,
)
from tests import factories
from tests.factories import PASSWORD
from tests.recalled import Recalled

__all__ = ["PASSWORD", "Cast", "build_cast", "cast"]

ROLES = Appointment.Role
TAKES_PART_AS = Participation.Role
SOUTH = {"lat": Decimal("40.150000"), "lon": Decimal("10.450000")}
MIDDLE = {"lat": Decimal("40.220000"), "lon": Decimal("10.380000")}


@dataclass(frozen=True)
class Cast:
    """Everybody and everything a test may name."""

    # the world
    agreement: Agreement
    mission: Mission
    other_mission: Mission
    uplands: Party
    lowlands: Party
    north: Party
    south: Party
    west: Party
    contact_group: Group
    village: Place
    bridge: Place
    north_post: Post
    south_post: Post
    centre: Post
    other_post: Post
    # the people
    north_monitor: User
    south_monitor: User
    north_duty_officer: User
    south_duty_officer: User
    analyst: User
    administrator: User
    observer: User
    stranger: User
    public: AnonymousUser

    @property
    def everybody(self) -> dict[str, User | AnonymousUser]:
        """People by name, in the order of the design."""
        return {name: getattr(self, name) for name in PEOPLE}


PEOPLE = (
    "north_monitor",
    "south_monitor",
    "north_duty_officer",
    "south_duty_officer",
    "analyst",
    "administrator",
    "observer",
    "stranger",
    "public",
)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, fresh for one test."""
    return build_cast()


def _build_cast() -> Cast:
    world = _build_world()
    return Cast(**world, **_build_people(world))


recalled_cast = Recalled(_build_cast, "parties")


def build_cast() -> Cast:
    """Write the world and its people to the database."""
    return recalled_cast()


def _build_world() -> dict[str, Any]:
    parties = {
        code: factories.PartyFactory(code=code, name=f"The {code}")
        for code in ("uplands", "lowlands", "north", "south", "west")
    }
    agreement = factories.AgreementFactory(code="truce", title="The truce of the ridge")
    factories.ProvisionFactory(agreement=agreement, number=1, code="TR-1")
    missions = {
        "mission": factories.MissionFactory(
            code="ridge", name="Ridge monitoring mission", agreement=agreement
        ),
        "other_mission": factories.MissionFactory(code="coast", name="Coast mission"),
    }
    places = _build_places(parties)
    world = {"agreement": agreement, **missions, **parties, **places}
    _take_part(world)
    return world | _build_group(parties["west"]) | _build_posts(world)


def _build_places(parties: dict[str, Party]) -> dict[str, Place]:
    """A village with two endorsed names, and a bridge that all call the same."""
    village = factories.PlaceFactory(code="pl-village")
    romanised, official = PlaceName.Kind.ROMANISED, PlaceName.Kind.OFFICIAL
    for name, party in (("Velmura", parties["uplands"]), ("Belmora", parties["lowlands"])):
        factories.PlaceNameFactory(place=village, name=name, endorsed_by=party)
    factories.PlaceNameFactory(
        place=village, name="Велмура", kind=official, language="ru", endorsed_by=parties["uplands"]
    )
    bridge = factories.PlaceFactory(code="pl-bridge", kind="site", lat="40.400000")
    factories.PlaceNameFactory(place=bridge, name="Stone Bridge", kind=romanised)
    return {"village": village, "bridge": bridge}


def _take_part(world: dict[str, Any]) -> None:
    for side in ("uplands", "lowlands"):
        factories.ParticipationFactory(
            party=world[side],
            mission=None,
            agreement=world["agreement"],
            role=TAKES_PART_AS.SIGNATORY,
        )
    for operator in ("north", "south"):
        factories.ParticipationFactory(party=world[operator], mission=world["mission"])
    factories.ParticipationFactory(party=world["north"], mission=world["other_mission"])
    factories.ParticipationFactory(
        party=world["west"], mission=world["mission"], role=TAKES_PART_AS.CO_CHAIR
    )


def _build_group(west: Party) -> dict[str, Group]:
    group = factories.GroupFactory(code="contact", name="Contact group")
    factories.GroupSeatFactory(group=group, party=west)
    return {"contact_group": group}


def _build_posts(world: dict[str, Any]) -> dict[str, Post]:
    north, south, mission = world["north"], world["south"], world["mission"]
    return {
        "north_post": _post(mission, "N-1", "Northern", [north], host=world["uplands"]),
        "south_post": _post(mission, "S-1", "Southern", [south], host=world["lowlands"], **SOUTH),
        "centre": _post(mission, "JC", "", [north, south], kind=Post.Kind.JOINT_CENTRE, **MIDDLE),
        "other_post": _post(world["other_mission"], "C-1", "Coast", [north]),
    }


def _post(mission: Mission, code: str, sector: str, operators: list[Party], **fields: Any) -> Post:
    post = factories.PostFactory(mission=mission, code=code, sector=sector, **fields)
    for party in operators:
        factories.PostOperatorFactory(post=post, party=party, share=100 // len(operators))
    factories.PostStatusFactory(post=post)
    return post


def _build_people(world: dict[str, Any]) -> dict[str, User | AnonymousUser]:
    north, south, west = world["north"], world["south"], world["west"]
    appoint = _appointer(world["mission"])
    administrator = appoint("administrator", ROLES.ADMINISTRATOR)
    administrator.is_staff = True
    administrator.save()
    return {
        "north_monitor": appoint("north-monitor", ROLES.MONITOR, north, world["north_post"]),
        "south_monitor": appoint("south-monitor", ROLES.MONITOR, south, world["south_post"]),
        "north_duty_officer": appoint("north-duty", ROLES.DUTY_OFFICER, north),
        "south_duty_officer": appoint("south-duty", ROLES.DUTY_OFFICER, south),
        "analyst": appoint("analyst", ROLES.ANALYST),
        "administrator": administrator,
        "observer": appoint("observer", ROLES.OBSERVER, west),
        "stranger": _appointer(world["other_mission"])("stranger", ROLES.DUTY_OFFICER, north),
        "public": AnonymousUser(),
    }


def _appointer(mission: Mission) -> Any:
    def appoint(name: str, role: str, party: Party | None = None, *posts: Post) -> User:
        user = factories.UserFactory(username=name)
        factories.AppointmentFactory(
            user=user, mission=mission, role=role, party=party, posts=posts
        )
        return user

    return appoint
