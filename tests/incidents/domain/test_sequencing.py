"""Sequencing: every journal entry gets one place, and what was signed holds."""

import pytest
from django.db import DatabaseError, connection, transaction

from incidents.domain import sequencing
from incidents.domain.ledger_key import SignerRefusalError
from incidents.domain.pump import look
from incidents.domain.queries.ledger import (
    consistency_proof,
    inclusion_proof,
    log_size,
    newest_checkpoint,
    note_of,
)
from incidents.domain.sequencing import ReadBackError, keep_ledger, sequence, sign_newest
from incidents.ledger.merkle import check_consistency, check_inclusion, tree_root
from incidents.ledger.note import parse_checkpoint, parse_note
from incidents.models import (
    Checkpoint,
    CheckpointSignature,
    JournalEntry,
    LedgerEntry,
    LedgerNode,
    LedgerSalts,
)
from tests.incidents.telling import NOW, at_once, tell

pytestmark = pytest.mark.django_db


def as_superuser(sql, *values):
    """Change rows that the database protects, as its owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def hashes():
    return [bytes(row) for row in LedgerEntry.objects.values_list("leaf_hash", flat=True)]


def test_every_journal_entry_gets_the_next_place(cast):
    tell(cast.north_monitor)
    assert sequence(NOW) == 3
    tell(cast.south_monitor, post="S-1")
    assert sequence(NOW) == 3
    rows = LedgerEntry.objects.values_list("seq", "journal")
    assert list(rows) == list(enumerate(JournalEntry.objects.values_list("pk", flat=True)))


def test_a_second_look_finds_nothing_to_do(cast):
    tell(cast.north_monitor)
    sequence(NOW)
    assert sequence(NOW) == 0
    assert Checkpoint.objects.count() == CheckpointSignature.objects.count() == 1


def test_an_empty_log_has_no_checkpoint(cast):
    assert sequence(NOW) == 0
    assert newest_checkpoint() is None


def test_looking_for_nothing_takes_few_queries(cast, django_assert_max_num_queries):
    tell(cast.north_monitor)
    sequence(NOW)
    with django_assert_max_num_queries(8):
        sequence(NOW)


def test_the_checkpoint_is_the_root_over_all_leaves_and_is_signed(cast):
    tell(cast.north_monitor)
    sequence(NOW)
    text, signatures = parse_note(note_of(newest_checkpoint()))
    point = parse_checkpoint(text)
    assert (point.size, point.root) == (3, tree_root(hashes()))
    assert [signature.name for signature in signatures] == [point.origin]


def test_every_entry_is_proved_from_stored_nodes_whatever_the_batches(cast, monkeypatch):
    monkeypatch.setattr(sequencing, "AT_ONCE", 5)
    for _ in range(7):
        tell(cast.north_monitor)
        sequence(NOW)
    leaves = hashes()
    root = tree_root(leaves)
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(index, len(leaves))
        assert check_inclusion(leaf, index, len(leaves), proof) == root


def test_every_checkpoint_continues_the_ones_before(cast):
    for _ in range(4):
        tell(cast.north_monitor)
        sequence(NOW)
    points = list(Checkpoint.objects.all())
    for old in points:
        for new in points[points.index(old) :]:
            proof = consistency_proof(old.size, new.size)
            check_consistency(old.size, bytes(old.root), new.size, bytes(new.root), proof)


def test_an_entry_that_was_overtaken_gets_a_later_place(cast):
    tell(cast.north_monitor)
    late, *others = JournalEntry.objects.order_by("seq")
    other_rows = JournalEntry.objects.filter(pk__in=[entry.pk for entry in others])
    as_superuser("UPDATE incidents_journalentry SET seq = seq + 100 WHERE seq = %s", late.pk)
    as_superuser("UPDATE incidents_journalentry SET seq = 1 WHERE seq > %s", other_rows.last().pk)
    assert sequence(NOW) == 3
    tell(cast.north_monitor)
    assert sequence(NOW) == 3


def test_the_ledger_refuses_changes(cast):
    tell(cast.north_monitor)
    sequence(NOW)
    for model in (LedgerEntry, LedgerNode, Checkpoint, CheckpointSignature):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_an_entry_changed_before_its_place_stays_out_and_others_go_on(cast):
    tell(cast.north_monitor)
    as_superuser(
        "UPDATE incidents_journalentry SET body = %s WHERE seq = %s",
        b'{"forged":1}',
        JournalEntry.objects.first().pk,
    )
    assert sequence(NOW) == 2


def test_what_the_database_gives_back_wrong_is_not_signed(cast, monkeypatch):
    tell(cast.north_monitor)
    monkeypatch.setattr(sequencing, "opens", lambda entry, salts: entry.seq != 1)
    with pytest.raises(ReadBackError, match="entry 1"):
        sequence(NOW)
    assert log_size() == LedgerSalts.objects.count() == Checkpoint.objects.count() == 0


def test_a_key_that_is_away_leaves_the_places_and_signs_later(cast, log_key):
    tell(cast.north_monitor)
    away = log_key.rename(log_key.with_name("away.pem"))
    with pytest.raises(SignerRefusalError):
        sequence(NOW)
    assert (log_size(), newest_checkpoint()) == (3, None)
    away.rename(log_key)
    assert sign_newest()
    assert newest_checkpoint().size == 3


def test_a_log_that_was_rolled_back_is_not_signed_again(cast):
    tell(cast.north_monitor)
    with transaction.atomic():
        tell(cast.north_monitor)
        sequence(NOW)
        transaction.set_rollback(True)
    with pytest.raises(SignerRefusalError, match="does not continue"):
        sequence(NOW)


def test_a_rewritten_past_is_not_signed_even_when_the_log_has_grown(cast):
    tell(cast.north_monitor)
    with transaction.atomic():
        sequence(NOW)
        transaction.set_rollback(True)
    tell(cast.north_monitor)
    with pytest.raises(SignerRefusalError, match="does not continue"):
        sequence(NOW)


def test_duties_go_on_without_a_key(cast, log_key, monkeypatch):
    tell(cast.north_monitor)
    log_key.unlink()
    assert look(NOW) > 0


def test_after_a_failure_the_next_look_waits(cast, log_key, monkeypatch):
    tell(cast.north_monitor)
    log_key.unlink()
    assert keep_ledger(NOW) == 0
    with monkeypatch.context() as patch:
        patch.setattr(sequencing, "sequence", pytest.fail)
        assert keep_ledger(NOW) == 0


def test_the_pump_keeps_the_ledger(cast):
    tell(cast.north_monitor)
    look(NOW)
    assert newest_checkpoint().size == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_leaders_at_once_one_leads_and_none_doubles(cast):
    for _ in range(5):
        tell(cast.north_monitor)
    placed = at_once(6, lambda _index: sequence(NOW))
    assert sum(placed) == 15
    assert list(LedgerEntry.objects.values_list("seq", flat=True)) == list(range(15))
