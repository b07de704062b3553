"""The escalation watch over the API: the very numbers of the page, to whom the page tells them."""

import csv
import io
from datetime import timedelta

import pytest

from incidents.missionday.escalation import RULE
from incidents.models import ReadLog
from tests.calls import PROBLEM, faults_of, get
from tests.incidents.permissions.world import build_world
from tests.incidents.telling import DAY, NOW, tell
from tests.incidents.typing import signed_in
from tests.incidents.views.test_escalation import quiet_then_six
from tests.people import PEOPLE

__all__ = ["quiet_then_six"]

ADDRESS = "watch/"
ONE = timedelta(days=1)
PERIOD = {"day_after": str(DAY - 9 * ONE), "day_before": str(DAY)}
RIDGE = {"mission": "ridge"} | PERIOD
ASKED = (
    {},
    {"by": "area"},
    {"measure": "counts"},
    {"by": "area", "measure": "counts", "category": "FIR"},
    {"area": "upper VALLEY"},
    {"q": "nothing of the kind"},
)


@pytest.fixture
def fire_and_damage(quiet_then_six):
    """On a day of each of the last weeks damage as well, by accounts of nobody's own."""
    for weeks in range(6):
        at = NOW - timedelta(minutes=60 + weeks)
        tell(None, occurred_from=at - ONE * weeks * 7, category="IND-MOR")
    return quiet_then_six


def rows_of(person, **more):
    return get(ADDRESS, person, **RIDGE | more).json()["rows"]


def of_page(person, **more):
    """What the page's file says, line for line."""
    client = signed_in(person)
    client.post("/mission/", {"mission": "ridge"})
    answer = client.get("/trends/watch.csv", PERIOD | more)
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def as_page(row, measure="rate"):
    """A row of the API as the page's file writes it."""
    told = {"key": row["key"] or "", "state": row["state"]}
    told |= {name: shown(row[name]) for name in ("ratio", "chance")}
    for name in ("recent", "baseline"):
        part = row[name]
        weight = part["days"] if measure == "counts" else part["hours"] / 100
        told |= {f"{name}_days": str(part["days"]), f"{name}_exposure": str(round(weight, 4) * 1.0)}
        told[f"{name}_incidents"] = str(part["incidents"])
    return told | {"incidents_left_out": str(row["incidents_left_out"])}


def shown(number):
    return "" if number is None else str(float(f"{number:.4g}"))


def test_it_says_rule_day_and_what_it_says_it_from(fire_and_damage):
    told = get(ADDRESS, fire_and_damage.analyst, **RIDGE, category="FIR").json()
    [row] = told.pop("rows")
    assert told == {
        "mission": "ridge",
        "rule": RULE,
        "mission_day": str(DAY),
        "by": "category",
        "measure": "rate",
        "days_without_watch": [],
    }
    assert (row["key"], row["state"]) == ("FIR", "raised")
    assert row["recent"] == {"days": 7, "incidents": 6, "hours": 70.0, "rate": 6 / 0.7}
    assert row["baseline"]["days"] == 23
    assert row["chance"] < 0.001


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_is_told_what_the_page_tells_them(fire_and_damage, who, asked):
    person = fire_and_damage.everybody[who]
    found = rows_of(person, **asked)
    lines = of_page(None if person.is_anonymous else person, **asked)
    known = [as_page(row, asked.get("measure", "rate")) for row in found]
    assert known == [{name: line[name] for name in known[0]} for line in lines if known]
    assert len(known) == len(lines)


@pytest.mark.django_db
def test_restricted_categories_have_a_row_for_those_who_read_them():
    world = build_world()
    asked = {"mission": "ridge", "day_before": "2021-03-10"}
    for who in PEOPLE:
        client = world.api[who]
        rows = client.get(f"/api/v1/{ADDRESS}", asked).json()["rows"]
        query = {"mission": "ridge", "limit": 1000}
        listed = client.get("/api/v1/incidents/", query).json()["results"]
        assert {row["key"] for row in rows} == {one["category"][:3] for one in listed}, who


def test_a_day_is_chosen_where_none_is_named(fire_and_damage):
    told = get(ADDRESS, fire_and_damage.analyst, mission="ridge").json()
    assert told["mission_day"] == str(DAY)
    assert get(ADDRESS, fire_and_damage.analyst, mission="coast").json()["rows"] == []


def test_days_without_watch_are_named(cast):
    tell(None)
    told = get(ADDRESS, **RIDGE).json()
    assert told["days_without_watch"] == [str(DAY - n * ONE) for n in reversed(range(7))]
    assert (told["rows"][0]["state"], told["rows"][0]["chance"]) == ("not_known", None)
    assert told["rows"][0]["recent"] == {"days": 0, "incidents": 0, "hours": 0.0, "rate": None}


