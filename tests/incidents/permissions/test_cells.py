"""The table over HTTP: role × relation × release × category, endpoint by endpoint."""

import pytest

from tests.calls import API
from tests.incidents.permissions.oracle import (
    INCIDENT_FIELDS,
    REPORT_FIELDS,
    reader,
    reads_field,
    reads_incident,
    reads_report,
)
from tests.incidents.permissions.world import ORDINARY, RESTRICTED
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db

EVERYBODY = (*PEOPLE, "colleague")


def listed(world, who, path, key, **query):
    answer = world.api[who].get(API + path, {"limit": 1000} | query)
    assert answer.status_code == 200, answer.content
    return {row[key]: row for row in answer.json()["results"]}


def check_fields(cells, row, told, who, table, *, all_of_it=False):
    expected = set()
    for names, readers in table:
        if all_of_it or reads_field(who, told, readers):
            expected |= set(names.split())
    for name in {n for names, _readers in table for n in names.split()} | set(row):
        cells.check(name in row, name in expected, who, told.name, name)


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_of_incidents_hold_the_rows_and_fields_that_the_rules_grant(world, cells, who):
    rows = listed(world, who, "incidents/", "id")
    for told in world.told:
        row = rows.get(str(told.incident.pk))
        cells.check(row is not None, reads_incident(who, told), who, told.name, "listed")
        if row is not None:
            check_fields(cells, row, told, who, INCIDENT_FIELDS)


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_of_reports_hold_the_rows_and_fields_that_the_rules_grant(world, cells, who):
    rows = listed(world, who, "reports/", "report_id")
    for told in world.told:
        row = rows.get(str(told.report.report_id))
        cells.check(row is not None, reads_report(who, told), who, told.name, "report listed")
        if row is not None:
            own = who == told.author
            check_fields(cells, row, told, who, REPORT_FIELDS, all_of_it=own)
            named = row["incident"] is not None
            cells.check(named, reads_incident(who, told), who, told.name, "names its incident")


# What is asked one by one: a few of each kind on every change, and all of them at night.
EVERY = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["few", "every"]
)


def some(world, every):
    """The incidents to ask for one by one."""
    few = (told for told in world.told if (told.release, told.category) in FEW)
    return world.told if every else [*few]


FEW = {("mission", ORDINARY), ("public", ORDINARY), ("public", RESTRICTED)}
MORE = {
    "reports": {"analysts", "verifiers", "own post", "parties"},
    "history": {"analysts", "verifiers", "own post"},
    "allowed_actions": {"verifiers"},
    "allowed_moves": {"verifiers"},
    "merged_here": {"verifiers"},
}


@EVERY
@pytest.mark.parametrize("who", EVERYBODY)
def test_an_incident_shows_what_the_rules_grant_of_it(world, cells, who, every):
    for told in some(world, every):
        answer = world.api[who].get(f"{API}incidents/{told.incident.pk}/")
        expected = 200 if reads_incident(who, told) else 404
        cells.check(answer.status_code, expected, who, told.name, "detail")
        if answer.status_code == 200:
            row = answer.json()
            more = {name: row.pop(name) for name in MORE if name in row}
            check_fields(cells, row, told, who, INCIDENT_FIELDS)
            for name, readers in MORE.items():
                granted = reader(who, told) in readers
                cells.check(name in more, granted, who, told.name, name)
            reports = {one["report_id"] for one in more.get("reports", [])}
            told_of = str(told.report.report_id) in reports
            granted = reads_report(who, told) and reader(who, told) in MORE["reports"]
            cells.check(told_of, granted, who, told.name, "holds its report")


@EVERY
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_report_shows_what_the_rules_grant_of_it(world, cells, who, every):
    for told in some(world, every):
        answer = world.api[who].get(f"{API}reports/{told.report.report_id}/")
        expected = 200 if reads_report(who, told) else 404
        cells.check(answer.status_code, expected, who, told.name, "report")
        if answer.status_code == 200:
            own = who == told.author
            check_fields(cells, answer.json(), told, who, REPORT_FIELDS, all_of_it=own)


