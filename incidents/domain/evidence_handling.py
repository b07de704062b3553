"""Handling evidence: marks, release, and originals handed out; always with who and why."""

from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.custody import CustodyStep
from incidents.domain.custody import note_custody
from incidents.domain.evidence_checks import evidence_store
from incidents.domain.queries.evidence import copies_open_to
from incidents.domain.writing import writing
from incidents.ledger.canonical import is_text
from incidents.models import Derivative, Evidence
from incidents.rules import may
from parties.domain.acting import Actor

MARKS = frozenset(
    {
        CustodyStep.MARKED_GRAPHIC,
        CustodyStep.UNMARKED_GRAPHIC,
        CustodyStep.RELEASED,
        CustodyStep.WITHHELD,
    }
)
LONGEST_REASON = 500


def mark_evidence(
    evidence: Evidence, step: CustodyStep, *, actor: Actor, reason: str, now: datetime | None = None
) -> None:
    """Mark evidence as graphic or not, or release its copy or withhold it.

    Raises:
        PermissionDenied: the actor keeps no evidence here; whoever sent a file may say
            that it is graphic, and no more.
        ValidationError: no reason, or there is no copy to release.

    """
    mission = evidence.upload.mission
    keeps = may(actor, "keep_evidence", mission.pk)
    sent = actor.user is not None and evidence.upload.uploader_id == actor.user.pk
    if step not in MARKS or not (keeps or (sent and step == CustodyStep.MARKED_GRAPHIC)):
        raise PermissionDenied
    _check_reason(reason)
    if step == CustodyStep.RELEASED and not evidence.file.derivatives.exists():
        message = _("There is no copy without metadata that could be released.")
        raise ValidationError({"step": ValidationError(message, "no_copy")})
    _note(evidence, step, actor, reason, now)


def hand_out_original(
    evidence: Evidence, *, actor: Actor, reason: str, now: datetime | None = None
) -> Path:
    """Note who gets an original and why, and return where it is.

    Raises:
        PermissionDenied: the original is not open to the actor.
        ValidationError: no reason.
        FileNotFoundError: the file is not in its place.

    """
    if "original" not in copies_open_to(actor, evidence):
        raise PermissionDenied
    _check_reason(reason)
    path = evidence_store().path_of(evidence.file_id)
    path.stat()
    _note(evidence, CustodyStep.EXPORTED, actor, reason, now)
    return path


def show_copy(
    evidence: Evidence, name: str, *, actor: Actor, now: datetime | None = None
) -> tuple[Derivative, Path] | None:
    """Return a copy and where it is; who looks at a working copy is noted.

    Nothing if there is no such copy; the evidence must be one that the actor sees.
    """
    copy = evidence.file.derivatives.filter(name=name).first()
    if copy is None:
        return None
    if name != "thumbnail" and actor.user is not None:
        _note(evidence, CustodyStep.VIEWED, actor, "", now, sha256=copy.sha256)
    return copy, evidence_store().path_of(copy.sha256)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        message = _("Say why: it goes into the custody log.")
        raise ValidationError({"reason": ValidationError(message, "required")})
    if len(reason) > LONGEST_REASON or not is_text(reason):
        message = _("At most %(most)s characters, and no control characters.")
        raise ValidationError(
            {"reason": ValidationError(message % {"most": LONGEST_REASON}, "invalid")}
        )


def _note(
    evidence: Evidence,
    step: CustodyStep,
    actor: Actor,
    reason: str,
    now: datetime | None,
    sha256: str = "",
) -> None:
    with writing():
        note_custody(
            step,
            evidence.file,
            mission=evidence.upload.mission,
            upload=evidence.upload,
            actor=actor.user,
            at=now or timezone.now(),
            reason=reason.strip(),
            sha256=sha256,
        )
