"""The journal's one writer."""

from collections.abc import Mapping
from datetime import datetime

from incidents.enums import Action
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash
from incidents.models import JournalEntry
from parties.models import Mission, User


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
    canonical = canonical_bytes(body)
    return JournalEntry.objects.create(
        action=action,
        mission=mission,
        subject_type=subject[0],
        subject_id=subject[1],
        body=canonical,
        body_hash=content_hash(canonical),
        actor=actor,
        at=at,
        reason=reason,
    )
