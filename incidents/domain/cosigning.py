"""Cosigning: witnesses' signatures come in, each checked against the policy."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.queries.ledger_bundle import policy_text
from incidents.domain.writing import writing
from incidents.ledger.note import (
    WITNESS,
    NoteError,
    Signature,
    VerifierKey,
    check_signature,
    parse_checkpoint,
    parse_key,
    parse_note,
)
from incidents.models import Checkpoint, CheckpointSignature

# A witness that signs the same checkpoint again and again fills no table.
LEAST_APART = timedelta(minutes=10)
FASTEST_CLOCK = timedelta(minutes=5)


def import_cosignatures(note: str) -> int:
    """Store a note's valid cosignatures of one of our checkpoints, each once.

    Returns the number of new ones; a witness's next one of the same checkpoint is new
    after ten minutes.

    Raises:
        ValidationError: the note is no checkpoint of this log, or no signature on it
            is by a witness of the policy; nothing is stored.

    """
    try:
        text, signatures = parse_note(note)
        size = parse_checkpoint(text).size
        times = _valid(text, signatures)
    except NoteError as error:
        raise _refusal(str(error)) from error
    checkpoint = Checkpoint.objects.filter(pk=size, text=text).first()
    if checkpoint is None:
        raise _refusal(_("This log has no such checkpoint."))
    if not times:
        raise _refusal(_("No witness of the policy has signed this."))
    fresh = _fresh(checkpoint, times)
    with writing():
        CheckpointSignature.objects.bulk_create(
            [
                CheckpointSignature(
                    checkpoint=checkpoint,
                    name=signature.name,
                    line=str(signature),
                    is_log=False,
                    witnessed_at=at,
                )
                for signature, at in fresh.items()
            ],
            ignore_conflicts=True,
        )
    return len(fresh)


def policy_witnesses() -> list[VerifierKey]:
    """Return the keys of the policy's witnesses.

    Raises:
        NoteError: a key is not well formed.

    """
    lines = [line.split("#")[0].split() for line in policy_text().splitlines()]
    keys = [parse_key(words[2]) for words in lines if words[:1] == ["witness"] and len(words) > 2]  # noqa: PLR2004
    return [key for key in keys if key.kind == WITNESS]


def _valid(text: str, signatures: list[Signature]) -> dict[Signature, datetime]:
    """Return the witnesses' signatures with their times; lines by others are left out."""
    keys = {(key.name, key.key_id): key for key in policy_witnesses()}
    latest = (timezone.now() + FASTEST_CLOCK).timestamp()
    times = {}
    for signature in signatures:
        key = keys.get((signature.name, signature.key_id))
        seconds = check_signature(key, signature, text) if key else None
        if seconds is None:
            continue
        if seconds > latest:
            raise NoteError(f"the cosignature by {signature.name} is of the future")
        times[signature] = datetime.fromtimestamp(seconds, UTC)
    return times


def _fresh(checkpoint: Checkpoint, times: dict[Signature, datetime]) -> dict[Signature, datetime]:
    """Return the newest of each witness, if it is later enough than what we have of it."""
    newest = {
        name: at
        for name, at in checkpoint.signatures.order_by("witnessed_at").values_list(
            "name", "witnessed_at"
        )
        if at
    }
    latest = {line.name: (line, at) for line, at in sorted(times.items(), key=lambda pair: pair[1])}
    return {
        line: at
        for name, (line, at) in latest.items()
        if name not in newest or at >= newest[name] + LEAST_APART
    }


def _refusal(words: str) -> ValidationError:
    return ValidationError({"note": [ValidationError(words, "cosignature")]})
