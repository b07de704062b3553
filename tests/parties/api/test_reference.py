"""The standing order over the API: open to everybody, written by nobody, read in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.calls import API, client_of, get
from tests.factories import (
    AgreementFactory,
    GroupFactory,
    GroupSeatFactory,
    MissionFactory,
    ParticipationFactory,
    PartyFactory,
    PlaceFactory,
    PlaceNameFactory,
    PostFactory,
    PostOperatorFactory,
    PostStatusFactory,
    ProvisionFactory,
    ProvisionWordingFactory,
)

RESOURCES = ("missions", "parties", "groups", "agreements", "posts", "places")


def one_more_of_everything():
    party = PartyFactory()
    mission = MissionFactory(agreement=AgreementFactory())
    ParticipationFactory(party=party, mission=mission)
    GroupSeatFactory(group=GroupFactory(), party=party)
    provision = ProvisionFactory(agreement=mission.agreement)
    ProvisionWordingFactory(provision=provision, endorsed_by=party)
    place = PlaceFactory()
    PlaceNameFactory(place=place, endorsed_by=party)
    post = PostFactory(mission=mission, place=place, host=party)
    PostOperatorFactory(post=post, party=party)
    PostStatusFactory(post=post)


@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_of_many_costs_no_more_queries_than_one_of_few(db, name):
    counts = []
    for _ in range(3):
        one_more_of_everything()
        with CaptureQueriesContext(connection) as queries:
            response = client_of().get(f"{API}{name}/")
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 7


@pytest.mark.parametrize("name", RESOURCES)
def test_everybody_reads_the_standing_order(cast, name):
    answers = [get(f"{name}/", person).content for person in cast.everybody.values()]
    assert len(set(answers)) == 1


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_the_standing_order_here(cast, name, method):
    client = client_of(cast.administrator)
    assert getattr(client, method)(f"{API}{name}/").status_code == 405


@pytest.mark.parametrize("name", RESOURCES)
def test_every_row_of_a_list_has_an_address_of_its_own(cast, name):
    for row in get(f"{name}/").json()["results"]:
        assert get(f"{name}/{row.get('id', row['code'])}/").json() == row


@pytest.mark.parametrize("key", ["0", "-1", "9" * 40, "x", "1.0", "%20", "é"])
def test_a_post_that_does_not_exist_is_not_found(cast, key):
    assert client_of().get(f"{API}posts/{key}/").status_code == 404


def test_a_mission_names_who_takes_part_in_it(cast):
    mission = get("missions/ridge/").json()
    roles = {(p["party"], p["role"]) for p in mission["participations"]}
    assert (mission["time_zone"], mission["cut_off"]) == ("Indian/Mauritius", "19:30:00")
    assert ("north", "joint_centre_operator") in roles


def test_a_party_names_its_roles_and_seats(cast):
    west = get("parties/west/").json()
    assert [seat["seat"] for seat in west["seats"]] == ["co_chair"]


def test_parties_are_found_by_mission_and_role(cast):
    found = get("parties/", mission="ridge", role="joint_centre_operator").json()["results"]
    assert {party["code"] for party in found} == {"north", "south"}


def test_an_agreement_keeps_rival_wordings_side_by_side(cast):
    provision = cast.agreement.provisions.get()
    for party in (cast.uplands, cast.lowlands):
        ProvisionWordingFactory(provision=provision, endorsed_by=party, text=f"As {party} says.")
    [point] = get("agreements/truce/").json()["provisions"]
    assert {w["endorsed_by"] for w in point["wordings"]} == {"uplands", "lowlands"}
