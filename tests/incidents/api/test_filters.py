"""Finding incidents: each filter finds what it says, and tells nothing that may not be read."""

import pytest

from incidents.models import Incident
from tests.calls import client_of, faults_of, get, observation, released
from tests.factories import AppointmentFactory
from tests.incidents.judging import concluded, naming, opened
from tests.people import PEOPLE

SHELLING = {
    "category": "IND-MOR",
    "weapon": "mortar",
    "occurred_from": "2021-03-06T10:00:00Z",
    "place": "pl-village",
    "narrative": "Six loud blasts.",
    "alleged_party": "lowlands",
    "lat": 40.704321,
    "lon": 10.604321,
    "position_precision": "P2",
    "casualties": [{"outcome": "killed", "low": 1}],
}


@pytest.fixture
def two(cast):
    """Shots of the fourth, and shelling of the sixth with a casualty, at another place."""
    shots = observation(cast.north_monitor, place="pl-bridge")
    shelling = observation(cast.south_monitor, post="S-1", **SHELLING)
    return {shots.incident_id: "shots", shelling.incident_id: "shelling"}


def found(two, person, **query):
    rows = get("incidents/", person, **query).json()["results"]
    return {two[row["id"]] for row in rows}


BOTH = {"shots", "shelling"}


@pytest.mark.parametrize(
    "query,expected",
    [
        ({}, BOTH),
        ({"mission": "ridge"}, BOTH),
        ({"mission": "coast"}, set()),
        ({"category": "FIR"}, {"shots"}),
        ({"category": "FIR-SAL"}, {"shots"}),
        ({"category": "FIR-HMG"}, set()),
        ({"category": ["FIR", "IND-MOR"]}, BOTH),
        ({"status": "submitted"}, BOTH),
        ({"status": "triaged"}, set()),
        ({"day_after": "2021-03-05"}, {"shelling"}),
        ({"day_before": "2021-03-05"}, {"shots"}),
        ({"day_after": "2021-03-04", "day_before": "2021-03-06"}, BOTH),
        ({"occurred_after": "2021-03-06T09:00:00Z"}, {"shelling"}),
        ({"occurred_before": "2021-03-06T13:59:00+04:00"}, {"shots"}),
        ({"occurred_before": "0224-10-14T02:20:19-21:07"}, set()),
        ({"post": "N-1"}, {"shots"}),
        ({"place": "pl-village"}, {"shelling"}),
        ({"alleged_party": "lowlands"}, {"shelling"}),
        ({"alleged_party": "uplands"}, set()),
        ({"narrative": "LOUD"}, {"shelling"}),
        ({"narrative": "%"}, set()),
        ({"q": "belmora"}, {"shelling"}),
        ({"q": "Stone"}, {"shots"}),
        ({"box": "10.60,40.70,10.61,40.71"}, {"shelling"}),
        ({"box": "0,0,1,1"}, set()),
        ({"polygon": "10.6,40.7,10.61,40.7,10.61,40.71,10.6,40.71"}, {"shelling"}),
        ({"polygon": "10.6,40.7,10.61,40.7,10.6,40.71"}, {"shelling"}),
        ({"polygon": "10.6,40.71,10.61,40.71,10.61,40.7"}, set()),
        ({"near": "10.604321,40.704321,0.01"}, {"shelling"}),
        ({"near": "10.604321,40.714321,1.12"}, {"shelling"}),
        ({"near": "10.604321,40.714321,1.10"}, set()),
        ({"near": "10.616321,40.704321,1.02"}, {"shelling"}),
        ({"near": "10.616321,40.704321,1.00"}, set()),
        ({"near": "0,90,1000"}, set()),
        ({"weapon": "mortar"}, {"shelling"}),
        ({"weapon": ["mortar", "tank"]}, {"shelling"}),
        ({"weapon": "tank"}, set()),
        ({"source_party": "north"}, set()),
        ({"attributed_party": "lowlands"}, set()),
        ({"provision": "P-1"}, set()),
        ({"has_evidence": "true"}, set()),
        ({"has_evidence": "false"}, BOTH),
        ({"updated_since": "2021-01-01T00:00:00Z"}, BOTH),
        ({"updated_since": "2999-01-01T00:00:00Z"}, set()),
        ({"order": "updated"}, BOTH),
        ({"has_casualties": "true"}, {"shelling"}),
        ({"has_casualties": "false"}, {"shots"}),
        ({"undated": "true"}, set()),
        ({"undated": "false"}, BOTH),
        ({"severity_min": "5"}, set()),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_a_filter_finds_what_it_says(cast, two, query, expected):
    assert found(two, cast.analyst, **query) == expected


def test_an_undated_incident_is_found_as_such(cast):
    observation(cast.north_monitor, occurred_from=None, time_precision="T0")
    assert len(get("incidents/", cast.analyst, undated="true").json()["results"]) == 1


def test_a_box_of_the_public_searches_rounded_positions(cast):
    released(observation(cast.north_monitor, **{k: SHELLING[k] for k in ("lat", "lon")},
                         position_precision="P2"))  # fmt: skip
    exactly, coarsely = "10.603,40.703,10.605,40.705", "10.59,40.69,10.601,40.701"

    def rows(box):
        return len(get("incidents/", box=box).json()["results"])

    assert (rows(exactly), rows(coarsely)) == (0, 1)


def test_a_hidden_report_does_not_answer_a_search(cast):
    """A stranger's own mission opens no window on the narratives of another."""
    released(observation(cast.north_monitor, narrative="canary"))
    assert get("incidents/", cast.stranger).json()["results"]
    assert get("incidents/", cast.stranger, narrative="canary").json()["results"] == []


@pytest.mark.parametrize(
    "area",
    [
        {"polygon": "10.603,40.703,10.606,40.703,10.606,40.706,10.603,40.706"},
        {"near": "10.604321,40.704321,0.2"},
    ],
)
def test_an_area_of_the_public_is_of_rounded_positions(cast, area):
    released(observation(cast.north_monitor, **{k: SHELLING[k] for k in ("lat", "lon")},
                         position_precision="P2"))  # fmt: skip
    assert len(get("incidents/", cast.analyst, **area).json()["results"]) == 1
    assert get("incidents/", **area).json()["results"] == []
    assert len(get("incidents/", near="10.6,40.7,0.2").json()["results"]) == 1


def ids(person, **query):
    return [row["id"] for row in get("incidents/", person, **query).json()["results"]]


def test_the_oldest_or_the_last_changed_may_come_first(cast):
    first = observation(cast.north_monitor).incident_id
    later = observation(cast.north_monitor, occurred_from="2021-03-05T00:00:00Z").incident_id
    Incident.objects.filter(pk=first).update(updated_at="2999-01-01T00:00:00Z")
    names = [str(first), str(later)]
    assert ids(cast.analyst, order="oldest") == names
    assert ids(cast.analyst, order="newest") == names[::-1]
    assert ids(cast.analyst, order="updated") == names[::-1]
    page = get("incidents/", cast.analyst, order="updated", limit=1).json()
    assert page["results"][0]["id"] == str(later)
    following = client_of(cast.analyst).get(page["next"]).json()
    assert [row["id"] for row in following["results"]] == [str(first)]
    assert following["next"] is None


@pytest.mark.parametrize("asked", [{"order": "updated"}, {"updated_since": "2021-01-01T00:00:00Z"}])
def test_when_something_changed_is_told_only_to_who_reads_it(cast, asked):
    """A stranger reads public incidents, but not when the mission worked on them."""
    released(observation(cast.north_monitor), "public")
    assert len(ids(cast.stranger)) == len(ids(cast.analyst, **asked)) == 1
    assert ids(cast.stranger, **asked) == []
    assert faults_of(get("incidents/", **asked)).keys() == asked.keys()


def test_what_a_published_finding_says_is_found(cast):
    finding = concluded(cast)
    Incident.objects.filter(pk=finding.incident_id).update(release="public")
    observation(cast.north_monitor)
    for asked in ({"provision": "TR-1"}, {"attributed_party": "lowlands"}):
        assert ids(cast.analyst, **asked) == ids(None, **asked) == [str(finding.incident_id)]
    assert ids(None, provision="TR-2") == ids(None, attributed_party="uplands") == []


def test_what_a_finding_says_before_it_is_published_is_not_found(cast):
    opened(cast, naming())
    assert ids(cast.analyst, attributed_party="lowlands") == []


def test_fields_are_those_that_are_asked_for_and_may_be_read(cast):
    released(observation(cast.north_monitor, place="pl-village"), "public")
    (row,) = get("incidents/", fields="severity,lat,place_label").json()["results"]
    assert set(row) == {"id", "severity", "place_label"}
    (row,) = get("incidents/", cast.analyst, fields="lat", limit=1).json()["results"]
    assert set(row) == {"id", "lat"}
    (row,) = get("incidents/", fields="lat").json()["results"]
    assert set(row) == {"id"}


def test_a_count_is_of_what_one_may_read(cast, monkeypatch):
    released(observation(cast.north_monitor), "public")
    observation(cast.north_monitor)
    page = get("incidents/", count="estimated", limit=1).json()
    assert (page["count"], page["count_is_exact"]) == (1, True)
    monkeypatch.setattr("incidents.api.shaping.MOST_COUNTED", 1)
    page = get("incidents/", cast.analyst, count="estimated", limit=1).json()
    assert (page["count"], page["count_is_exact"]) == (1, False)


@pytest.mark.parametrize("name", PEOPLE)
def test_who_names_the_mission_reads_no_more_and_no_less_of_it(cast, two, name):
    """PostgreSQL is then asked for records of this mission alone."""
    person = getattr(cast, name)
    if name != "public":  # who serves at two missions reads near posts by both
        AppointmentFactory(user=person, mission=cast.other_mission, role="analyst")
        AppointmentFactory(user=person, mission=cast.mission, role="monitor", party=cast.south)
    observation(cast.stranger, mission="coast", post=cast.other_post.code)
    Incident.objects.update(release="public")
    every = get("incidents/", person).json()["results"]
    for mission, number in (("ridge", 2), ("coast", 1)):
        rows = [row for row in every if row["mission"] == mission]
        assert len(rows) == number
        assert get("incidents/", person, mission=mission).json()["results"] == rows
