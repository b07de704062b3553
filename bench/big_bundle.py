"""A bundle of a large log: one report of the database, told again as often as is asked for."""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

from incidents.domain.ledger_key import log_signer
from incidents.domain.ledger_leaf import make_leaf
from incidents.domain.queries.ledger_bundle import bundle
from incidents.ledger.canonical import canonical_bytes
from incidents.ledger.leaf import new_salt
from incidents.ledger.merkle import append_leaves, leaf_hash, root_over
from incidents.ledger.note import Checkpoint, sign_text, signed_note
from incidents.ledger.salted import commitments_of, fields_of, salted_hash, salts_from
from incidents.ledger.uuid7 import uuid7
from incidents.models import JournalEntry
from parties.models import Mission

Row = dict[str, Any]
CHECKPOINTS = 50  # as many as a bundle has


@dataclass(frozen=True)
class Ids:
    """What differs from one telling to the next."""

    report: str
    incident: str
    content_hash: str

    def told(self, other: "Ids", text: str) -> str:
        """Return a text about us as one about the other."""
        for mine, theirs in zip(astuple(self), astuple(other), strict=True):
            text = text.replace(mine, theirs)
        return text


def write_bundle(mission: Mission, entries: int) -> str:
    """Return the text of a bundle of at least this many entries.

    The database must hold one report, filed through the door, and its places in the log.
    """
    model = json.loads("".join(bundle()))
    incident = next(row for row in model["incidents"] if row["reports"])
    mine = Ids(
        model["reports"][0]["id"],
        incident["id"],
        model["reports"][0]["content_hash"],
    )
    content = json.loads(model["documents"][0][1])
    made: dict[str, list[Any]] = {
        name: [] for name in ("entries", "documents", "reports", "incidents")
    }
    while len(made["entries"]) < entries:
        report = str(uuid7())
        document = _document(content | {"report_id": report})
        other = Ids(report, str(uuid7()), document[0])
        made["documents"].append(document)
        for name, row in (("reports", model["reports"][0]), ("incidents", incident)):
            made[name].append(json.loads(mine.told(other, json.dumps(row))))
        made["entries"] += _entries(model["entries"], mission, mine, other, len(made["entries"]))
    return json.dumps(model | made | {"checkpoints": list(_checkpoints(made["entries"]))})


def _document(content: Row) -> list[Any]:
    salts = salts_from(new_salt() + new_salt(), fields_of(content))
    digest = salted_hash(commitments_of(content, salts).values())
    return [digest, canonical_bytes(content).decode(), salts, {}]


def _entries(models: list[Row], mission: Mission, mine: Ids, other: Ids, start: int) -> list[Row]:
    subjects: dict[str, bytes] = {}
    made = []
    for place, model in enumerate(models, start=start):
        journal = json.loads(mine.told(other, json.dumps(model["journal"]))) | {"seq": place}
        subject = subjects.setdefault(journal["subject_id"], new_salt())
        leaf = make_leaf(_row(journal, mission), place, subject)
        made.append(
            {
                "leaf": leaf.leaf.decode(),
                "journal": journal,
                "salts": {name: salt.hex() for name, salt in leaf.salts.items()},
                "subject_salt": subject.hex(),
            }
        )
    return made


def _row(journal: Row, mission: Mission) -> JournalEntry:
    names = ("seq", "action", "subject_type", "subject_id", "reason")
    values = {name: journal[name] for name in names}
    at = datetime.fromisoformat(journal["at"]).astimezone(UTC)
    actor = int(journal["actor"]) if journal["actor"] else None
    body = journal["body"].encode()
    return JournalEntry(**values, at=at, actor_id=actor, body=body, mission=mission)


def _checkpoints(entries: list[Row]) -> Iterator[str]:
    signer = log_signer()
    hashes = [leaf_hash(entry["leaf"].encode()) for entry in entries]
    size = max(1, len(hashes) - CHECKPOINTS)
    _nodes, peaks = append_leaves(0, [], hashes[:size])
    for leaf in hashes[size:]:
        _nodes, peaks = append_leaves(size, peaks, [leaf])
        size += 1
        point = Checkpoint(signer.origin, size, root_over(peaks))
        yield signed_note(point.text, [sign_text(signer._key, signer.origin, point.text)])  # noqa: SLF001
