"""Proofs for readers: each opens what its reader may read, and no more."""

import json

import pytest

from incidents.domain.queries.ledger_proof import (
    ENTRY_GROUPS,
    VALUE_GROUPS,
    incident_proofs,
    report_proofs,
)
from incidents.domain.sequencing import sequence
from incidents.domain.status import set_status
from incidents.ledger.proof import parse_proof
from incidents.rules import FIELD_GROUPS, readable_groups
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, incident_of, tell
from tests.verify.parties import policy, run_verifier, seal

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset(FIELD_GROUPS)


@pytest.fixture
def told(cast):
    acknowledged = tell(cast.north_monitor)
    officer = actor_of(cast.north_duty_officer)
    set_status(incident_of(acknowledged), "triaged", actor=officer, reason="a canary", now=NOW)
    return acknowledged


@pytest.fixture
def incident(told):
    seal()
    return incident_of(told)


def test_every_group_that_is_asked_for_exists():
    assert {*ENTRY_GROUPS.values(), *VALUE_GROUPS.values()} <= set(FIELD_GROUPS)


def test_the_staff_sees_every_step(incident):
    proofs = incident_proofs(incident, EVERYTHING)
    assert [entry.kind for entry in proofs.entries] == list(ENTRY_GROUPS)
    assert ("reason", "a canary") in proofs.entries[2].values
    assert (proofs.waiting, proofs.witnesses) == (0, ["party-north", "party-south"])


def test_the_public_sees_that_it_was_opened_and_nothing_restricted(incident, told, cast):
    groups = readable_groups(actor_of(cast.public), incident.mission_id)
    (entry,) = incident_proofs(incident, groups).entries
    opened = parse_proof(entry.proof).extra.decode()
    assert entry.values == (("reference", incident.reference), ("mission", "ridge"))
    for restricted in ("canary", str(told.report.report_id), told.report.content_hash, "N-1"):
        assert restricted not in opened


def test_nobody_is_told_who_did_it(incident, told):
    for entry in incident_proofs(incident, EVERYTHING).entries:
        extra = json.loads(parse_proof(entry.proof).extra)
        assert "actor" not in {name for _salt, name, _value in extra["disclosed"]}


def test_an_entry_without_a_signed_checkpoint_waits(told):
    assert incident_proofs(incident_of(told), EVERYTHING).entries == ()
    sequence(NOW)
    tell(None)
    assert len(incident_proofs(incident_of(told), EVERYTHING).entries) == 3


def test_the_proofs_of_an_incident_are_verified_and_small(incident, tmp_path):
    text = incident_proofs(incident, EVERYTHING).file()
    assert run_verifier(tmp_path, text, policy()).verdict == "OK"
    assert len(text) < 20_000


def test_one_proof_alone_is_verified(incident, tmp_path):
    entry = incident_proofs(incident, EVERYTHING).entries[1]
    assert run_verifier(tmp_path, entry.proof, policy()).verdict == "OK"


@pytest.mark.parametrize(
    "old, new", [("ridge", "coast"), ("index 2", "index 1"), ("triaged", "withdrawn")]
)
def test_a_forged_proof_fails(incident, tmp_path, old, new):
    proof = parse_proof(incident_proofs(incident, EVERYTHING).entries[2].proof)
    extra = proof.extra.replace(old.encode(), new.encode())
    forged = str(type(proof)(proof.index, proof.path, proof.checkpoint, extra))
    forged = forged.replace(f"\nindex {proof.index}\n", f"\nindex {proof.index - 1}\n")
    assert run_verifier(tmp_path, forged, policy()).verdict == "FAILED"


def test_authors_prove_their_own_report_wholly(told, tmp_path):
    seal()
    proofs = report_proofs(told.report)
    (entry,) = proofs.entries
    assert ("content_hash", told.report.content_hash) in entry.values
    assert run_verifier(tmp_path, proofs.file(), policy()).verdict == "OK"
