"""Pages by key: every row once, in order, in both directions, and no cursor but ours."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ceasefire.api.urls import LISTS, ROUTES
from tests.calls import client_of, faults_of, get, observation
from tests.factories import PartyFactory


@pytest.fixture
def six(cast):
    """Six incidents, three at the same minute; newest first."""
    minutes = ("40", "41", "42", "42", "42", "43")
    for minute in minutes:
        observation(cast.north_monitor, occurred_from=f"2021-03-04T18:{minute}:00+04:00")
    rows = get("incidents/", cast.analyst).json()["results"]
    return [row["id"] for row in rows]


def follow(first, user, rel="next"):
    client, seen, page = client_of(user), [], first
    while page[rel]:
        page = client.get(page[rel]).json()
        seen.append([row["id"] for row in page["results"]])
    return page, seen


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7])
def test_pages_give_every_row_once_in_order(cast, six, size):
    first = get("incidents/", cast.analyst, limit=size).json()
    _last, later = follow(first, cast.analyst)
    seen = [row["id"] for row in first["results"]] + [row for page in later for row in page]
    assert seen == six


@pytest.mark.parametrize("size", [1, 2, 4, 6])
def test_the_way_back_gives_the_same_rows(cast, six, size):
    last, _pages = follow(get("incidents/", cast.analyst, limit=size).json(), cast.analyst)
    first, back = follow(last, cast.analyst, "previous")
    assert [row for page in reversed(back) for row in page] == six[
        : len(six) - len(last["results"])
    ]
    assert first["previous"] is None


def test_a_page_names_its_neighbours_in_the_link_header(cast, six):
    first = get("incidents/", cast.analyst, limit=2)
    second = client_of(cast.analyst).get(first.json()["next"])
    assert re.findall(r'rel="(\w+)"', first.headers["Link"]) == ["next"]
    assert re.findall(r'rel="(\w+)"', second.headers["Link"]) == ["next", "prev"]
    assert f"<{second.json()['previous']}>" in second.headers["Link"]


def test_a_neighbour_keeps_the_filters(cast, six):
    page = get("incidents/", cast.analyst, limit=2, status="submitted").json()
    assert "status=submitted" in page["next"]
    assert "limit=2" in page["next"]


def test_rows_that_arrive_in_between_are_neither_doubled_nor_shifted(cast, six):
    first = get("incidents/", cast.analyst, limit=3).json()
    observation(cast.north_monitor, occurred_from="2021-03-05T00:00:00Z")
    second = client_of(cast.analyst).get(first["next"]).json()
    assert [row["id"] for row in second["results"]] == six[3:]


@pytest.mark.parametrize(
    "cursor", ["", "x", "WzAsIDFd", "WzAsIDFd:forged", ":", "é", "a" * 3000, "../../etc"]
)
def test_a_forged_cursor_is_refused(cast, cursor):
    response = get("incidents/", limit=1, cursor=cursor)
    assert (response.status_code, faults_of(response)) == (400, {"cursor": "invalid"})


def test_a_cursor_of_another_list_is_refused(cast, six):
    cursor = get("incidents/", cast.analyst, limit=1).json()["next"].partition("cursor=")[2]
    assert client_of().get(f"/api/v1/parties/?cursor={cursor}").status_code == 400


def test_a_cursor_tells_no_more_than_an_id(cast, six):
    cursor = get("incidents/", cast.analyst, limit=1).json()["next"].partition("cursor=")[2]
    assert len(cursor.partition("%3A")[0]) < 70


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "", "²", "٣", " 5", "1e3", "0x10"])
def test_a_limit_that_is_no_number_is_refused(cast, limit):
    response = get("parties/", limit=limit)
    assert (response.status_code, faults_of(response)) == (400, {"limit": "invalid"})


def test_a_limit_above_the_largest_gives_the_largest(cast):
    assert get("parties/", limit="9" * 40).status_code == 200


def test_a_page_never_counts(cast, six):
    client = client_of(cast.analyst)
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/incidents/?limit=2")
    assert not any("count(" in query["sql"].lower() for query in queries)


def test_a_later_page_is_a_comparison_of_rows(cast, six):
    address = get("incidents/", cast.analyst, limit=2).json()["next"]
    client = client_of(cast.analyst)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    sql = next(q["sql"] for q in queries if "row_to_json" in q["sql"])
    assert '("incidents_incident"."sort_at", "incidents_incident"."id") < (' in sql


def test_a_list_by_code_pages_too(cast):
    for number in range(4):
        PartyFactory(code=f"extra-{number}")
    first = get("parties/", limit=5).json()
    codes = [row["code"] for row in first["results"]]
    client, page = client_of(), first
    while page["next"]:
        page = client.get(page["next"]).json()
        codes += [row["code"] for row in page["results"]]
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes)) == 9


@pytest.mark.parametrize("name", [one for one in LISTS if ROUTES[one].pagination_class])
def test_every_keyset_runs_one_way_and_ends_in_what_is_unique(name):
    view = ROUTES[name]
    assert len({part.startswith("-") for part in view.keyset}) == 1
    last = view.queryset.model._meta.get_field(view.keyset[-1].removeprefix("-"))
    assert last.unique or last.name == "token_key"
