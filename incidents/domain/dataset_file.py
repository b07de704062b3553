"""The one writer of dataset files: brought by a person, read by a worker, confirmed, imported."""

from dataclasses import asdict, astuple
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, refuse
from incidents.domain.dataset import Imported, Origin, bring_in, importer_at, problems_of_origin
from incidents.domain.dataset_mapping import problems_of_manner
from incidents.domain.duty import impose
from incidents.domain.writing import writing
from incidents.enums import DutyKind
from incidents.exchange.dataset_reading import WrongRow
from incidents.exchange.dataset_rows import Manner
from incidents.exchange.dataset_table import NoDatasetError
from incidents.ledger.uuid7 import uuid7
from incidents.models import DatasetFile
from parties.domain.acting import Actor, actor_of
from parties.models import Mission

# Who brings more is told to come back: a worker reads one after the other.
MOST_WAITING = 24
LONGEST_NAME = 200
READ, DONE = 90, 100  # per cent: the rest is for the tables


def bring_file(
    content: bytes,
    name: str,
    origin: Origin,
    mission: Mission,
    *,
    actor: Actor,
    manner: Manner | None = None,
    now: datetime | None = None,
) -> DatasetFile:
    """Keep a file, and have a worker read it; nothing is imported before it is confirmed.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: there is no name or licence, or too many files are waiting.

    """
    user = importer_at(mission, actor)
    manner = manner or Manner()
    refuse([*problems_of_origin(origin), *problems_of_manner(manner)])
    at = now or timezone.now()
    with writing():
        waiting = DatasetFile.objects.filter(checked_at=None, refused__isnull=True, done_at=None)
        if waiting.count() >= MOST_WAITING:
            message = _("Many files are being read. Come back in a minute.")
            refuse([Problem("file", message, "busy")])
        file = DatasetFile.objects.create(
            id=uuid7(),
            mission=mission,
            name=name[:LONGEST_NAME] or _("a file without a name"),
            content=content,
            size=len(content),
            dataset=origin.dataset.strip(),
            licence=origin.licence.strip(),
            manner=asdict(manner),
            brought_by=user,
            brought_at=at,
            asked_at=at,
        )
        _have_read(file, at)
    return file


def read_otherwise(
    file: DatasetFile, manner: Manner, *, actor: Actor, now: datetime | None = None
) -> None:
    """Have a file read again in another manner, as long as its import is not confirmed.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: the manner is none, or the import is confirmed.

    """
    importer_at(file.mission, actor)
    refuse(problems_of_manner(manner))
    at = now or timezone.now()
    with writing():
        fresh: dict[str, Any] = {
            "checked_at": None,
            "refused": None,
            "progress": 0,
            "found": {},
            "wrong": [],
        }
        rows = DatasetFile.objects.filter(pk=file.pk, confirmed_at=None)
        if not rows.update(manner=asdict(manner), asked_at=at, **fresh):
            refuse([_confirmed_before()])
        _have_read(file, at)


def confirm_import(file: DatasetFile, *, actor: Actor, now: datetime | None = None) -> None:
    """Have a worker import a file that was read; confirming twice imports once.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: it was not read yet, or confirmed before.

    """
    user = importer_at(file.mission, actor)
    at = now or timezone.now()
    with writing():
        rows = DatasetFile.objects.filter(pk=file.pk, confirmed_at=None, refused__isnull=True)
        ready = rows.filter(checked_at__isnull=False)
        if not ready.update(confirmed_at=at, confirmed_by=user, progress=0):
            refuse([_confirmed_before()])
        _have_read(file, at)


def _have_read(file: DatasetFile, at: datetime) -> None:
    impose(
        DutyKind.READ_DATASET,
        mission=file.mission,
        subject=str(file.pk),
        cause=at.isoformat(),
        at=at,
    )


def _confirmed_before() -> Problem:
    return Problem("file", _("It is being read, or was confirmed before."), "confirmed")


def read_asked(subject: str, now: datetime) -> None:
    """Read one file, or import it if that is confirmed; nothing is done if it is done already."""
    rows = DatasetFile.objects.filter(pk=UUID(subject), done_at=None, refused__isnull=True)
    file = rows.select_related("mission", "brought_by", "confirmed_by").first()
    if file is None or not file.is_waiting:
        return
    # Whoever has it read otherwise meanwhile, gets what that reading tells, and not this one.
    same = rows.filter(asked_at=file.asked_at)
    try:
        _import(file, same, now) if file.confirmed_at else _check(file, same, now)
    except NoDatasetError as error:
        same.update(refused=[error.code, error.told], found={"names": error.names})
    except PermissionDenied:
        same.update(refused=["not_allowed", ""])


def _check(file: DatasetFile, same: QuerySet[DatasetFile], now: datetime) -> None:
    found = _bring_in(file, actor_of(file.brought_by), dry_run=True)
    wrong = [astuple(row) for row in found.wrong]
    same.update(found=_told(found), wrong=wrong, progress=DONE, checked_at=now)


def _import(file: DatasetFile, same: QuerySet[DatasetFile], now: datetime) -> None:
    def settle(found: Imported) -> None:
        same.update(found=_told(found), batch=found.batch, progress=DONE, done_at=now)

    _bring_in(file, actor_of(file.confirmed_by), settle=settle)


def _bring_in(file: DatasetFile, actor: Actor, **options: Any) -> Imported:
    row = DatasetFile.objects.filter(pk=file.pk)

    def watch(percent: int) -> None:
        row.update(progress=READ * percent // DONE)

    manner, origin = Manner(**file.manner), Origin(file.dataset, file.licence)
    content = bytes(file.content)
    return bring_in(
        content, origin, file.mission, actor=actor, manner=manner, watch=watch, **options
    )


def _told(found: Imported) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "added": found.added,
        "known": found.known,
        "wrong": len(found.wrong),
        "names": found.names,
        "shown": found.shown,
    }


def wrong_rows(file: DatasetFile) -> list[WrongRow]:
    """Return the rows of a file that are not taken."""
    return [WrongRow(*row) for row in file.wrong]
