"""Sequencing: gives journal entries their places in the log, and signs the log's state.

Walk of an entry: its write commits without a place; one leader at a time takes what
has none, assigns the next places without gaps, reads back what it wrote and hashes it
again, stores leaves, nodes and checkpoint in one transaction, and then signs.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from incidents.domain.ledger_key import SignerRefusalError, log_signer
from incidents.domain.ledger_leaf import is_intact, make_leaf, opens, salts_of, subject_salts
from incidents.domain.queries.ledger import consistency_proof, key_in_force, log_size, peaks_at
from incidents.ledger.merkle import append_leaves, leaf_hash, root_over
from incidents.ledger.note import Checkpoint as Point
from incidents.models import (
    Checkpoint,
    CheckpointSignature,
    JournalEntry,
    LedgerEntry,
    LedgerNode,
    LedgerSalts,
)

log = structlog.get_logger(__name__)

LEADER_LOCK = 0x6C656467
AT_ONCE = 1000
# An entry whose transaction commits late has a lower number than some that are in the
# log already. This far back every look searches; a sweep searches everything.
OVERTAKEN = 2000
SWEEP_EVERY = 300.0  # seconds, as the next two
FIRST_RETRY = 2.0
LONGEST_RETRY = 600.0


class ReadBackError(RuntimeError):
    """What the database gives back is not what was written."""


class _Memory:
    """What this process remembers between looks: only to save work and log lines."""

    next_sweep = 0.0
    next_try = 0.0
    failures = 0


def keep_ledger(now: datetime | None = None) -> int:
    """Sequence and sign whatever is waiting; never raises, so that duties go on.

    Returns the number of entries that got a place. After a failure it waits longer
    each time before it tries again, up to ten minutes.
    """
    if monotonic() < _Memory.next_try:
        return 0
    try:
        placed = sequence(now)
    except Exception as error:  # noqa: BLE001 - filing and duties go on without the ledger
        _Memory.failures += 1
        wait = min(FIRST_RETRY * 2 ** min(_Memory.failures, 12), LONGEST_RETRY)
        _Memory.next_try = monotonic() + wait
        log.error("ledger_postponed", error=f"{type(error).__name__}: {error}")  # noqa: TRY400
        return 0
    _Memory.failures = 0
    return placed


def sequence(now: datetime | None = None, limit: int = 20 * AT_ONCE) -> int:
    """Give places to the journal entries that have none, then sign the newest checkpoint.

    Returns the number of entries placed; 0 if another leader is at work.

    Raises:
        ReadBackError: the database does not give back what was written; nothing is kept.
        SignerRefusalError: the signer does not sign; the entries keep their places.

    """
    at = now or timezone.now()
    placed = 0
    with leadership() as leads:
        while leads and placed < limit:
            with transaction.atomic():
                batch = place_batch(at)
            placed += batch
            if batch < AT_ONCE:
                break
        if leads:
            sign_newest()
    return placed


@contextmanager
def leadership(*, wait: bool = False) -> Iterator[bool]:
    """Try to be the one leader, or wait until one is; the lock ends with its connection."""
    question = (
        "SELECT true FROM pg_advisory_lock(%s)" if wait else "SELECT pg_try_advisory_lock(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [LEADER_LOCK])
        leads = bool(cursor.fetchone()[0])
    try:
        yield leads
    finally:
        if leads and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LEADER_LOCK])


def place_batch(at: datetime) -> int:
    """Give the next places to some entries that have none, within the leader's transaction."""
    waiting = [entry for entry in _waiting() if _may_enter(entry)]
    if not waiting:
        return 0
    size = log_size()
    salts = subject_salts(waiting)
    leaves = [
        make_leaf(entry, seq, salts[entry.subject_type, entry.subject_id])
        for seq, entry in enumerate(waiting, start=size)
    ]
    LedgerEntry.objects.bulk_create(
        LedgerEntry(seq=seq, journal=entry, leaf=made.leaf, leaf_hash=leaf_hash(made.leaf))
        for seq, (entry, made) in enumerate(zip(waiting, leaves, strict=True), start=size)
    )
    LedgerSalts.objects.bulk_create(
        LedgerSalts(entry_id=seq, by_name={name: salt.hex() for name, salt in made.salts.items()})
        for seq, made in enumerate(leaves, start=size)
    )
    _store_tree(size, _read_back(size, len(waiting)), at)
    return len(waiting)


def _waiting() -> list[JournalEntry]:
    """Return entries without a place, in the order of their numbers.

    A number may commit after a higher one; so the search asks which entries have no
    place, and never only for numbers above the last.
    """
    entries = JournalEntry.objects.filter(ledger_entry__isnull=True).prefetch_related("mission")
    if monotonic() < _Memory.next_sweep:
        newest = LedgerEntry.objects.aggregate(newest=Max("journal"))["newest"] or 0
        return list(entries.filter(seq__gt=newest - OVERTAKEN).order_by("seq")[:AT_ONCE])
    found = list(entries.order_by("seq")[:AT_ONCE])
    if len(found) < AT_ONCE:
        _Memory.next_sweep = monotonic() + SWEEP_EVERY
    return found


def _may_enter(entry: JournalEntry) -> bool:
    """Keep out an entry that was changed before it had a place; the others go on."""
    if is_intact(entry):
        return True
    log.error("journal_entry_changed", journal=entry.pk)
    return False


def _read_back(size: int, count: int) -> Sequence[bytes]:
    """Return the hashes of the new leaves, computed from what the database gives back."""
    stored = list(
        LedgerEntry.objects.filter(seq__gte=size)
        .select_related("journal", "salts")
        .prefetch_related("journal__mission")
        .order_by("seq")
    )
    salts = salts_of((row.journal.subject_type, row.journal.subject_id) for row in stored)
    if [entry.seq for entry in stored] != list(range(size, size + count)):
        raise ReadBackError("the places are not dense")
    hashes = [leaf_hash(bytes(entry.leaf)) for entry in stored]
    for entry, hashed in zip(stored, hashes, strict=True):
        if hashed != bytes(entry.leaf_hash) or not opens(entry, salts):
            raise ReadBackError(f"entry {entry.seq} is not as it was written")
    return hashes


def _store_tree(size: int, hashes: Sequence[bytes], at: datetime) -> None:
    nodes, peaks = append_leaves(size, peaks_at(size), hashes)
    LedgerNode.objects.bulk_create(
        LedgerNode(level=level, position=position, hash=hashed)
        for (level, position), hashed in nodes.items()
        if level > 0
    )
    point = Point(settings.LEDGER_ORIGIN, size + len(hashes), root_over(peaks))
    Checkpoint.objects.create(size=point.size, root=point.root, text=point.text, created_at=at)


def sign_newest() -> bool:
    """Sign the newest checkpoint, if it is not signed yet; tell whether it was signed now.

    Raises:
        SignerRefusalError: there is no key, or the log does not continue what was signed.

    """
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None or newest.signatures.filter(is_log=True).exists():
        return False
    signer = log_signer()
    if key_in_force() not in ("", str(signer.verifier)):
        raise SignerRefusalError("the log has another key since it was rotated")
    last = signer.last_signed()
    proof = consistency_proof(last.size, newest.size) if last.size <= newest.size else []
    point = Point(settings.LEDGER_ORIGIN, newest.size, bytes(newest.root))
    signature = signer.sign(point, proof)
    CheckpointSignature.objects.create(
        checkpoint=newest, name=signature.name, line=str(signature), is_log=True
    )
    return True
