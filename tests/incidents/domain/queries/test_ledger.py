"""The ledger, read: few queries, whatever its size."""

import pytest

from incidents.domain.queries.ledger import (
    consistency_proof,
    hashes_over,
    inclusion_proof,
    log_size,
    newest_checkpoint,
    note_of,
    peaks_at,
    signed_checkpoints,
)
from incidents.domain.sequencing import sequence
from incidents.ledger.merkle import ProofError, root_over
from incidents.models import Checkpoint, CheckpointSignature
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(cast):
    for _ in range(4):
        tell(cast.north_monitor)
        sequence(NOW)
    return Checkpoint.objects.all()


def test_an_empty_log_has_size_0(db):
    assert (log_size(), peaks_at(0), newest_checkpoint()) == (0, [], None)


def test_the_peaks_give_the_root(log):
    for point in log:
        assert root_over(peaks_at(point.size)) == bytes(point.root)
        assert hashes_over([(0, point.size)]) == [bytes(point.root)]


def test_a_proof_takes_two_queries(log, django_assert_num_queries):
    with django_assert_num_queries(2):
        inclusion_proof(5, 12)
    with django_assert_num_queries(2):
        consistency_proof(5, 12)


def test_there_is_no_proof_beyond_the_log(log):
    with pytest.raises(ProofError):
        inclusion_proof(12, 12)
    with pytest.raises(ProofError):
        consistency_proof(13, 12)


def test_a_checkpoint_counts_once_it_is_signed(log):
    Checkpoint.objects.create(size=99, root=b"", text="", created_at=NOW)
    assert newest_checkpoint().size == 12
    assert [point.size for point in signed_checkpoints()] == [12, 9, 6, 3]


def test_a_note_has_the_log_first_and_then_the_witnesses(log):
    point = newest_checkpoint()
    line = "— a-witness " + "A" * 96
    CheckpointSignature.objects.create(checkpoint=point, name="a", line=line, is_log=False)
    lines = note_of(newest_checkpoint()).splitlines()
    assert lines[-1] == line
    assert lines[-2].startswith("— localhost/ceasefire ")
