"""Exports over the API: asked for once, seen by their person alone, taken until they end."""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.pump import run_due
from incidents.ledger.uuid7 import uuid7
from incidents.models import Export
from tests.calls import client_of, faults_of, observation, post, released

QUERY = "format=geojson&category=FIR"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path


def ask(person, query=QUERY, key=None):
    headers = {"Idempotency-Key": f'"{key or uuid7()}"'}
    return post("exports/", {"query": query}, person, **headers)


def test_an_export_is_asked_for_made_and_taken(cast):
    released(observation(cast.north_monitor))
    key = uuid7()
    asked = ask(cast.analyst, key=key)
    assert (asked.status_code, asked.json()["progress"], asked.json()["file"]) == (202, 0, None)
    client = client_of(cast.analyst)
    file = f"{asked.headers['Location']}file/"
    assert client.get(file).status_code == 404
    run_due(timezone.now())
    told = client.get(asked.headers["Location"]).json()
    assert (told["progress"], told["file"]) == (100, file)
    manifest = json.loads(base64.b64decode(told["manifest"]))
    taken = client.get(file)
    features = json.loads(b"".join(taken.streaming_content))["features"]
    assert manifest["rows"] == len(features) == 1
    assert taken.headers["Content-Type"] == "application/geo+json"
    again = ask(cast.analyst, key=key)
    assert (again.status_code, again.json()["id"]) == (200, told["id"])
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(file).status_code == 410
    assert client.get(asked.headers["Location"]).json()["file"] is None


def test_the_export_of_another_is_as_unknown(cast):
    asked = ask(cast.analyst)
    run_due(timezone.now())
    for person in (cast.observer, cast.north_duty_officer):
        client = client_of(person)
        for address in (asked.headers["Location"], f"{asked.headers['Location']}file/"):
            assert client.get(address).status_code == 404
    assert client_of().get(asked.headers["Location"]).status_code == 401


@pytest.mark.parametrize("key", ["", "x", "0", "1d3c8a52-0d6e-4f0e-8d5c-3f0a0f0f0f0f", "\xff"])
def test_without_a_key_of_ones_own_nothing_is_asked_for(cast, key):
    answer = post("exports/", {"query": QUERY}, cast.analyst, **{"Idempotency-Key": key})
    assert (answer.status_code, list(faults_of(answer))) == (400, ["Idempotency-Key"])
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    "query,status",
    [
        ("format=json", 400),
        ("format=pdf", 400),
        ("colour=red", 422),
        ("category=XYZ", 422),
        ("fields=nonsense", 422),
        ("day_after=tomorrow", 422),
        ("q=%00", 422),
        ("x" * 4001, 422),
    ],
)
def test_what_the_list_would_refuse_is_refused_now(cast, query, status):
    assert ask(cast.analyst, query).status_code == status
    assert not Export.objects.exists()


def test_a_filter_on_what_one_may_not_read_is_refused(cast):
    assert ask(cast.analyst, "post=N-1").status_code == 202
    assert ask(cast.observer, "post=N-1").status_code == 422


def test_a_key_with_another_query_is_refused(cast):
    key = uuid7()
    assert ask(cast.analyst, key=key).status_code == 202
    refused = ask(cast.analyst, "format=csv", key)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("/problems/idempotency-mismatch/")


def test_the_public_asks_for_no_export(cast):
    assert ask(None).status_code == 401
