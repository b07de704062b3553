"""The journal's one writer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from incidents.enums import Action
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash
from incidents.models import JournalEntry
from incidents.models.insert_once import insert_together
from parties.models import Mission, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be written down; ``write_entry`` says what each part is."""

    action: Action
    mission: Mission
    subject: tuple[str, str]
    body: Mapping[str, Canonical]
    actor: User | None
    at: datetime
    reason: str = ""


def write_entries(
    entries: Iterable[Entry], after: Iterable[Sequence[models.Model]] = ()
) -> list[JournalEntry]:
    """Append entries in their order, within the caller's transaction.

    New rows of other tables that they tell of can be inserted in the same trip, before them.
    """
    rows = [_row(entry) for entry in entries]
    insert_together(*after, rows)
    return rows


def _row(entry: Entry) -> JournalEntry:
    canonical = canonical_bytes(entry.body)
    return JournalEntry(
        action=entry.action,
        mission_id=entry.mission.pk,
        subject_type=entry.subject[0],
        subject_id=entry.subject[1],
        body=canonical,
        body_hash=content_hash(canonical),
        actor_id=entry.actor.pk if entry.actor else None,
        at=entry.at,
        reason=entry.reason,
    )


def write_entry(
    action: Action,
    *,
    mission: Mission,
    subject: tuple[str, str],
    body: Mapping[str, Canonical],
    actor: User | None,
    at: datetime,
    reason: str = "",
) -> JournalEntry:
    """Append one entry, within the caller's transaction.

    Args:
        action: what was done.
        mission: where.
        subject: type and id of the row it was done to.
        body: the facts of the write, with a canonical form.
        actor: who did it; None for the system.
        at: when, in UTC.
        reason: why, where a reason is asked for.

    """
    said = Entry(
        action=action,
        mission=mission,
        subject=subject,
        body=body,
        actor=actor,
        at=at,
        reason=reason,
    )
    return write_entries([said])[0]
