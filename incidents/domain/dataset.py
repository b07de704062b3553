"""The one writer of datasets: imports that add what is new, and batches that are withdrawn."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, problems_of_reason, refuse
from incidents.domain.journal import write_entry
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.exchange.dataset_rows import Line, NoDatasetError, read_lines
from incidents.ledger.canonical import is_text
from incidents.models import DatasetBatch, DatasetRecord
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission, User

AT_ONCE = 2000
LONGEST_REASON = 2000
LONGEST_NAME, LONGEST_LICENCE = 80, 500
SUBJECT = "dataset_batch"
_IMPORT_BOOK = 5  # first half of the advisory lock's key; the second is the mission


@dataclass(slots=True)
class Imported:
    """What became of a file: rows added, rows that were there before, and rows that are wrong."""

    kind: str
    added: int = 0
    known: int = 0
    wrong: list[Line] = field(default_factory=list)
    batch: DatasetBatch | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose data it is: the dataset with its version, and the licence that goes with it."""

    dataset: str
    licence: str


def import_dataset(
    content: bytes,
    origin: Origin,
    mission: Mission,
    *,
    actor: Actor,
    dry_run: bool = False,
    now: datetime | None = None,
) -> Imported:
    """Add the rows of a file that are not there yet; wrong rows keep none of the others out.

    In one transaction; a dry run tells the same and keeps nothing.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: the file is none, or there is no name or no licence.

    """
    user = _importer(actor, mission)
    problems = [*_problems_of(origin)]
    try:
        kind, lines = read_lines(content)
    except NoDatasetError as error:
        problems.append(Problem("file", _advice()[error.code], error.code))
    refuse(problems)
    found = Imported(kind)
    with writing():
        _one_at_a_time(mission)
        batch = DatasetBatch(
            mission=mission,
            dataset=origin.dataset,
            kind=kind,
            licence=origin.licence,
            sha256=sha256(content).hexdigest(),
            added=0,
            imported_at=now or timezone.now(),
            imported_by=user,
        )
        _sort(lines, batch, found, dry_run=dry_run)
    return found


def withdraw_batch(
    batch: DatasetBatch, *, actor: Actor, reason: str, now: datetime | None = None
) -> DatasetBatch:
    """Take a whole import back; its rows are in no list from then on, and kept.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: it was withdrawn before, or there is no reason.

    """
    user = _importer(actor, batch.mission)
    refuse(problems_of_reason(reason, LONGEST_REASON))
    at = now or timezone.now()
    with writing():
        still = DatasetBatch.objects.filter(pk=batch.pk, withdrawn_at__isnull=True)
        if not still.update(withdrawn_at=at):
            refuse([Problem("batch", _("It was withdrawn before."), "withdrawn")])
        DatasetRecord.objects.filter(batch=batch).update(withdrawn_at=at)
        batch.withdrawn_at = at
        _journal(Action.DATASET_WITHDRAWN, batch, user, at, reason.strip())
    return batch


def _one_at_a_time(mission: Mission) -> None:
    """Let no two imports at a mission find the same rows new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_IMPORT_BOOK, mission.pk])


def _importer(actor: Actor, mission: Mission) -> User:
    if actor.user is None or not may(actor, "import_datasets", mission.pk):
        raise PermissionDenied
    return actor.user


def _problems_of(origin: Origin) -> Iterator[Problem]:
    bounds = (("dataset", LONGEST_NAME), ("licence", LONGEST_LICENCE))
    for name, longest in bounds:
        text = getattr(origin, name)
        if not text.strip() or not is_text(text) or len(text) > longest:
            yield Problem(name, _("Give the name of the dataset, and its licence."), "required")


def _advice() -> dict[str, str]:
    return {
        "too_large": _("The file is too large: split it by years."),
        "no_text": _("The file is no text: save it as CSV in UTF-8."),
        "empty": _("The file is empty."),
        "unknown_columns": _("The columns are not those of ACLED, UCDP GED or our own files."),
        "totals": _(
            "These are totals, not events: they would be counted as events beside the events"
            " that they add up. Import the events themselves."
        ),
    }


def _sort(lines: Iterator[Line], batch: DatasetBatch, found: Imported, *, dry_run: bool) -> None:
    """Put every line where it belongs, some thousands at once."""
    current = DatasetRecord.objects.filter(
        mission=batch.mission, dataset=batch.dataset, withdrawn_at__isnull=True
    )
    known: set[str] = set()
    while some := list(islice(lines, AT_ONCE)):
        found.wrong += [line for line in some if line.wrong]
        told = [(line, line.told.external_id) for line in some if line.told]
        names = [name for _line, name in told]
        known.update(current.filter(external_id__in=names).values_list("external_id", flat=True))
        fresh = []
        for line, name in told:
            if name in known:
                found.known += 1
            else:
                known.add(name)
                fresh.append(line)
        found.added += len(fresh)
        if fresh and not dry_run:
            _keep(fresh, batch)
    if batch.pk:
        DatasetBatch.objects.filter(pk=batch.pk).update(added=found.added)
        batch.added, found.batch = found.added, batch
        _journal(Action.DATASET_IMPORTED, batch, batch.imported_by, batch.imported_at)


def _keep(lines: list[Line], batch: DatasetBatch) -> None:
    if not batch.pk:
        batch.save()
    rows = [
        DatasetRecord(
            batch=batch, mission=batch.mission, dataset=batch.dataset, row=line.row,
            **asdict(line.told),  # type: ignore[arg-type]  # only lines that tell come here
        )
        for line in lines
    ]  # fmt: skip
    DatasetRecord.objects.bulk_create(rows)


def _journal(
    action: Action, batch: DatasetBatch, user: User, at: datetime, reason: str = ""
) -> None:
    write_entry(
        action,
        mission=batch.mission,
        subject=(SUBJECT, str(batch.pk)),
        body={
            "dataset": batch.dataset,
            "licence": batch.licence,
            "sha256": batch.sha256,
            "rows": batch.added,
        },
        actor=user,
        at=at,
        reason=reason,
    )
