"""Tampering by a superuser whom no trigger stops: each kind is caught where it is promised."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from incidents.domain.ledger_key import make_key
from incidents.domain.queries.ledger import newest_checkpoint
from incidents.domain.queries.ledger_proof import incident_proofs
from incidents.ledger.merkle import inclusion_ranges, nodes_over
from incidents.models import Incident, LedgerEntry
from tests.people import build_cast
from tests.verify.history import build_world, sql
from tests.verify.kinds import KINDS
from tests.verify.parties import bundle_text

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TARGETS = 5
HISTORIES = 100
LAYERS = 4
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """One history for all the tests of this file, and the key that signed it."""
    key = tmp_path_factory.mktemp("log") / "log.pem"
    make_key(key)
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(LEDGER_KEY_FILE=str(key)):
            yield build_world(build_cast()), key
        transaction.set_rollback(True)


@pytest.fixture
def world(built, settings):
    settings.LEDGER_KEY_FILE = str(built[1])
    return built[0]


def tampered(world, kind, target, layers):
    """What each layer finds after tampering; everything is put back."""
    held, receipts = list(world.held), list(world.receipts)
    with transaction.atomic():
        kind.tamper(world, target)
        text = bundle_text()
        findings = {layer: world.check(layer, text) for layer in layers}
        transaction.set_rollback(True)
    world.held, world.receipts = held, receipts
    return findings


@pytest.mark.parametrize("layer", range(1, LAYERS + 1))
def test_an_honest_log_is_not_accused(world, layer):
    found = world.check(layer)
    assert found.wrong == []
    assert found.verdict == ("OK" if layer > 2 else "DOUBTFUL")


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_tampering_is_caught_at_the_layer_that_is_promised(world, kind, built):
    files = {path: path.read_bytes() for path in (built[1], built[1].with_name("log.pem.state"))}
    everywhere = set(range(1, LAYERS + 1))
    beside = everywhere & {kind.layer - 1, kind.layer, LAYERS}
    for target in range(TARGETS):
        findings = tampered(world, kind, target, beside if target else everywhere)
        for path, before in files.items():
            path.write_bytes(before)
        told = "\n".join(findings[kind.layer].wrong)
        assert re.search(kind.says, told), (target, told)
        for layer, found in findings.items():
            caught = bool(found.wrong)
            assert caught == (layer >= kind.layer), (target, layer, found.wrong[:3])


@pytest.mark.parametrize("target", range(TARGETS))
def test_a_stored_node_that_is_changed_proves_nothing(world, target):
    """Nodes are in no bundle; whoever asks for the proofs of one incident meets them."""
    incident = Incident.objects.order_by("opened_at", "pk")[target]
    place = LedgerEntry.objects.get(
        journal__subject_id=str(incident.pk), journal__action="incident_opened"
    ).seq
    nodes = chain.from_iterable(map(nodes_over, inclusion_ranges(place, newest_checkpoint().size)))
    level, position = next(node for node in nodes if node[0] > 0)
    with transaction.atomic():
        sql(
            "UPDATE incidents_ledgernode SET hash = decode(repeat('00', 32), 'hex')"
            " WHERE level = %s AND position = %s",
            *(level, position),
        )
        found = world.check(3, incident_proofs(incident, frozenset({"core"})).file())
        transaction.set_rollback(True)
    assert f"entry {place} is not in checkpoint {newest_checkpoint().size}" in found.wrong


def test_the_docs_list_every_kind_with_its_layer():
    lines = (ROOT / "docs" / "ledger.md").read_text().splitlines()
    told = [line for line in lines if re.fullmatch(r"\| .+ \| [1-4] \|", line)]
    assert told == [f"| {kind.name} | {kind.layer} |" for kind in KINDS]
