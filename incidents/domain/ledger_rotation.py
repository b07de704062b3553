"""Rotation of the log's key: an entry names the next key, and the checkpoint over it is its first.

The old key signs the new one inside the entry, and the parties cosign a checkpoint over it.
A key that was stolen or lost signs nothing more: then the cosignatures alone carry the entry.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from incidents.domain.journal import write_entry
from incidents.domain.ledger_key import Signer, SignerRefusalError, log_signer, make_key
from incidents.domain.queries.ledger import LOG, key_in_force
from incidents.domain.sequencing import leadership, place_batch, sign_newest
from incidents.enums import Action
from incidents.ledger.note import NoteError, parse_key, signed_note
from incidents.ledger.whole_file import sync_folder
from incidents.models import JournalEntry, LedgerEntry
from parties.models import Mission


@dataclass(frozen=True, slots=True)
class Rotation:
    """From which place on which key signs, and where the old one was put away."""

    place: int
    key: str
    old_file: Path


def rotate_key(
    mission: Mission,
    *,
    reason: str,
    stolen: bool = False,
    old: str = "",
    now: datetime | None = None,
) -> Rotation:
    """Give the log its next key, and sign the newest checkpoint with it.

    Done again after it broke off, it finishes what it began.

    Args:
        mission: in whose journal the entry stands.
        reason: why, for the journal.
        stolen: the old key signs nothing more.
        old: the old key's public line, if its file is gone.
        now: when.

    Raises:
        SignerRefusalError: the old key is not at hand, or not the log's.

    """
    signer = log_signer()
    draft = Signer(signer.origin, signer.key_file.with_name(f"{signer.key_file.name}.next"))
    with leadership(wait=True):
        make_key(draft.key_file)
        new = str(draft.verifier)
        if key_in_force() != new:
            before = _old_key(signer, old, stolen=stolen)
            body = {"old": before, "new": new, "signed": _endorsed(signer, draft, stolen=stolen)}
            _announce(mission, signer.origin, body, reason, now or timezone.now())
        place = LedgerEntry.objects.filter(journal__subject_type=LOG).latest("seq").seq
        kept = _swap(signer.key_file, draft.key_file, place)
        sign_newest()
    return Rotation(place, new, kept)


def _old_key(signer: Signer, old: str, *, stolen: bool) -> str:
    """Return the public line of the key that signs until now."""
    known = key_in_force() or (old if stolen else "") or str(signer.verifier)
    try:
        if parse_key(known).name != signer.origin:
            raise SignerRefusalError("the old key is another log's")
    except NoteError as error:
        raise SignerRefusalError(str(error)) from error
    if not stolen and known != str(signer.verifier):
        raise SignerRefusalError("the log has another key than this file")
    return known


def _endorsed(signer: Signer, draft: Signer, *, stolen: bool) -> str:
    """Return the note in which the new key names itself, and the old one vouches for it."""
    text = f"{signer.origin}/key\n{draft.verifier}\n"
    by = [draft] if stolen else [signer, draft]
    return signed_note(text, [one.sign_text(text) for one in by])


def _announce(
    mission: Mission, origin: str, body: dict[str, str], reason: str, at: datetime
) -> None:
    """Write the entry and give it its place, both or neither."""
    with transaction.atomic():
        entry = write_entry(
            Action.LOG_KEY_CHANGED,
            mission=mission,
            subject=(LOG, origin),
            body=body,
            actor=None,
            at=at,
            reason=reason,
        )
        while _waits(entry) and place_batch(at):
            pass
        if _waits(entry):
            raise SignerRefusalError("the entry got no place in the log")


def _waits(entry: JournalEntry) -> bool:
    return not LedgerEntry.objects.filter(journal=entry).exists()


def _swap(key_file: Path, draft: Path, place: int) -> Path:
    """Put the old key away under the place at which it ended, and the new one in its stead."""
    kept = key_file.with_name(f"{key_file.name}.until-{place}")
    if key_file.exists() and not kept.exists():
        os.link(key_file, kept)
    draft.replace(key_file)
    sync_folder(key_file.parent)
    return kept
