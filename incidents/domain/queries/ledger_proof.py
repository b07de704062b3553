"""Proofs for readers: the entries about one subject, opened as far as the reader may read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.domain.ledger_leaf import disclosures, salts_of
from incidents.domain.queries.ledger import inclusion_proof, newest_checkpoint, note_of
from incidents.domain.queries.ledger_bundle import known_policy
from incidents.enums import Action
from incidents.ledger.canonical import Canonical
from incidents.ledger.leaf import Disclosure
from incidents.ledger.proof import ProofFile
from incidents.models import Incident, LedgerEntry, Report

FORMAT = "ceasefire-ledger-proofs/1"

# What an incident's entries tell, and the group of fields that a reader needs for it.
# What is not here is opened to nobody.
ENTRY_GROUPS: dict[str, str] = {
    Action.INCIDENT_OPENED: "core",
    Action.REPORT_LINKED: "reports",
    Action.STATUS_SET: "workflow",
}
VALUE_GROUPS: dict[str, str] = {
    "mission": "core",
    "body.reference": "core",
    "body.report": "reports",
    "body.content_hash": "reports",
    "at": "workflow",
    "reason": "workflow",
    "body.from": "workflow",
    "body.to": "workflow",
    "body.reason": "workflow",
}


@dataclass(frozen=True, slots=True)
class Proved:
    """One entry with what is opened of it, and the file that proves it."""

    index: int
    kind: str
    values: tuple[tuple[str, Canonical], ...]
    proof: str

    @property
    def kind_label(self) -> str:
        """What was done, in words."""
        return str(Action(self.kind).label)


@dataclass(frozen=True, slots=True)
class Proofs:
    """The proofs of a subject's entries under the newest signed checkpoint."""

    entries: tuple[Proved, ...]
    waiting: int
    note: str
    size: int

    @property
    def witnesses(self) -> list[str]:
        """The names under the checkpoint, the log's own left out."""
        lines = self.note.rpartition("\n\n")[2].splitlines()
        return [line.split(" ")[1] for line in lines[1:]]

    def file(self) -> str:
        """Return the JSON text that verify.py checks."""
        proofs = [entry.proof for entry in self.entries]
        record = {"format": FORMAT, "policy": known_policy(), "proofs": proofs}
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def incident_proofs(incident: Incident, groups: frozenset[str]) -> Proofs:
    """Return the proofs of an incident's entries, as far as ``groups`` open them."""
    kinds = [kind for kind, group in ENTRY_GROUPS.items() if group in groups]
    names = {name for name, group in VALUE_GROUPS.items() if group in groups}
    return _proofs("incident", str(incident.pk), incident.mission_id, kinds, names)


def report_proofs(report: Report) -> Proofs:
    """Return the proofs that a report was filed, opened wholly: for its author."""
    kinds = [Action.REPORT_FILED, Action.VARIANT_KEPT]
    return _proofs("report", str(report.report_id), report.mission_id, kinds, None)


def _proofs(
    subject_type: str,
    subject_id: str,
    mission_id: int,
    kinds: Iterable[str],
    names: set[str] | None,
) -> Proofs:
    entries = list(
        LedgerEntry.objects.filter(
            journal__subject_type=subject_type,
            journal__subject_id=subject_id,
            journal__mission_id=mission_id,
            journal__action__in=kinds,
        )
        .select_related("journal__mission", "salts")
        .order_by("seq")
    )
    point = newest_checkpoint()
    size = 0 if point is None else point.size
    note = "" if point is None else note_of(point)
    key = (subject_type, subject_id)
    subject = [salts_of([key])[key].hex(), *key] if entries else []
    proved = [
        _proved(entry, size, note, subject, disclosures(entry, names))
        for entry in entries
        if entry.seq < size
    ]
    return Proofs(tuple(proved), len(entries) - len(proved), note, size)


def _proved(
    entry: LedgerEntry, size: int, note: str, subject: list[str], opened: list[Disclosure]
) -> Proved:
    extra = {
        "leaf": bytes(entry.leaf).decode(),
        "subject": subject,
        "disclosed": [[found.salt.hex(), found.name, found.value] for found in opened],
    }
    path = tuple(inclusion_proof(entry.seq, size))
    text = json.dumps(extra, ensure_ascii=False, separators=(",", ":")).encode()
    values = tuple((found.name.removeprefix("body."), found.value) for found in opened)
    return Proved(
        entry.seq, entry.journal.action, values, str(ProofFile(entry.seq, path, note, text))
    )