BAD_DAYS = {
    "no date": "x",
    "no such day": "2021-02-30",
    "thirteenth month": "2021-13-01",
    "an instant": "2021-03-04T18:40:00Z",
    "a week": "2021-W10",
    "zero": "0000-00-00",
    "negative": "-2021-03-01",
    "five digits": "10000-01-01",
    "first of the calendar": "0001-01-01",
    "markup": "<script>",
    "SQL": "2021-03-01'; DROP TABLE incidents_incident; --",
    "long": "9" * 3_000,
    "other digits": "۲۰۲۱-۰۳-۰۱x",
    "half a pair": "\ufffd",
}


@pytest.mark.parametrize("name", ["day_after", "day_before"])
@pytest.mark.parametrize("kind", BAD_DAYS)
def test_a_bad_day_is_refused_by_name(cast, name, kind):
    answer = get(ADDRESS, mission="ridge", **{name: BAD_DAYS[kind]})
    assert answer.status_code == 400
    assert set(faults_of(answer)) == {name}


@pytest.mark.parametrize(
    "query,fault",
    [
        ({}, {"mission": "required"}),
        ({"mission": ""}, {"mission": "required"}),
        ({"by": "area"}, {"mission": "required"}),
        ({"mission": "nowhere"}, {"mission": "invalid_choice"}),
        ({"mission": "ridge "}, {"mission": "invalid_choice"}),
        ({"mission": "x" * 3_000}, {"mission": "invalid_choice"}),
        ({"mission": ["ridge", "ridge"]}, {"mission": "repeated"}),
        (RIDGE | {"day_before": [str(DAY), str(DAY)]}, {"day_before": "repeated"}),
        (RIDGE | {"by": ["area", "area"]}, {"by": "repeated"}),
        (RIDGE | {"measure": ["rate", "counts"]}, {"measure": "repeated"}),
        (RIDGE | {"by": "party"}, {"by": "invalid"}),
        (RIDGE | {"by": ""}, {"by": "invalid"}),
        (RIDGE | {"measure": "RATE"}, {"measure": "invalid"}),
        (RIDGE | {"day_before": "2021-01-01"}, {"day_before": "invalid"}),
        (RIDGE | {"day_before": "9999-12-31"}, {"day_after": "range"}),
        (RIDGE | {"limit": "1"}, {"limit": "unknown"}),
        (RIDGE | {"cursor": "x"}, {"cursor": "unknown"}),
        (RIDGE | {"format": "csv"}, {"format": "unknown"}),
        (RIDGE | {"order": "oldest"}, {"order": "unknown"}),
        (RIDGE | {"as_of": "now"}, {"as_of": "unknown"}),
        (RIDGE | {"category": "NOPE"}, {"category": "invalid_choice"}),
        (RIDGE | {"narrative": "x"}, {"narrative": "not_available"}),
        (RIDGE | {"polygon": "1"}, {"polygon": "range"}),
    ],
)
def test_what_is_not_understood_is_named(cast, query, fault):
    answer = get(ADDRESS, **query)
    assert (answer.status_code, faults_of(answer)) == (400, fault)


@pytest.mark.parametrize("name", ["mission", "by", "measure", "day_after", "area"])
def test_nul_is_refused(cast, name):
    others = "" if name == "mission" else "mission=ridge&"
    answer = get(f"{ADDRESS}?{others}{name}=%00")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("day", ["9999-12-31", "1900-01-01"])
def test_the_ends_of_the_calendar_are_no_error(cast, day):
    tell(None)
    told = get(ADDRESS, mission="ridge", day_after=day, day_before=day)
    assert told.status_code == 200
    assert told.json()["mission_day"] < "2999"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(cast, method):
    answer = getattr(signed_in(cast.analyst), method)(f"/api/v1/{ADDRESS}?mission=ridge")
    assert answer.status_code in (403, 405)
    assert signed_in(None).get(f"/api/v1/{ADDRESS}ridge/").status_code == 404


def test_it_is_noted(cast):
    get(ADDRESS, cast.analyst, **RIDGE, q="canary")
    noted = ReadLog.objects.get()
    days = "&".join(f"{name}={day}" for name, day in PERIOD.items())
    assert (noted.query, noted.rows) == (f"{days}&mission=*&q=*", 0)


def test_many_areas_take_as_many_queries_as_one(fire_and_damage, django_assert_max_num_queries):
    for n in range(5):
        tell(fire_and_damage.north_monitor, area_text=f"Area {n}")
    with django_assert_max_num_queries(20):
        assert len(rows_of(fire_and_damage.analyst, by="area")) == 7
