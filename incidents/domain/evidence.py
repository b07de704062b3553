"""Evidence comes in: announced, sent in pieces, verified, kept, and attached to its report.

The order of filing and sending does not matter: a file that is whole waits for its report,
and a report that is filed takes the files that wait for it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.custody import CustodyStep
from incidents.domain.content_checks import Problem, refuse
from incidents.domain.custody import note_custody
from incidents.domain.duty import impose
from incidents.domain.evidence_checks import (
    Offer,
    evidence_store,
    is_disk_too_full,
    problems_of_offer,
    problems_of_room,
)
from incidents.domain.references import mission_named
from incidents.domain.serialising import serialise_by_id
from incidents.domain.writing import writing
from incidents.enums import DutyKind
from incidents.files.signature import HEAD_BYTES, FileType, signature_of
from incidents.files.store import MismatchError, StoreFullError
from incidents.ledger.uuid7 import uuid7
from incidents.models import Evidence, Report, StoredFile, Upload
from incidents.rules import may
from parties.domain.acting import Actor

LARGEST_PIECE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is: bytes that are here, and whether it is whole and kept."""

    upload: Upload
    offset: int
    complete: bool


def begin_upload(offer: Offer, *, actor: Actor, now: datetime | None = None) -> Progress:
    """Announce a file, or learn how far it came: the same offer again is the same upload.

    Raises:
        PermissionDenied: the actor files no reports at this mission.
        ValidationError: what is wrong with the offer, by field.
        StoreFullError: the disk has no room for it.

    """
    at = now or timezone.now()
    mission = mission_named(offer.mission)
    if actor.user is None or not may(actor, "file_report", mission.pk):
        raise PermissionDenied
    refuse(list(problems_of_offer(offer, at)))
    same = {"uploader": actor.user, "report_id": offer.report_id, "sha256": offer.sha256}
    with writing():
        serialise_by_id(offer.report_id)
        upload = Upload.objects.filter(**same).first()
        if upload is None:
            refuse(list(problems_of_room(offer, actor.user, mission)))
            if is_disk_too_full(offer.size):
                raise StoreFullError
            upload = Upload.objects.create(
                id=uuid7(),
                uploader=actor.user,
                begun_at=at,
                **asdict(offer) | {"mission": mission},
            )
    upload.uploader = actor.user
    if upload.size != offer.size:
        refuse([Problem("size", _("Another size was announced for this hash."), "mismatch")])
    return progress_of(upload)


def progress_of(upload: Upload) -> Progress:
    """Return how far an upload is."""
    if upload.received_at is not None:
        return Progress(upload, upload.size, complete=True)
    return Progress(upload, evidence_store().offset_of(str(upload.pk)), complete=False)


def take_piece(
    upload: Upload, offset: int, data: bytes, *, now: datetime | None = None
) -> Progress:
    """Add a piece; with the last one the file is verified, kept and, if it can be, attached.

    Raises:
        OffsetError: the piece does not begin where the upload ends.
        ValidationError: the file is of no type on the list, or is not what was announced.
        StoreFullError: the disk is full; nothing of the piece was kept.

    """
    if upload.received_at is not None:
        return progress_of(upload)
    store, part = evidence_store(), str(upload.pk)
    if offset == 0 and (len(data) >= HEAD_BYTES or len(data) == upload.size):
        _type_of(data)
    end = offset
    if data or offset != store.offset_of(part):
        end = store.append(part, offset, data, upload.size)
    if end == upload.size:
        return _receive(upload, now or timezone.now())
    return Progress(upload, end, complete=False)


def take_whole(
    offer: Offer, blocks: Iterable[bytes], *, actor: Actor, now: datetime | None = None
) -> Progress:
    """Take a file that comes at once, such as from a form without scripts; errors as above."""
    progress = begin_upload(offer, actor=actor, now=now)
    for block in blocks:
        if progress.complete:
            break
        progress = take_piece(progress.upload, progress.offset, block, now=now)
    return progress


def attach_waiting(report: Report, at: datetime) -> None:
    """Attach to a report the whole files that its author sent for it.

    Within the transaction of the filing, which holds the turn of the report's id.
    """
    if report.author_id is None:
        return
    waiting = Upload.objects.filter(
        mission=report.mission_id,
        report_id=report.report_id,
        uploader=report.author_id,
        received_at__isnull=False,
        evidence__isnull=True,
    )
    known = waiting.select_related("mission", "uploader").defer("uploader__password")
    for upload in known.order_by("begun_at", "pk"):
        _attach(upload, report, at)


def _receive(upload: Upload, at: datetime) -> Progress:
    """Keep a whole part, once, whoever else finishes it at the same time."""
    store, part = evidence_store(), str(upload.pk)
    found = _type_in_part(upload)
    try:
        store.finish(part, upload.sha256, upload.size)
    except MismatchError as error:
        message = _("What arrived is not the file that was announced. Send it again.")
        raise ValidationError({"sha256": ValidationError(message, "mismatch")}) from error
    with writing():
        serialise_by_id(upload.report_id)
        ours = Upload.objects.filter(pk=upload.pk, received_at__isnull=True)
        if ours.update(received_at=at):
            upload.received_at = at
            _keep(upload, found, at)
        transaction.on_commit(lambda: store.drop(part))
    return Progress(upload, upload.size, complete=True)


def _keep(upload: Upload, found: FileType, at: datetime) -> None:
    file, _new = StoredFile.objects.get_or_create(
        sha256=upload.sha256,
        defaults={"size": upload.size, "media_type": found.media_type, "received_at": at},
    )
    note_custody(
        CustodyStep.RECEIVED,
        file,
        mission=upload.mission,
        upload=upload,
        actor=upload.uploader,
        at=at,
    )
    impose(
        DutyKind.INSPECT_EVIDENCE,
        mission=upload.mission,
        subject=file.sha256,
        cause="received",
        at=at,
    )
    report = _report_of(upload)
    if report is not None:
        _attach(upload, report, at)


def _attach(upload: Upload, report: Report, at: datetime) -> None:
    file = StoredFile.objects.get(pk=upload.sha256)
    Evidence.objects.create(upload=upload, report=report, file=file, attached_at=at)
    note_custody(
        CustodyStep.ATTACHED,
        file,
        mission=upload.mission,
        upload=upload,
        actor=upload.uploader,
        at=at,
        reason=report.reference,
    )


def _report_of(upload: Upload) -> Report | None:
    own = Report.objects.filter(mission=upload.mission_id, author=upload.uploader_id)
    return own.filter(report_id=upload.report_id).order_by("key").first()


def _type_in_part(upload: Upload) -> FileType:
    """Read the type of a whole part before it becomes an object; of no type, it is dropped."""
    store, part = evidence_store(), str(upload.pk)
    try:
        return _type_of(store.head_of(part, HEAD_BYTES))
    except ValidationError:
        store.drop(part)
        raise


def _type_of(data: bytes) -> FileType:
    found = signature_of(data[:HEAD_BYTES])
    if found is not None:
        return found
    message = _(
        "This is no photo, video, sound recording or PDF of a kind that is taken. "
        "What counts are its first bytes, not its name."
    )
    raise ValidationError({"file": ValidationError(message, "file_type")})
