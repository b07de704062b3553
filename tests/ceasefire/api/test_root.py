"""The entrance, and what happens beside it."""

import pytest
from django.test import Client

from tests.calls import API, PROBLEM, client_of, get

# What somebody has of their own is asked for by name.
OWN = {"tokens", "subscriptions"}
# What is told of a mission, which must be named.
OF_A_MISSION = {"watch"}


def test_the_entrance_lists_addresses_that_answer(cast):
    for name, address in get("").json()["resources"].items():
        status = 401 if name in OWN else 400 if name in OF_A_MISSION else 200
        assert Client().get(address).status_code == status, name


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", API + "nonsense/", API + "parties/north/x/"])
def test_nowhere_is_a_problem(db, path):
    response = Client().get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_nowhere_is_nowhere_by_any_method(db, method):
    assert getattr(Client(), method)(API + "nonsense/").status_code == 404


def test_an_address_that_lacks_its_slash_keeps_method_and_query(db):
    response = Client().post(API + "reports?x=1")
    assert (response.status_code, response.headers["Location"]) == (308, API + "reports/?x=1")


def test_options_tell_the_methods_and_nothing_of_the_fields(cast):
    response = client_of(cast.north_monitor).options(API + "reports/")
    assert response.json() == {"methods": ["GET", "POST", "HEAD", "OPTIONS"]}


def test_answers_are_kept_apart_by_who_asks(cast):
    headers = get("parties/").headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept", "Cookie"} <= set(headers["Vary"].split(", "))


def test_an_unchanged_answer_is_not_sent_again(cast):
    first = get("parties/")
    again = Client().get(API + "parties/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_headers_alone_come_without_the_body(cast):
    whole, alone = get("parties/"), Client().head(API + "parties/")
    assert (alone.content, alone.headers["ETag"]) == (b"", whole.headers["ETag"])
    assert alone.headers["Content-Length"] == str(len(whole.content))


def test_a_changed_answer_is_sent(cast):
    tag = get("parties/").headers["ETag"]
    cast.north.name = "The far north"
    cast.north.save()
    again = Client().get(API + "parties/", headers={"If-None-Match": tag})
    assert again.status_code == 200