INSIDE = {"analysts", "verifiers", "own post"}
# What it takes, besides reading the incident.
BELOW = {
    f"{API}incidents/{{}}/accounts/": None,
    f"{API}incidents/{{}}/history/": INSIDE,
    f"{API}incidents/{{}}/suggestions/": {"verifiers"},
    "/incidents/{}/": None,
    "/incidents/{}/proof/": None,
}


@EVERY
@pytest.mark.parametrize("who", EVERYBODY)
def test_whatever_stands_below_an_incident_is_hidden_with_it(world, cells, who, every):
    for told in some(world, every):
        for path, readers in BELOW.items():
            client = world.api[who] if path.startswith(API) else world.pages[who]
            answer = client.get(path.format(told.incident.pk))
            granted = reads_incident(who, told) and (not readers or reader(who, told) in readers)
            cells.check(answer.status_code, 200 if granted else 404, who, told.name, path)


ACTS = ("status", "claim", "merge", "split", "detach")
OFFICERS = ("north_duty_officer", "south_duty_officer", "stranger")
UNFIT = '{"unfit": true}'


@EVERY
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_who_verifies_acts_and_only_on_what_they_see(world, cells, who, act, every):
    for told in some(world, every):
        answer = world.api[who].post(
            f"{API}incidents/{told.incident.pk}/{act}/", UNFIT, content_type="application/json"
        )
        cells.check(answer.status_code, _expected(who, told), who, told.name, act)


def _expected(who, told):
    """An officer's own incident gets as far as the body, which is never fit."""
    if who == "public":
        return 401
    if who not in OFFICERS:
        return 403
    return 422 if reads_incident(who, told) else 404


# All exact positions lie in it, and none that is rounded.
BOX = "10.255,40.252,10.2575,40.2545"


POLYGON = "10.255,40.252,10.2575,40.252,10.2575,40.2545,10.255,40.2545"


def _is_read_as(readers):
    return lambda who, told: reads_incident(who, told) and reader(who, told) in readers


# Filter → a value that finds all that the reader may find by it, and by whom it is found.
FILTERS = {
    "narrative": ({"narrative": "canary"}, None),
    "alleged_party": ({"alleged_party": "lowlands"}, None),
    "occurred": (
        {"occurred_after": "2021-03-10T00:00:00Z"},
        _is_read_as(INSIDE | {"parties", "co-chairs"}),
    ),
    "N-1": ({"post": "N-1"}, _is_read_as(INSIDE)),
    "N-2": ({"post": "N-2"}, _is_read_as(INSIDE)),
    "S-1": ({"post": "S-1"}, _is_read_as(INSIDE)),
    "C-1": ({"post": "C-1"}, _is_read_as(INSIDE)),
    "box": ({"box": BOX}, _is_read_as(INSIDE)),
    "polygon": ({"polygon": POLYGON}, _is_read_as(INSIDE)),
    "near": ({"near": "10.25625,40.25325,0.18"}, _is_read_as(INSIDE)),
    "updated_since": ({"updated_since": "2000-01-01T00:00:00Z"}, _is_read_as(INSIDE)),
    "order": ({"order": "updated"}, _is_read_as(INSIDE)),
}


def _grants(name, granted, who, told):
    if name[1] == "-" and (told.report.post is None or told.report.post.code != name):
        return False
    if granted is not None:
        return granted(who, told)
    staff = reader(who, told) not in {"public", "co-chairs"}
    return staff and reads_incident(who, told) and reads_report(who, told)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_found_by_what_may_not_be_read(world, cells, who, name):
    asked, granted = FILTERS[name]
    answer = world.api[who].get(f"{API}incidents/", {"limit": 1000} | asked)
    rows = answer.json()["results"] if answer.status_code == 200 else []
    found = {row["id"] for row in rows}
    for told in world.told:
        expected = _grants(name, granted, who, told)
        cells.check(str(told.incident.pk) in found, expected, who, told.name, f"found by {name}")


@pytest.mark.parametrize("words", ["RIDGE", "COAST", "-I-", "canary"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_no_search_finds_what_may_not_be_read(world, cells, who, words):
    rows = listed(world, who, "incidents/", "id", q=words)
    for told in world.told:
        named = words in told.incident.reference
        expected = named and reads_incident(who, told)
        found = str(told.incident.pk) in rows
        cells.check(found, expected, who, told.name, f"searched {words}")
