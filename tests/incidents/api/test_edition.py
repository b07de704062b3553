"""Editions over the API: listed for everyone, and taken wherever a size is."""

import json

import pytest

from incidents.domain.edition import make_edition
from incidents.domain.queries.ledger import log_size, newest_checkpoint, note_of
from incidents.domain.sequencing import sequence
from incidents.models import ReadLog
from parties.domain.acting import actor_of
from tests.calls import faults_of, get, incident_of, observation

pytestmark = pytest.mark.django_db(transaction=True)


def edition(cast, name):
    sequence()
    return make_edition(name, actor=actor_of(cast.administrator), note=f"Note of {name}.")


def listed(person, **query):
    answer = get("incidents/", person, **query)
    assert answer.status_code == 200, answer.content
    return answer


def test_everyone_reads_which_editions_there_are_newest_first(cast):
    for name in ("2021.1", "2021.2", "2021.3"):
        observation(cast.north_monitor)
        edition(cast, name)
    first = get("editions/", limit=2).json()
    second = get(first["next"].split("/api/v1/")[1]).json()
    names = [row["name"] for row in first["results"] + second["results"]]
    assert names == ["2021.3", "2021.2", "2021.1"]


def test_an_edition_carries_its_proof_and_nobodys_name(cast):
    observation(cast.north_monitor)
    made = edition(cast, "2021.1")
    point = newest_checkpoint()
    for row in (get("editions/").json()["results"][0], get("editions/2021.1/").json()):
        assert (row["size"], row["root"]) == (point.size, bytes(point.root).hex())
        assert (row["checkpoint"], row["note"]) == (note_of(point), made.note)
        assert set(row) == {"name", "size", "root", "made_at", "note", "checkpoint"}
    assert get("editions/2021.2/").status_code == 404


def test_its_name_is_taken_wherever_a_size_is(cast):
    filed = observation(cast.north_monitor, category="FIR-SAL")
    size = edition(cast, "2021.1").checkpoint_id
    observation(cast.north_monitor, corrects=str(filed.report.report_id), category="IND-MOR")
    observation(cast.north_monitor)
    sequence()
    one = f"incidents/{incident_of(filed).pk}/"
    by = {"by": "category"}
    for path, more in (("incidents/", {}), (one, {}), ("incidents/statistics/", by)):
        named, sized = (get(path, cast.analyst, as_of=told, **more) for told in ("2021.1", size))
        assert named.status_code == 200
        assert (named.content, named.headers["Ceasefire-As-Of"]) == (sized.content, str(size))
    files = [listed(cast.analyst, as_of=told, format="csv") for told in ("2021.1", size)]
    assert b"".join(files[0].streaming_content) == b"".join(files[1].streaming_content)
    assert log_size() > size


def test_the_links_and_the_read_log_name_the_size(cast):
    for _one in range(3):
        observation(cast.north_monitor)
    size = edition(cast, "2021.1").checkpoint_id
    answer = json.loads(listed(cast.analyst, as_of="2021.1", limit=2).content)
    assert answer["as_of"] == size
    assert f"as_of={size}" in answer["next"]
    assert f"as_of={size}" in ReadLog.objects.latest("pk").query


UNKNOWN = ["2021.2", "2021.1.", "2021.10", "2021", "2021.1 ", "%", "_021.1", "x' OR 'a'='a"]
HOSTILE = ["２０２１.1", "2021․1", "2021.1\0", "2021.1\n", "2021.1" * 700]


@pytest.mark.parametrize("name", [*UNKNOWN, *HOSTILE, ["2021.1", "2021.1"], ["2021.1", "now"]])
def test_a_name_that_is_none_is_refused_in_words(cast, name):
    observation(cast.north_monitor)
    edition(cast, "2021.1")
    refused = get("incidents/", cast.analyst, as_of=name)
    assert refused.status_code == 400
    assert "as_of" in faults_of(refused) or "\0" in name or len(name) > 1000  # refused before


NONSENSE = ["", "-1", "+1", "NOW", "Now", "٣", "2021.1.", "1 ", "%", "x' OR 'a'='a", "1" * 41]


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_neither_a_size_nor_a_name_is_told_what_to_give(cast, text):
    assert faults_of(get("incidents/", as_of=text)) == {"as_of": "invalid"}


@pytest.mark.parametrize("name", ["2021.2", "1e3", "nowhere"])
def test_a_name_that_nobody_gave_is_told_from_nonsense(cast, name):
    assert faults_of(get("incidents/", as_of=name)) == {"as_of": "does_not_exist"}
