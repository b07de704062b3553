"""Statistics over the API: tables of what one may read, by what one may read."""

from datetime import timedelta

import pytest

from incidents.domain.daily_return import file_daily_return
from incidents.domain.sequencing import keep_ledger
from incidents.models import DailyTally, LedgerEntry, ReadLog
from tests.calls import faults_of, get, observation, released
from tests.incidents.incident_rows import tally_all
from tests.incidents.permissions.world import build_world
from tests.incidents.telling import NOW, return_content
from tests.people import PEOPLE

ADDRESS = "incidents/statistics/"


def test_a_table_has_cells_and_coverage(cast):
    observation(cast.north_monitor)
    told = get(ADDRESS, cast.analyst, by="week,category_class", mission="ridge").json()
    (cell,) = told["cells"]
    assert told["by"] == ["week", "category_class"]
    assert (cell["keys"], cell["incidents"]) == ({"week": "2021-03-01", "category_class": "FIR"}, 1)
    assert told["coverage"] == []


@pytest.mark.parametrize("day", ["2021-03-11", "03/11/2021"])
def test_the_days_bound_coverage_however_they_are_written(cast, day):
    at = NOW + timedelta(hours=9)
    file_daily_return(return_content(observed_minutes=60), author=cast.north_monitor, now=at)
    for asked, returns in (({}, [1]), ({"day_after": day}, [])):
        told = get(ADDRESS, cast.analyst, by="day", mission="ridge", **asked).json()
        assert [one["returns"] for one in told["coverage"]] == returns


def test_filters_apply_to_tables(cast):
    observation(cast.north_monitor)
    asked = {"by": "severity", "day_after": "2021-03-04", "day_before": "2021-03-04"}
    assert len(get(ADDRESS, cast.analyst, **asked).json()["cells"]) == 1
    assert get(ADDRESS, cast.analyst, by="severity", category="IND").json()["cells"] == []


@pytest.mark.parametrize(
    "query,fault",
    [
        ({}, {"by": "invalid"}),
        ({"by": ""}, {"by": "invalid"}),
        ({"by": "lat"}, {"by": "invalid"}),
        ({"by": "day,week,month"}, {"by": "invalid"}),
        ({"by": "day,day"}, {"by": "invalid"}),
        ({"by": ["day", "week", "month"]}, {"by": "invalid"}),
        ({"by": "x" * 3000}, {"by": "invalid"}),
        ({"by": "post"}, {"by": "not_available"}),
        ({"by": "day,alleged_party"}, {"by": "not_available"}),
        ({"by": "day", "limit": "1"}, {"limit": "unknown"}),
        ({"by": "day", "cursor": "x"}, {"cursor": "unknown"}),
        ({"by": "day", "format": "csv"}, {"format": "unknown"}),
        ({"by": "day", "fields": "id"}, {"fields": "unknown"}),
        ({"by": "day", "narrative": "x"}, {"narrative": "not_available"}),
        ({"by": "day", "polygon": "1"}, {"polygon": "range"}),
    ],
)
def test_what_is_not_understood_is_named(cast, query, fault):
    assert faults_of(get(ADDRESS, **query)) == fault


def test_nul_is_refused(cast):
    assert get(ADDRESS + "?by=%00").status_code == 400


def test_a_table_is_noted(cast):
    get(ADDRESS, cast.analyst, by="day", q="canary")
    noted = ReadLog.objects.get()
    assert (noted.query, noted.rows) == ("by=day&q=*", 0)


def test_a_table_counts_what_the_list_holds(cast):
    for level in ("public", "public", "public", "parties", "mission"):
        released(observation(cast.north_monitor), level)
    for who in PEOPLE:
        person = cast.everybody[who]
        listed = get("incidents/", person).json()["results"]
        (cell,) = get(ADDRESS, person, by="category").json()["cells"]
        assert cell["incidents"] == len(listed), who


@pytest.mark.parametrize(
    "asked,number",
    [
        ({}, 1000),
        ({"mission": "ridge"}, 1000),
        ({"mission": "ridge", "day_after": "2021-03-04", "day_before": "2021-03-04"}, 1000),
        ({"mission": "coast"}, 0),
        ({"day_after": "2021-03-05"}, 0),
        ({"day_before": "2021-03-03"}, 0),
        ({"category": "FIR"}, 1),
        ({"severity_min": "0", "mission": "ridge"}, 1),
        ({"order": "oldest"}, 1),
        ({"by": ["status", "category"]}, 1),
    ],
)
def test_tallies_answer_where_missions_and_days_alone_are_asked_for(cast, asked, number):
    observation(cast.north_monitor)
    tally_all()
    DailyTally.objects.update(counted=1000)  # so that it shows who reads them
    cells = get(ADDRESS, cast.analyst, **{"by": "status"} | asked).json()["cells"]
    assert sum(cell["incidents"] for cell in cells) == number


def test_as_of_asks_no_tallies(cast):
    observation(cast.north_monitor)
    tally_all()
    DailyTally.objects.update(counted=1000)
    keep_ledger(NOW)
    size = LedgerEntry.objects.count()
    (cell,) = get(ADDRESS, cast.analyst, by="status", as_of=size).json()["cells"]
    assert cell["incidents"] == 1


@pytest.mark.django_db
def test_restricted_categories_are_counted_to_those_who_read_them():
    world = build_world()
    for who in PEOPLE:
        told = world.api[who].get(f"/api/v1/{ADDRESS}", {"by": "category"}).json()
        found = any(cell["keys"]["category"] == "CIV-SGB" for cell in told["cells"])
        listed = world.api[who].get("/api/v1/incidents/", {"category": "CIV-SGB"}).json()
        assert found == bool(listed["results"]), who
