"""The audience decides how places are named: by address, account, session, mission."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from incidents.api.export_file import write_list
from tests.calls import API, client_of, faults_of, get
from tests.incidents.telling import tell

FIRST, PAIR = "Velmura / Belmora", "Belmora / Velmura"
GRID = ""  # none of the names
POLICIES = {
    **dict.fromkeys(("pair", "neutral", "xl", "first-lowlands"), PAIR),
    **dict.fromkeys(("xu", "first-uplands"), FIRST),
    "grid": GRID,
}
FILES = ("csv", "ndjson", "geojson", "xlsx", "gpkg")
LAYERS = "/ogc/collections"
DOORS = [
    *(f"{API}{path}/" for path in ("incidents", "incidents/{incident}", "reports")),
    *(f"{API}incidents/?format={name}" for name in FILES),
    *(f"{API}incidents/?format=csv&profile={name}" for name in ("acled", "osce")),
    *(f"{LAYERS}/incidents/items", f"{LAYERS}/incidents/items/{{incident}}"),
    *(f"{LAYERS}/places/items", f"{LAYERS}/places/items/{{place}}"),
]
UNLABELLED = [
    *(f"{API}{path}/" for path in ("posts", "missions", "merged-incidents", "evidence")),
    *(f"{API}{path}/" for path in ("proposals", "findings", "daily-reports", "readings")),
    *(f"{API}incidents/statistics/?by=area", f"{API}watch/?mission=ridge"),
    *(f"{API}incidents/{{incident}}/{one}/" for one in ("history", "accounts", "suggestions")),
    *(f"{LAYERS}/posts/items", f"{LAYERS}/incidents", "/ogc"),
]


@pytest.fixture
def told(cast):
    return tell(cast.north_monitor, place=cast.village.code)


def asked(person, address, *names):
    """An address asked for with these ways of naming, beside what it has in its query."""
    query = urlencode([("names", one) for one in names])
    return client_of(person).get(f"{address}{'&' if '?' in address else '?'}{query}")


def words_of(answer):
    """Whatever text an answer holds, also within a workbook."""
    assert answer.status_code == 200
    held = b"".join(answer)
    if not held.startswith(b"PK"):
        return held.decode(errors="replace")
    rows = load_workbook(BytesIO(held), read_only=True).active.iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row)


def first_in(words):
    """Which pair stands in a text; none where there is the grid alone."""
    [found] = [pair for pair in (FIRST, PAIR) if pair in words] or [GRID]
    return found


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


@pytest.fixture
def of_languages(told, cast):
    cast.village.names.filter(name="Velmura").update(language="xu")
    cast.village.names.filter(name="Belmora").update(language="xl")
    return told


@pytest.mark.parametrize("door", DOORS)
def test_one_rule_holds_wherever_a_place_is_labelled(of_languages, cast, door):
    address = door.format(incident=of_languages.incident_id, place=cast.village.pk)
    shown = {names: words_of(asked(cast.analyst, address, names)) for names in POLICIES}
    assert {names: first_in(words) for names, words in shown.items()} == POLICIES
    assert first_in(words_of(asked(cast.analyst, address))) == PAIR


@pytest.mark.parametrize("door", DOORS)
def test_a_way_of_naming_that_does_not_exist_is_named(of_languages, cast, door):
    address = door.format(incident=of_languages.incident_id, place=cast.village.pk)
    for names in ("", "first-nobody", "first-", "xx", "PAIR", "pair" * 99):
        assert faults_of(asked(cast.analyst, address, names)) == {"names": "invalid"}
    assert faults_of(asked(cast.analyst, address, "pair", "grid")) == {"names": "repeated"}


@pytest.mark.parametrize("address", UNLABELLED)
def test_where_no_place_is_labelled_there_is_no_such_parameter(told, cast, address):
    path = address.format(incident=told.incident_id)
    assert faults_of(asked(cast.north_duty_officer, path, "pair")) == {"names": "unknown"}


def test_a_language_of_which_no_party_endorses_a_name_is_none(told, cast):
    cast.village.names.filter(name="Velmura").update(language="xu", endorsed_by=None)
    assert faults_of(get("places/", cast.analyst, names="xu")) == {"names": "invalid"}


def test_the_next_page_names_places_as_the_first(of_languages, cast):
    tell(cast.north_monitor, place=cast.village.code)
    client = client_of(cast.analyst)
    page = client.get("/ogc/collections/incidents/items", {"names": "xu", "limit": 1}).json()
    [following] = [one["href"] for one in page["links"] if one["rel"] == "next"]
    assert first_in(words_of(client.get(following))) == FIRST


def test_the_api_answers_every_reader_the_same_names(told, cast):
    cast.analyst.names = "grid"
    cast.analyst.save()
    assert PAIR in get("incidents/", cast.analyst).content.decode()


def test_an_ordered_file_names_places_as_it_was_asked_for(of_languages, cast, tmp_path):
    for names, pair in POLICIES.items():
        target = tmp_path / names
        write_list(cast.analyst, f"names={names}", "http://testserver", target)
        assert first_in(target.read_text()) == pair
