"""The parameter as_of: refused in words where it cannot be answered, named where it is."""

import json

import pytest

from incidents.domain.queries.ledger import log_size
from incidents.domain.sequencing import sequence
from tests.calls import client_of, faults_of, get, observation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "size", ["", "-1", "x", "1.5", "\0", "٣", "9" * 16, "9" * 4000, "99", "Now", "1 OR 1=1"]
)
def test_a_size_that_there_is_not_is_refused(cast, size):
    refused = get("incidents/", cast.analyst, as_of=size)
    assert refused.status_code == 400
    assert "as_of" in faults_of(refused) or "\0" in size or len(size) > 1000  # refused before


@pytest.mark.parametrize("name,value", [("q", "x"), ("has_evidence", "true"), ("names", "grid")])
def test_what_is_only_of_today_does_not_go_with_it(cast, name, value):
    refused = get("incidents/", cast.analyst, as_of="now", **{name: value})
    assert (refused.status_code, list(faults_of(refused))) == (400, [name])


def test_an_answer_names_its_size_and_its_pages_keep_it(cast):
    for _one in range(3):
        observation(cast.north_monitor)
    sequence()
    size = log_size()
    first = get("incidents/", cast.analyst, as_of="now", limit=2)
    assert (first.headers["Ceasefire-As-Of"], first.json()["as_of"]) == (str(size), size)
    observation(cast.north_monitor)
    sequence()
    again = client_of(cast.analyst)
    second = again.get(first.json()["next"])
    assert second.headers["Ceasefire-As-Of"] == str(size)
    assert len(second.json()["results"]) == 1
    tag = first.headers["ETag"]
    same = again.get(
        "/api/v1/incidents/", {"as_of": size, "limit": 2}, headers={"If-None-Match": tag}
    )
    assert same.status_code == 304


@pytest.mark.parametrize("wanted", ["csv", "ndjson", "geojson", "gpkg", "xlsx", "parquet"])
def test_a_file_is_of_then_in_every_format(cast, wanted):
    sequence()
    observation(cast.north_monitor)
    answer = get("incidents/", cast.analyst, as_of="now", format=wanted)
    assert answer.headers["Ceasefire-As-Of"] == str(log_size())
    assert answer.row_count == 0
    assert bool(b"".join(answer.streaming_content)) == (wanted != "ndjson")


@pytest.mark.parametrize(
    "filters,found",
    [
        ({"category": "FIR"}, 1),
        ({"category": "IND"}, 0),
        ({"mission": "ridge", "day_after": "2021-03-01", "order": "oldest"}, 1),
        ({"post": "N-1", "count": "estimated", "fields": "severity,place_label"}, 1),
        ({"box": "0,0,1,1"}, 0),
        ({"updated_since": "2020-01-01T00:00:00Z", "order": "updated"}, 1),
    ],
)
def test_filters_orders_and_fields_are_those_of_the_list(cast, filters, found):
    observation(cast.north_monitor)
    sequence()
    answer = get("incidents/", cast.analyst, as_of="now", **filters)
    assert answer.status_code == 200, answer.content
    assert len(json.loads(answer.content)["results"]) == found
