"""What the ledger commits to of a journal entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.domain.content import utc_text
from incidents.ledger.canonical import Canonical, content_hash, parsed
from incidents.ledger.leaf import (
    Disclosure,
    commitment,
    decoys_for,
    disclosures_of,
    leaf_bytes,
    new_salt,
    pseudonym,
)
from incidents.models import JournalEntry, LedgerEntry, LedgerSubject

SubjectKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MadeLeaf:
    """A new leaf and the salts that open it."""

    leaf: bytes
    salts: dict[str, bytes]


def is_intact(entry: JournalEntry) -> bool:
    """Tell whether a journal entry's body still has the hash it was written with."""
    return content_hash(bytes(entry.body)) == entry.body_hash


def values_of(entry: JournalEntry) -> dict[str, Canonical]:
    """Return the named values of a journal entry that its leaf commits to.

    The entry's mission must be loaded.
    """
    body = {f"body.{name}": value for name, value in parsed(bytes(entry.body)).items()}
    return body | {
        "actor": str(entry.actor_id or ""),
        "at": utc_text(entry.at),
        "mission": entry.mission.code,
        "reason": entry.reason,
    }


def make_leaf(entry: JournalEntry, seq: int, subject_salt: bytes) -> MadeLeaf:
    """Return the leaf of a journal entry at a place, with new salts and decoys."""
    values = values_of(entry)
    salts = {name: new_salt() for name in values}
    commitments = [commitment(salts[name], name, value) for name, value in values.items()]
    decoys = [new_salt() + new_salt() for _ in range(decoys_for(len(values)))]
    leaf = leaf_bytes(
        kind=entry.action,
        seq=seq,
        received_at=entry.at,
        subject=pseudonym(subject_salt, entry.subject_type, entry.subject_id),
        commitments=commitments + decoys,
    )
    return MadeLeaf(leaf, salts)


def disclosures(entry: LedgerEntry, names: Iterable[str] | None = None) -> list[Disclosure]:
    """Return the disclosures of an entry's values; of those named only, if names are given."""
    salts = {name: bytes.fromhex(salt) for name, salt in entry.salts.by_name.items()}
    values = values_of(entry.journal)
    chosen = set(values) if names is None else set(names)
    return disclosures_of({k: v for k, v in values.items() if k in chosen}, salts)


def opens(entry: LedgerEntry, subject_salts: Mapping[SubjectKey, bytes]) -> bool:
    """Tell whether a stored leaf is that of its journal entry, read back from the database."""
    record = parsed(bytes(entry.leaf))
    journal = entry.journal
    subject = journal.subject_type, journal.subject_id
    values, salts = values_of(journal), entry.salts.by_name
    held = {
        commitment(bytes.fromhex(salts[name]), name, value).hex()
        for name, value in values.items()
        if name in salts
    }
    return (
        is_intact(journal)
        and salts.keys() == values.keys()
        and record["seq"] == entry.seq
        and record["kind"] == journal.action
        and record["subject"] == pseudonym(subject_salts[subject], *subject).hex()
        and held <= set(record["fields"])
    )


def subject_salts(entries: Iterable[JournalEntry]) -> dict[SubjectKey, bytes]:
    """Return the salt of each entry's subject, making those that are missing.

    Only the leader makes salts, so that nobody else can have made one in between.
    """
    keys = {(entry.subject_type, entry.subject_id) for entry in entries}
    known = salts_of(keys)
    made = {key: new_salt() for key in sorted(keys - known.keys())}
    LedgerSubject.objects.bulk_create(
        LedgerSubject(subject_type=kind, subject_id=name, salt=salt)
        for (kind, name), salt in made.items()
    )
    return known | made


def salts_of(keys: Iterable[SubjectKey]) -> dict[SubjectKey, bytes]:
    """Return the salts of subjects that have one."""
    wanted = set(keys)
    rows = LedgerSubject.objects.filter(subject_id__in=[name for _kind, name in wanted])
    found = rows.values_list("subject_type", "subject_id", "salt")
    return {(kind, name): bytes(salt) for kind, name, salt in found if (kind, name) in wanted}
