"""Checking imports: each row against its leaf, the leaves against root and journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Collate

from incidents.domain.dataset import facts_of
from incidents.domain.ledger_leaf import is_intact, opens, salts_of
from incidents.domain.queries.snapshot import one_moment
from incidents.enums import Action
from incidents.exchange.dataset_leaf import leaf_bytes
from incidents.exchange.dataset_rows import Told
from incidents.ledger.canonical import NotCanonicalError, canonical_bytes, parsed
from incidents.ledger.merkle import leaf_hash, tree_root
from incidents.models import DatasetBatch, DatasetRecord, JournalEntry, LedgerEntry
from parties.models import Mission

MOST_NAMED = 20  # rows of one import that are named, if more are changed
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """An import, and what is wrong with it; without a root nothing can be said of its rows."""

    name: str
    faults: list[str]
    has_root: bool = True


def check_imports(mission: Mission) -> Iterator[Checked]:
    """Check each import that a mission has, or should have by its journal, as of one moment."""
    with one_moment():
        imported = _entries(mission, Action.DATASET_IMPORTED)
        withdrawn = _entries(mission, Action.DATASET_WITHDRAWN)
        for batch in DatasetBatch.objects.filter(mission=mission).order_by("pk"):
            faults = [
                *_faults_of_import(batch, imported.pop(str(batch.pk), None)),
                *_faults_of_withdrawal(batch, withdrawn.pop(str(batch.pk), None)),
                *_faults_of_rows(batch),
            ]
            yield Checked(str(batch), faults, batch.root is not None)
        for number in sorted(imported.keys() | withdrawn.keys()):
            yield Checked(f"batch {number}", ["it is in the journal, but gone"])
        yield from _strays(mission)


def _entries(mission: Mission, action: Action) -> dict[str, JournalEntry]:
    rows = JournalEntry.objects.filter(mission=mission, action=action).order_by("-seq")
    return {entry.subject_id: entry for entry in rows}


def _strays(mission: Mission) -> Iterator[Checked]:
    """Records whose batch is not there; no key of theirs keeps them from that."""
    batches = DatasetBatch.objects.filter(pk=OuterRef("batch_id"))
    rows = DatasetRecord.objects.filter(~Exists(batches), mission=mission)
    for number, count in rows.order_by("batch_id").values_list("batch_id").annotate(Count("pk")):
        yield Checked(f"batch {number}", [f"it is not there, and {count} rows are"])


def _faults_of_import(batch: DatasetBatch, entry: JournalEntry | None) -> Iterator[str]:
    if entry is None:
        yield "its import is not in the journal"
        return
    if not _is_as_written(entry):
        yield "its entry in the journal is changed"
    if entry.actor_id != batch.imported_by_id:
        yield "the journal says another person"
    if entry.at != batch.imported_at:
        yield "the journal says another time"
    yield from (f"the journal says another {name}" for name in _others(batch, entry))


def _faults_of_withdrawal(batch: DatasetBatch, entry: JournalEntry | None) -> Iterator[str]:
    if batch.withdrawn_at != (entry and entry.at):
        yield "its withdrawal is not that of the journal"
    if entry and (not _is_as_written(entry) or any(_others(batch, entry))):
        yield "the entry of its withdrawal is changed"


def _others(batch: DatasetBatch, entry: JournalEntry) -> Iterator[str]:
    """Yield what an entry says otherwise than its batch."""
    said, facts = _said_in(entry), parsed(canonical_bytes(facts_of(batch)))
    if not batch.root:
        del facts["kind"]  # entries of then did not say it
    return (name for name, value in facts.items() if said.get(name) != value)


def _said_in(entry: JournalEntry) -> Mapping[str, Any]:
    try:
        said: object = parsed(bytes(entry.body))
    except ValueError:
        return {}
    return said if isinstance(said, Mapping) else {}


def _is_as_written(entry: JournalEntry) -> bool:
    """Tell whether an entry has the hash it came with and, once it is logged, opens its leaf."""
    rows = LedgerEntry.objects.select_related("journal__mission", "salts")
    logged = rows.filter(journal=entry).first()
    if logged is None:
        return is_intact(entry)
    try:
        return opens(logged, salts_of([(entry.subject_type, entry.subject_id)]))
    except (ObjectDoesNotExist, AttributeError, LookupError, TypeError, ValueError):
        return False


def _faults_of_rows(batch: DatasetBatch) -> Iterator[str]:
    leaves: list[bytes] = []
    changed: list[str] = []
    rows = batch.records.order_by(Collate("external_id", "C"))
    for record in rows.iterator(chunk_size=AT_ONCE):
        leaf = leaf_now(record)
        leaves.append(leaf)
        if not _is_of(record, batch) or (batch.root and leaf != bytes(record.leaf or b"")):
            changed.append(record.external_id)
    yield from (f"changed: {name}" for name in changed[:MOST_NAMED])
    if len(changed) > MOST_NAMED:
        yield f"changed: {len(changed) - MOST_NAMED} more"
    if len(leaves) != batch.added:
        yield f"{len(leaves)} rows, and {batch.added} were imported"
    if batch.root and tree_root(leaves) != bytes(batch.root):
        yield "its rows have another root"


def _is_of(record: DatasetRecord, batch: DatasetBatch) -> bool:
    """Tell whether a record is where its batch is, and withdrawn only with it."""
    where = record.mission_id, record.dataset, record.withdrawn_at
    return where == (batch.mission_id, batch.dataset, batch.withdrawn_at)


def leaf_now(record: DatasetRecord) -> bytes:
    """Return the leaf hash of a record as it is now; of what no leaf can hold, that of nothing."""
    values = [getattr(record, name) for name in Told._fields]
    told = Told(*("" if value is None else str(value) for value in values))
    try:
        return leaf_hash(leaf_bytes(record.dataset, told, record.row))
    except (NotCanonicalError, AttributeError, TypeError):
        return leaf_hash(b"")
