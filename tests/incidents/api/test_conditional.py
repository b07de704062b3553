"""Every address that is read has a tag, and who sends it back gets no body again."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from incidents.api import unchanged
from incidents.domain.sequencing import sequence
from incidents.models import LedgerEntry, ReadLog
from tests.calls import client_of, observation, released

LIST = "/api/v1/incidents/"
FILES = ("csv", "ndjson", "geojson", "parquet", "xlsx", "gpkg")
LAYERS = ["/ogc", "/ogc/api", "/ogc/collections", "/ogc/collections/incidents/items"]
ASKED = {f"{LIST}statistics/": "?by=day", "/api/v1/watch/": "?mission=ridge"}
IN_A_SESSION_ALONE = {"/api/v1/tokens/"}


@pytest.fixture(autouse=True)
def forgotten():
    unchanged._answers.clear()


@pytest.fixture
def filed(cast):
    return released(observation(cast.north_monitor, place="pl-village"))


def read(client, path, tag=""):
    """An answer read to its end, as a file is gone only then."""
    answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
    answer.held = b"".join(answer)
    return answer


def addresses(filed):
    """Every GET of the document that has something behind it in the cast's world."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    of_cast = {
        "/api/v1/missions/{code}/": "ridge",
        "/api/v1/parties/{code}/": "north",
        "/api/v1/places/{code}/": "pl-village",
        f"{LIST}{{id}}/": str(filed.pk),
        **{f"{LIST}{{id}}/{one}/": str(filed.pk) for one in ("history", "accounts")},
        f"{LIST}{{id}}/suggestions/": str(filed.pk),
    }
    for path, methods in document["paths"].items():
        if "get" not in methods or path in IN_A_SESSION_ALONE:
            continue
        if path in of_cast:
            start, _, rest = path.partition("{")
            yield start + of_cast[path] + rest.partition("}")[2]
        elif "{" not in path:
            yield path + ASKED.get(path, "")
    yield from LAYERS
    yield from (f"{LIST}?format={one}" for one in FILES)


def test_every_answer_has_a_tag_and_is_not_sent_twice(cast, filed):
    client, tried = client_of(cast.north_duty_officer), 0
    for path in addresses(filed):
        first = read(client, path)
        assert (first.status_code, first.has_header("ETag")) == (200, True), path
        again = read(client, path, first["ETag"])
        assert (again.status_code, again.held) == (304, b""), path
        assert read(client, path, '"another"').status_code == 200, path
        tried += 1
    assert tried >= 35


@pytest.mark.parametrize("name", ["csv", "ndjson", "geojson", "parquet"])
def test_a_file_is_known_by_its_bytes_when_the_process_forgot_it(cast, filed, name):
    client, path = client_of(cast.analyst), f"{LIST}?format={name}"
    tag = read(client, path)["ETag"]
    unchanged._answers.clear()
    answer = read(client, path, tag)
    assert (answer.status_code, answer.held) == (304, b"")


def test_a_file_that_changed_is_sent_whole(cast, filed):
    client, path = client_of(cast.analyst), f"{LIST}?format=csv"
    tag = read(client, path)["ETag"]
    released(observation(cast.south_monitor, post="S-1"))
    answer = read(client, path, tag)
    assert (answer.status_code, len(answer.held.splitlines())) == (200, 3)


def test_a_file_s_tag_opens_nothing_to_others(cast, filed):
    path = f"{LIST}?format=csv"
    tag = read(client_of(cast.analyst), path)["ETag"]
    assert read(client_of(cast.observer), path, tag).status_code == 200


def test_a_file_that_is_had_already_is_noted_as_read(cast, filed):
    client, path = client_of(cast.analyst), f"{LIST}?format=csv"
    tag = read(client, path)["ETag"]
    before = list(ReadLog.objects.values_list("query", "rows"))
    read(client, path, tag)
    assert list(ReadLog.objects.values_list("query", "rows")) == [*before, before[-1]]


@pytest.mark.parametrize("name", [None, "csv", "ndjson", "geojson", "parquet"])
def test_what_was_read_of_then_is_not_sent_twice_either(cast, filed, name):
    sequence()
    client, size = client_of(cast.analyst), LedgerEntry.objects.count()
    for then in (size, "now"):
        path = f"{LIST}?as_of={then}" + (f"&format={name}" if name else "")
        first = read(client, path)
        again = read(client, path, first["ETag"])
        assert (first.status_code, again.status_code, again.held) == (200, 304, b""), path
        assert again["ETag"] == first["ETag"]
        assert read(client, path, '"another"').status_code == 200, path
