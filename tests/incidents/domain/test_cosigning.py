"""Cosigning: only witnesses of the policy count."""

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.cosigning import import_cosignatures, policy_witnesses
from incidents.domain.sequencing import sequence
from incidents.models import Checkpoint, CheckpointSignature
from tests.incidents.telling import NOW, tell
from tests.verify.parties import NORTH, SOUTH, policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(cast, settings, tmp_path):
    path = tmp_path / "policy"
    path.write_text(policy())
    settings.LEDGER_POLICY_FILE = str(path)
    tell(cast.north_monitor)
    sequence(NOW)
    return Checkpoint.objects.get()


def note_by(point, *witnesses):
    lines = [witness.line(point) for witness in witnesses]
    return point.text + "\n" + "".join(f"{line}\n" for line in lines)


def test_the_witnesses_are_those_of_the_policy(point):
    assert policy_witnesses() == [NORTH.verifier, SOUTH.verifier]


def test_without_a_policy_there_are_no_witnesses(db):
    assert policy_witnesses() == []


def test_cosignatures_are_kept_with_their_time(point):
    assert import_cosignatures(note_by(point, NORTH, SOUTH)) == 2
    kept = CheckpointSignature.objects.filter(is_log=False)
    assert {row.name for row in kept} == {"party-north", "party-south"}
    assert all(row.witnessed_at for row in kept)


def test_a_cosignature_comes_in_once(point):
    note = note_by(point, NORTH)
    assert (import_cosignatures(note), import_cosignatures(note)) == (1, 0)


def test_a_forged_cosignature_is_refused_with_the_good_ones(point):
    forged = note_by(point, NORTH).replace("party-north", "party-south")
    with pytest.raises(ValidationError):
        import_cosignatures(forged)
    assert not CheckpointSignature.objects.filter(is_log=False).exists()
