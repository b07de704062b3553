"""Sending files in tests: whole or in pieces, with a report or before it."""

import hashlib
from typing import Any
from uuid import UUID

from django.utils import timezone

from incidents.domain.evidence import Progress, begin_upload, take_piece
from incidents.domain.evidence_checks import Offer
from incidents.domain.pump import run_due
from incidents.ledger.uuid7 import uuid7
from incidents.models import Evidence
from parties.domain.acting import actor_of
from parties.models import User
from tests.incidents.samples import picture
from tests.incidents.telling import tell

PHOTO = picture()


def offer_of(data: bytes = PHOTO, **fields: Any) -> Offer:
    """An offer of some bytes for a report yet to be filed."""
    said: dict[str, Any] = {
        "report_id": uuid7(),
        "mission": "ridge",
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "name": "IMG_0001.JPG",
    }
    return Offer(**said | fields)


def send(person: User, data: bytes = PHOTO, *, step: int = 100_000, **fields: Any) -> Progress:
    """Send a file in pieces."""
    progress = begin_upload(offer_of(data, **fields), actor=actor_of(person))
    while not progress.complete:
        piece = data[progress.offset : progress.offset + step]
        progress = take_piece(progress.upload, progress.offset, piece)
    return progress


def attach(person: User, data: bytes = PHOTO, **fields: Any) -> Evidence:
    """File a report and send a file for it."""
    told = {name: fields.pop(name) for name in ("post", "category") if name in fields}
    report_id: UUID = fields.pop("report_id", None) or tell(person, **told).report.report_id
    sent = send(person, data, report_id=report_id, **fields)
    return Evidence.objects.get(pk=sent.upload.pk)


def inspect_all() -> None:
    """Do what is due, as the worker would."""
    run_due(timezone.now())
