"""The bundle: one JSON text with the whole log and what opens it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.domain.ledger_key import log_signer
from incidents.domain.queries.ledger_bundle import bundle, policy_text
from incidents.domain.sequencing import sequence
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db


def read():
    return json.loads("".join(bundle()))


def test_an_empty_log_makes_an_empty_bundle(db):
    found = read()
    assert found["entries"] == found["checkpoints"] == found["reports"] == []


def test_every_entry_comes_with_its_journal_and_its_salts(cast):
    tell(cast.north_monitor)
    sequence(NOW)
    found = read()
    assert [json.loads(entry["leaf"])["seq"] for entry in found["entries"]] == [0, 1, 2]
    assert all(entry["salts"] and entry["subject_salt"] for entry in found["entries"])
    assert len(found["checkpoints"]) == 1


def test_what_has_no_place_is_waiting(cast):
    tell(cast.north_monitor)
    found = read()
    assert len(found["waiting"]) == 3
    assert found["entries"] == []


def test_the_policy_is_the_log_alone_where_no_other_is_set(db):
    assert policy_text() == f"log {log_signer().verifier}\nquorum none\n"


def test_the_policy_of_the_installation_is_in_the_bundle(settings, tmp_path, db):
    settings.LEDGER_POLICY_FILE = str(tmp_path / "policy")
    (tmp_path / "policy").write_text("log of our own\n")
    assert read()["policy"] == "log of our own\n"


def test_the_bundle_takes_the_same_queries_for_more_entries(cast, django_assert_max_num_queries):
    for _ in range(3):
        tell(cast.north_monitor)
    sequence(NOW)
    with django_assert_max_num_queries(25):
        read()


def test_the_command_writes_the_bundle_once(cast, tmp_path):
    tell(cast.north_monitor)
    path = tmp_path / "bundle.json"
    call_command("ledger_bundle", str(path), stdout=StringIO())
    assert len(json.loads(path.read_text())["entries"]) == 3
    with pytest.raises(CommandError, match="exists"):
        call_command("ledger_bundle", str(path))
