"""Profiles: other people's columns, exactly, with no more in them than the reader may read."""

import csv
import io

import pytest

from incidents.exchange import acled, ged, osce
from incidents.models import Incident, ReadLog
from tests.calls import faults_of, get, observation, released

TOLD = {
    "category": "IND-MOR",
    "weapon": "mortar",
    "place": "pl-village",
    "occurred_from": "2021-03-06T10:43:00Z",
    "means": "heard",
    "signature": "explosion",
    "direction": "incoming",
    "alleged_party": "lowlands",
    "lat": 40.704321,
    "lon": 10.604321,
    "position_precision": "P5",
    "count_low": 6,
    "count_unit": "explosion",
    "count_qualifier": "about",
    "casualties": [{"outcome": "killed", "low": 1, "high": 3}],
}
CLAIM = {
    "post": "",
    "kind": "allegation",
    "source_kind": "party_command",
    "stance": "claimed",
    "source_url": "https://example.org/statement",
}


def table(person, profile, **query):
    answer = get("incidents/", person, format="csv", profile=profile, **query)
    assert answer.status_code == 200, answer.content
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def shelling(cast):
    """A released shelling with a death, seen from a post that accuses a side."""
    return released(observation(cast.north_monitor, **TOLD), "public")


@pytest.mark.parametrize(
    "profile,columns", [(m.__name__[19:], m.COLUMNS) for m in (acled, ged, osce)]
)
def test_the_columns_are_theirs_in_their_order(cast, shelling, profile, columns):
    for person in (cast.public, cast.analyst):
        (row,) = table(person, profile)
        assert tuple(row) == columns


def test_acled_reads_our_incident(cast, shelling):
    (row,) = table(cast.analyst, "acled")
    assert len(row) == 31
    said = {
        "event_id_cnty": shelling.reference,
        "event_date": "2021-03-06",
        "year": "2021",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": cast.lowlands.name,
        "inter1": "State forces",
        "actor2": "",
        "interaction": "",
        "latitude": "40.7043",
        "longitude": "10.6043",
        "geo_precision": "2",
        "fatalities": "1",
        "timestamp": str(int(shelling.updated_at.timestamp())),
    }
    assert {name: row[name] for name in said} == said
    assert "count=6 explosion" in row["tags"]


def test_two_accused_parties_stand_in_an_order_that_accuses_nobody(cast, shelling):
    reply = TOLD | CLAIM | {"alleged_party": "uplands", "same_event_as": None}
    filed = observation(cast.north_duty_officer, **reply)
    from incidents.models import SameEventLink

    SameEventLink.objects.filter(incident=filed.incident_id).update(incident=shelling.pk)
    (row, _other) = sorted(table(cast.analyst, "acled"), key=lambda row: row["actor2"] == "")
    assert (row["actor1"], row["actor2"]) == (cast.lowlands.name, cast.uplands.name)
    assert row["interaction"] == "State forces-State forces"


def test_acled_knows_no_unknown_number_but_its_tag_does(cast):
    released(observation(cast.north_monitor), "public")
    (row,) = table(cast.public, "acled")
    assert (row["fatalities"], "fatalities=unknown" in row["tags"]) == ("0", True)


def test_what_acled_has_no_event_for_is_left_out(cast, shelling):
    Incident.objects.update(category="CYB-JAM")
    assert table(cast.analyst, "acled") == []
    assert len(table(cast.analyst, "osce")) == 1


def test_ged_holds_what_killed(cast, shelling):
    observation(cast.north_monitor)
    (row,) = table(cast.analyst, "ged")
    assert (row["low"], row["best"], row["high"]) == ("1", "1", "3")
    assert (row["date_prec"], row["where_prec"], row["side_a"]) == ("1", "2", cast.lowlands.name)
    assert row["geom_wkt"] == "POINT (10.604321 40.704321)"
    assert row["deaths_civilians"] == ""


def test_the_osce_table_reads_like_theirs(cast, shelling):
    (row,) = table(cast.analyst, "osce")
    assert row["position"] == "N-1"
    assert (row["means"], row["observation"], row["description"]) == (
        "heard",
        "explosion",
        "incoming",
    )
    assert (row["number"], row["weapon"]) == ("about 6", "mortar")
    assert (row["date"], row["time"]) == ("2021-03-06", "14:43")
    released(observation(cast.north_monitor), "public")
    assert {row["weapon"] for row in table(cast.analyst, "osce")} == {"mortar", "N/K"}


def test_a_profile_tells_the_public_no_more_than_the_pages(cast, shelling):
    (one,) = table(cast.public, "acled")
    assert (one["actor1"], one["timestamp"], one["event_date"]) == ("", "", "2021-03-06")
    assert (one["latitude"], one["longitude"], one["geo_precision"]) == ("40.7000", "10.6000", "2")
    (one,) = table(cast.public, "ged")
    assert (one["side_a"], one["geom_wkt"]) == ("", "POINT (10.600000 40.700000)")
    (one,) = table(cast.public, "osce")
    assert (one["position"], one["means"], one["time"]) == ("", "", "")


def test_a_published_claim_accuses_to_everybody(cast):
    released(observation(cast.north_duty_officer, **TOLD | CLAIM), "public")
    (row,) = table(cast.public, "acled")
    assert row["actor1"] == cast.lowlands.name


def test_no_name_is_a_formula(cast, shelling):
    cast.lowlands.name = "=cmd()"
    cast.lowlands.save()
    Incident.objects.update(area_text="@SUM(A1)", place=None)
    (row,) = table(cast.analyst, "acled")
    assert (row["actor1"], row["admin1"]) == ("'=cmd()", "'@SUM(A1)")


@pytest.mark.parametrize(
    "query,fault",
    [
        ({"profile": "iso"}, {"profile": "invalid"}),
        ({"profile": ""}, {"profile": "invalid"}),
        ({"profile": ["acled", "ged"]}, {"profile": "invalid"}),
        ({"profile": "acled", "fields": "id"}, {"fields": "not_available"}),
        ({"profile": "acled", "hxl": "true"}, {"hxl": "not_available"}),
        ({"profile": "acled", "format": "xlsx"}, {"profile": "not_available"}),
    ],
)
def test_what_does_not_go_with_a_profile_is_refused(cast, query, fault):
    assert faults_of(get("incidents/", **{"format": "csv"} | query)) == fault


def test_a_profile_is_noted(cast, shelling):
    table(cast.analyst, "ged")
    noted = ReadLog.objects.get()
    assert (noted.query, noted.rows) == ("format=csv&profile=ged", 1)
