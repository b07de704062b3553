"""Tampering by a superuser whom no trigger stops: each kind is caught where it is promised."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from incidents.domain.ledger_key import make_key
from tests.people import build_cast
from tests.verify.history import build_world
from tests.verify.kinds import KINDS

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


def tampered(world, kind, target):
    """Yield the world after tampering, and put everything back."""
    held, receipts = list(world.held), list(world.receipts)
    with transaction.atomic():
        kind.tamper(world, target)
        findings = {layer: world.check(layer) for layer in range(1, LAYERS + 1)}
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
    state = built[1].with_name("log.pem.state")
    before = state.read_bytes()
    for target in range(TARGETS):
        findings = tampered(world, kind, target)
        state.write_bytes(before)
        told = "\n".join(findings[kind.layer].wrong)
        assert re.search(kind.says, told), (target, told)
        for layer, found in findings.items():
            caught = bool(found.wrong)
            assert caught == (layer >= kind.layer), (target, layer, found.wrong[:3])


def test_the_docs_list_every_kind_with_its_layer():
    lines = (ROOT / "docs" / "ledger.md").read_text().splitlines()
    told = [line for line in lines if re.fullmatch(r"\| .+ \| [1-4] \|", line)]
    assert told == [f"| {kind.name} | {kind.layer} |" for kind in KINDS]
