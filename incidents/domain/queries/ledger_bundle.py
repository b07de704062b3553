"""The bundle: the whole log with what opens it, as one JSON text for the verifier."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings

from incidents.domain.content import utc_text
from incidents.domain.ledger_key import SignerRefusalError, log_signer
from incidents.domain.queries.ledger import note_of, signed_checkpoints
from incidents.domain.queries.ledger_shown import (
    documents,
    shown_daily_reports,
    shown_findings,
    shown_incidents,
    shown_redactions,
    shown_reports,
    shown_returns,
    shown_sign_offs,
)
from incidents.domain.queries.snapshot import one_moment
from incidents.models import JournalEntry, LedgerEntry, LedgerSubject

FORMAT = "ceasefire-ledger-bundle/1"
AT_ONCE = 2000
# Signatures are slow to check without a library; older checkpoints say nothing new.
NEWEST_CHECKPOINTS = 50

_JOURNAL = (
    "seq",
    "action",
    "at",
    "actor_id",
    "mission__code",
    "subject_type",
    "subject_id",
    "reason",
    "body",
)


def bundle() -> Iterator[str]:
    """Yield the bundle's text, from one snapshot of the database."""
    with one_moment():
        head = {"format": FORMAT, "origin": settings.LEDGER_ORIGIN, "policy": known_policy()}
        yield json.dumps(head, ensure_ascii=False)[:-1]
        lists = {
            "checkpoints": _notes(),
            "entries": _entries(),
            "waiting": _waiting(),
            "documents": documents(),
            "reports": shown_reports(),
            "returns": shown_returns(),
            "incidents": shown_incidents(),
            "daily_reports": shown_daily_reports(),
            "findings": shown_findings(),
            "sign_offs": shown_sign_offs(),
            "redactions": shown_redactions(),
        }
        yield from chain.from_iterable(_listed(name, rows) for name, rows in lists.items())
        yield "}\n"


def policy_text() -> str:
    """Return whom to believe (C2SP tlog-policy): the installation's policy, or its own key alone.

    Raises:
        SignerRefusalError: there is neither a policy nor a key.

    """
    if settings.LEDGER_POLICY_FILE:
        return Path(settings.LEDGER_POLICY_FILE).read_text()
    return f"log {log_signer().verifier}\nquorum none\n"


def known_policy() -> str:
    """Return the policy, or nothing where this process can read neither policy nor key."""
    try:
        return policy_text()
    except (SignerRefusalError, OSError):
        return ""


def _listed(name: str, rows: Iterable[Any]) -> Iterator[str]:
    yield f',\n"{name}":['
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        separator = ",\n"
    yield "]"


def _notes() -> Iterator[str]:
    newest = list(signed_checkpoints()[:NEWEST_CHECKPOINTS])
    cosigned = signed_checkpoints().filter(signatures__is_log=False).distinct()
    kept = {point.size: point for point in [*newest, *cosigned[:NEWEST_CHECKPOINTS]]}
    return (note_of(kept[size]) for size in sorted(kept))


def _entries() -> Iterator[dict[str, Any]]:
    salts = {
        (row.subject_type, row.subject_id): bytes(row.salt).hex()
        for row in LedgerSubject.objects.iterator(chunk_size=AT_ONCE)
    }
    names = ("leaf", "salts__by_name", *(f"journal__{name}" for name in _JOURNAL))
    for row in LedgerEntry.objects.order_by("seq").values(*names).iterator(chunk_size=AT_ONCE):
        journal = _journal({name: row[f"journal__{name}"] for name in _JOURNAL})
        yield {
            "leaf": _decoded(row["leaf"]),
            "journal": journal,
            "salts": row["salts__by_name"] or {},
            "subject_salt": salts.get((journal["subject_type"], journal["subject_id"]), ""),
        }


def _waiting() -> Iterator[dict[str, Any]]:
    rows = JournalEntry.objects.filter(ledger_entry__isnull=True).order_by("seq")
    for row in rows.values(*_JOURNAL):
        yield _journal(row)


def _journal(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "seq": row["seq"],
        "action": row["action"],
        "at": utc_text(row["at"]),
        "actor": str(row["actor_id"] or ""),
        "mission": row["mission__code"],
        "subject_type": row["subject_type"],
        "subject_id": row["subject_id"],
        "reason": row["reason"],
        "body": _decoded(row["body"]),
    }


def _decoded(stored: memoryview | bytes) -> str:
    return bytes(stored).decode("utf-8", "replace")
