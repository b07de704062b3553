"""Checking imports: each row against its leaf, the leaves against root and journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Collate

from incidents.domain.dataset import facts_of
from incidents.domain.ledger_leaf import is_intact
from incidents.enums import Action
from incidents.exchange.dataset_leaf import leaf_bytes
from incidents.exchange.dataset_rows import Told
from incidents.ledger.canonical import NotCanonicalError, parsed
from incidents.ledger.merkle import leaf_hash, tree_root
from incidents.models import DatasetBatch, DatasetRecord, JournalEntry
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
    """Check each import that a mission has, or should have by its journal."""
    imported = _entries(mission, Action.DATASET_IMPORTED)
    withdrawn = _entries(mission, Action.DATASET_WITHDRAWN)
    for batch in DatasetBatch.objects.filter(mission=mission).order_by("pk"):
        said = imported.pop(str(batch.pk), None)
        faults = [
            *_faults_of_entry(batch, said),
            *_faults_of_withdrawal(batch, withdrawn.pop(str(batch.pk), None)),
            *_faults_of_rows(batch),
        ]
        yield Checked(str(batch), faults, batch.root is not None)
    for number in sorted(imported.keys() | withdrawn.keys()):
        yield Checked(f"batch {number}", ["it is in the journal, but gone"])


def _entries(mission: Mission, action: Action) -> dict[str, JournalEntry]:
    rows = JournalEntry.objects.filter(mission=mission, action=action).order_by("-seq")
    return {entry.subject_id: entry for entry in rows}


def _faults_of_entry(batch: DatasetBatch, entry: JournalEntry | None) -> Iterator[str]:
    if entry is None:
        yield "its import is not in the journal"
        return
    said: Mapping[str, Any] = parsed(bytes(entry.body))
    if not is_intact(entry):
        yield "its entry in the journal is changed"
    for name, value in facts_of(batch).items():
        if said.get(name) != value:
            yield f"the journal says another {name}"


def _faults_of_withdrawal(batch: DatasetBatch, entry: JournalEntry | None) -> Iterator[str]:
    if batch.withdrawn_at != (entry and entry.at):
        yield "its withdrawal is not that of the journal"


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
