"""Finding incidents: each filter finds what it says, and tells nothing that may not be read."""

import pytest

from tests.calls import get, observation, released

SHELLING = {
    "category": "IND-MOR",
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
