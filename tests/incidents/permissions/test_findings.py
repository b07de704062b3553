"""Findings over HTTP, state by state: who reads a version, and who acts on it."""

import pytest

from incidents.models import Incident
from tests.calls import API, client_of
from tests.incidents import judging
from tests.incidents.permissions.world import build_world, undone
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db

CONCLUDE = {"north_duty_officer", "south_duty_officer", "analyst"}
STATES = {
    "finding_draft": judging.drafted,
    "with_parties": judging.sent,
    "sign_off": judging.opened,
    "adopted": judging.adopted,
    "published": judging.published,
}
FIELDS = [
    "id",
    "mission",
    "incident",
    "reference",
    "version",
    "status",
    "text",
    "grounds",
    "ruling",
    "cannot_rule",
    "cannot_rule_note",
    "breaches",
    "attribution",
    "sides",
    "confidence",
    "basis",
    "snapshot_hash",
    "made_at",
    "published_at",
    "sign_offs",
    "notices",
    "established",
    "snapshot",
    "allowed_actions",
]
ACTS = ("amend", "step", "sign-off", "reply")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """A version in each state that lays an event to a party, which was told of it."""
    with django_db_blocker.unblock(), undone():
        world = build_world()
        party = judging.officer_of(world.cast.lowlands, world.cast.mission, "observer")
        clients = {who: world.api[who] for who in PEOPLE} | {"told": client_of(party)}
        versions = {state: _concluded(world, make) for state, make in STATES.items()}
        yield clients, versions


def _concluded(world, make):
    incident = judging.settled(world.cast, alleged_party="lowlands")
    Incident.objects.filter(pk=incident.pk).update(release="public")
    fresh = judging.incident_of_id(incident)
    return make(world.cast, judging.plain(text=f"canary-{make.__name__}"), incident=fresh)


def reads(who, state):
    """Who concludes reads all; the party that was told, what it was told of; others the end."""
    if who in CONCLUDE or state == "published":
        return True
    return who == "told" and state != "finding_draft"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", [*PEOPLE, "told"])
def test_a_version_is_read_whole_or_not_at_all(told, cells, who, state):
    clients, versions = told
    pk = versions[state].pk
    answer = clients[who].get(f"{API}findings/{pk}/")
    expected = reads(who, state)
    cells.check(answer.status_code, 200 if expected else 404, who, state)
    body = answer.json() if answer.status_code == 200 else {}
    for name in FIELDS:
        cells.check(name in body, expected, who, state, name)
    listed = clients[who].get(f"{API}findings/").json()["results"]
    cells.check(str(pk) in {row["id"] for row in listed}, expected, who, state, "listed")
    status = clients[who].get(f"{API}findings/", {"status": state}).json()["results"]
    cells.check(str(pk) in {row["id"] for row in status}, expected, who, state, "filtered")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", [*PEOPLE, "told"])
def test_only_officers_act_on_a_version_and_whom_it_names_replies(told, cells, who, state):
    clients, versions = told
    for act in ACTS:
        answer = clients[who].post(
            f"{API}findings/{versions[state].pk}/{act}/", "{}", content_type="application/json"
        )
        cells.check(answer.status_code, _expected(who, state, act), who, state, act)


def _expected(who, state, act):
    """An officer gets as far as the body, which is empty and never fit."""
    if who == "public":
        return 401
    officers = {"north_duty_officer", "south_duty_officer", "stranger"}
    if who not in officers | ({"told", "observer"} if act == "reply" else set()):
        return 403
    return 422 if reads(who, state) else 404
