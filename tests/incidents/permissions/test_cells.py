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
from tests.incidents.permissions.world import position_of
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


MORE = {
    "reports": {"analysts", "verifiers", "own post", "parties"},
    "history": {"analysts", "verifiers", "own post"},
    "allowed_actions": {"verifiers"},
    "allowed_moves": {"verifiers"},
    "merged_here": {"verifiers"},
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_incident_shows_what_the_rules_grant_of_it(world, cells, who):
    for told in world.told:
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


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_report_shows_what_the_rules_grant_of_it(world, cells, who):
    for told in world.told:
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


@pytest.mark.parametrize("who", EVERYBODY)
def test_whatever_stands_below_an_incident_is_hidden_with_it(world, cells, who):
    for told in world.told:
        for path, readers in BELOW.items():
            client = world.api[who] if path.startswith(API) else world.pages[who]
            answer = client.get(path.format(told.incident.pk))
            granted = reads_incident(who, told) and (not readers or reader(who, told) in readers)
            cells.check(answer.status_code, 200 if granted else 404, who, told.name, path)


ACTS = ("status", "claim", "merge", "split", "detach")
OFFICERS = ("north_duty_officer", "south_duty_officer", "stranger")
UNFIT = '{"unfit": true}'


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_who_verifies_acts_and_only_on_what_they_see(world, cells, who, act):
    for told in world.told:
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


def _is_read_as(readers):
    return lambda who, told: reads_incident(who, told) and reader(who, told) in readers


FILTERS = {
    "post": (lambda told: {"post": told.report.post.code}, _is_read_as(INSIDE)),
    "narrative": (lambda told: {"narrative": told.word}, None),
    "occurred": (
        lambda told: {"occurred_after": told.report.occurred_from.isoformat()},
        _is_read_as(INSIDE | {"parties", "co-chairs"}),
    ),
    "box": (lambda told: {"box": box_around(told)}, _is_read_as(INSIDE)),
}


def box_around(told):
    """A box so small that only the exact position lies in it."""
    lat, lon = map(float, position_of(told.number))
    near = 0.0000004
    return f"{lon - near:.7f},{lat - near:.7f},{lon + near:.7f},{lat + near:.7f}"


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_found_by_what_may_not_be_read(world, cells, who, name):
    asked, granted = FILTERS[name]
    for told in world.told:
        if name == "post" and told.report.post is None:
            continue
        answer = world.api[who].get(f"{API}incidents/", {"limit": 1000} | asked(told))
        found = (
            {row["id"] for row in answer.json()["results"]} if answer.status_code == 200 else set()
        )
        if granted is None:
            may = reads_incident(who, told) and reads_report(who, told)
            may = may and reader(who, told) != "public" and reader(who, told) != "co-chairs"
        else:
            may = granted(who, told)
        cells.check(str(told.incident.pk) in found, may, who, told.name, f"found by {name}")


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_search_finds_what_may_not_be_read(world, cells, who):
    for told in world.told:
        for path in ("incidents/", "/incidents/"):
            client = world.api[who] if path == "incidents/" else world.pages[who]
            address = API + path if path == "incidents/" else path
            answer = client.get(address, {"q": told.incident.reference})
            shown = f">{told.incident.reference}<" in answer.content.decode()
            shown = shown or f'"{told.incident.reference}"' in answer.content.decode()
            elsewhere = path == "/incidents/" and _other_page(who, told)
            expected = reads_incident(who, told) and not elsewhere
            cells.check(shown, expected, who, told.name, f"searched at {path}")


def _other_page(who, told):
    """A page shows one mission: the stranger's is the coast, everybody else's the ridge."""
    return (who == "stranger") != (told.source == "other mission")
