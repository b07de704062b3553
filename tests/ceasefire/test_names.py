"""The audience decides how places are named: by address, account, session, mission."""

import pytest

from tests.calls import get
from tests.incidents.telling import tell

FIRST, PAIR = "Velmura / Belmora", "Belmora / Velmura"


@pytest.fixture
def told(cast):
    return tell(cast.north_monitor, place=cast.village.code)


def shown(client, query=""):
    return client.get(f"/incidents/{query}").content.decode()


def test_the_mission_says_how_places_are_named_for_who_did_not_choose(told, cast, client):
    client.force_login(cast.analyst)
    assert PAIR in shown(client)
    cast.mission.names = "first-uplands"
    cast.mission.save()
    assert FIRST in shown(client)


def test_a_person_chooses_for_all_their_pages(told, cast, client):
    client.force_login(cast.analyst)
    assert client.post("/names/", {"names": "first-uplands"}).status_code == 302
    assert FIRST in shown(client)
    cast.analyst.refresh_from_db()
    assert cast.analyst.names == "first-uplands"


def test_the_public_chooses_for_this_browser(told, cast, client):
    cast.village.kind = "town"
    cast.village.save()
    client.post("/mission/", {"mission": "ridge"})
    client.post("/names/", {"names": "grid"})
    page = client.get("/names/").content.decode()
    assert 'value="grid" checked' in page
    assert PAIR in page  # among the examples


def test_an_address_can_ask_for_a_policy_and_changes_nothing(told, cast, client):
    client.force_login(cast.analyst)
    assert FIRST in shown(client, "?names=first-uplands")
    assert PAIR in shown(client)


def test_a_policy_that_does_not_exist_is_refused(cast, client):
    assert client.post("/names/", {"names": "first-nobody"}).status_code == 404
    assert client.get("/names/?names=first-nobody").status_code == 200


@pytest.mark.parametrize("address", ["incidents/", "reports/", "places/"])
def test_the_api_names_places_as_the_address_asks(told, cast, address):
    body = get(address, cast.analyst, names="first-uplands").content.decode()
    assert FIRST in body
    assert PAIR in get(address, cast.analyst).content.decode()


def test_the_api_answers_every_reader_the_same_names(told, cast):
    cast.analyst.names = "grid"
    cast.analyst.save()
    assert PAIR in get("incidents/", cast.analyst).content.decode()


@pytest.mark.parametrize("address", ["incidents/", "reports/", "places/"])
def test_the_api_refuses_a_policy_that_does_not_exist(cast, address):
    answer = get(address, cast.analyst, names="first-nobody")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "names"


def test_where_no_place_is_labelled_there_is_no_such_parameter(cast):
    assert get("posts/", cast.analyst, names="pair").status_code == 400
