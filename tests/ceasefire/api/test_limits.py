"""Limits: who asks too much in a minute is told how long to wait, and nobody else is."""

import pytest

from ceasefire.api import limits
from parties.domain.request_count import Leases
from tests.calls import client_of, get

ADDRESS = "/api/v1/incidents/"


@pytest.fixture(autouse=True)
def thirty(settings, monkeypatch):
    """Thirty requests a minute, at a standing clock, from a process that has just begun."""
    settings.API_REQUESTS_PER_MINUTE = 30
    monkeypatch.setattr(limits, "LEASES", Leases())
    monkeypatch.setattr(limits, "time", lambda: 27_000_000 * 60.0 + 15)


def test_who_asks_too_much_is_told_how_long_to_wait(cast):
    client = client_of(cast.analyst)
    assert {client.get(ADDRESS).status_code for _one in range(30)} == {200}
    refused = client.get(ADDRESS)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "45")
    assert refused.json()["type"].endswith("/problems/rate-limited/")
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_all_tokens_of_a_person_count_together_and_nobody_elses(cast):
    for _one in range(3):
        client = client_of(cast.analyst)
        for _again in range(10):
            client.get(ADDRESS)
    assert client_of(cast.analyst).get(ADDRESS).status_code == 429
    assert get("incidents/", cast.observer).status_code == 200
    assert get("incidents/").status_code == 200


def test_a_file_costs_more_than_a_page(cast):
    first, second = (get("incidents/", cast.analyst, format="csv") for _one in range(2))
    first.close()
    assert (first.status_code, second.status_code) == (200, 429)


def test_without_a_limit_nothing_is_counted(cast, settings):
    from parties.models import RequestCount

    settings.API_REQUESTS_PER_MINUTE = 0
    assert get("incidents/", cast.analyst).status_code == 200
    assert not RequestCount.objects.exists()
