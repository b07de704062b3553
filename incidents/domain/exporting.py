"""Exporting: a worker writes a long list to a file for who asked, and signs what it is."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from incidents.domain.duty import impose_all
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.queries.ledger import log_size
from incidents.domain.writing import writing
from incidents.enums import DutyKind
from incidents.ledger.canonical import canonical_bytes
from incidents.models import Export
from parties.domain.acting import Actor
from parties.models import Mission, User

LIFE = timedelta(days=7)
MOST_WAITING = 3  # of one person
BEGUN, DONE = 1, 100
MANIFEST = "manifest"  # what the signature is of


class RefusedExportError(Exception):
    """The list could not be had; asking again would not help. The message says why."""


class ReusedKeyError(Exception):
    """The key came before, with another query."""


# Writes the list of a person to a file: rows, or RefusedExportError.
Writing = Callable[[User, str, str, Path], int]


def ask_for_export(
    actor: Actor, key: UUID, query: str, *, address: str, now: datetime | None = None
) -> tuple[Export, bool]:
    """Return the export that a person asked for under a key, and whether it is new.

    Raises:
        ReusedKeyError: the key came with another query.
        ValidationError: the person waits for MOST_WAITING others.

    """
    at = now or timezone.now()
    person = actor.user
    if person is None:
        raise PermissionError
    with writing():
        mine = Export.objects.filter(person=person)
        found = mine.filter(key=key).first()
        if found is None and mine.filter(made_at=None, failure="").count() >= MOST_WAITING:
            message = _("Other exports of yours are being made. Come back when they are there.")
            raise ValidationError({"query": [ValidationError(message, "busy")]})
        if found is None:
            wanted = {"query": query, "address": address, "asked_at": at, "expires_at": at + LIFE}
            found, is_new = Export.objects.get_or_create(person=person, key=key, defaults=wanted)
            _impose(found, actor)
        else:
            is_new = False
    if found.query != query:
        raise ReusedKeyError
    return found, is_new


def _impose(row: Export, actor: Actor) -> None:
    """Have it made, and ended."""
    held = next(iter(actor.appointments), None)
    mission = held.mission if held else Mission.objects.order_by("pk")[0]
    due = ((DutyKind.MAKE_EXPORT, row.asked_at), (DutyKind.END_EXPORT, row.expires_at))
    for kind, at in due:
        impose_all(kind, mission=mission, due={str(row.pk): at}, cause="asked", at=row.asked_at)


def make_export(subject: str, now: datetime) -> None:
    """Write the file of an export, and sign its manifest; nothing if that was done."""
    rows = Export.objects.filter(pk=subject, made_at=None, failure="")
    row = rows.select_related("person").first()
    if row is None:
        return
    rows.update(progress=BEGUN)
    target = file_of(row)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{uuid4().hex}.part")
    position = log_size()  # before a row is read: the file holds all that the log held, or more
    write: Writing = import_string(settings.EXPORT_FILE)
    try:
        written = write(row.person, row.query, row.address, part)
        manifest = canonical_bytes(
            {
                "v": 1,
                "export": str(row.pk),
                "query": row.query,
                "rows": written,
                "size": part.stat().st_size,
                "sha256": _sha256(part),
                "ledger_size": position,
                "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
                "licences": dict(Mission.objects.order_by("code").values_list("code", "licence")),
            }
        )
        signature = receipt_signature(manifest, MANIFEST)
        told = {"manifest": manifest, "signature": signature}
        with transaction.atomic():
            if rows.select_for_update().exists():  # nobody else was faster
                part.replace(target)
                rows.update(made_at=now, progress=DONE, **told)
    except RefusedExportError as refusal:
        rows.update(failure=str(refusal)[:500])
    finally:
        part.unlink(missing_ok=True)


def end_export(subject: str, now: datetime) -> None:
    """Remove the file of an export whose time is over; what it was stays known."""
    for row in Export.objects.filter(pk=subject, expires_at__lte=now):
        file_of(row).unlink(missing_ok=True)


def file_of(row: Export) -> Path:
    """Where its file is, while there is one."""
    return Path(settings.EXPORT_DIR) / str(row.pk)


def format_of(query: str) -> str:
    """The format that a query asks for."""
    return parse_qs(query).get("format", ["csv"])[-1]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        parts: Iterable[bytes] = iter(lambda: file.read(1 << 20), b"")
        for part in parts:
            digest.update(part)
    return digest.hexdigest()
