"""The one writer of datasets: imports that add what is new, and batches that are withdrawn."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, problems_of_reason, refuse
from incidents.domain.dataset_words import advice_on
from incidents.domain.journal import write_entry
from incidents.domain.writing import looking_beyond, writing
from incidents.enums import Action
from incidents.exchange.dataset_reader import COLUMNS
from incidents.exchange.dataset_reading import Read, WrongRow, read_apart
from incidents.exchange.dataset_rows import Manner
from incidents.exchange.dataset_table import NoDatasetError
from incidents.ledger.canonical import Canonical, is_text
from incidents.ledger.merkle import tree_root
from incidents.models import DatasetBatch, DatasetRecord
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission, User

LONGEST_REASON = 2000
LONGEST_NAME, LONGEST_LICENCE = 80, 500
SUBJECT = "dataset_batch"
HASH_BYTES = 32
# ruff: noqa: S608
_IMPORT_BOOK = 5  # first half of the advisory lock's key; the second is the mission


# The rows of a file on their way into the table, typed by PostgreSQL itself.
_STAGING = "dataset_staging"
_COLUMNS = ", ".join(COLUMNS)
# COPY reads what is empty as null; texts that are not known are empty in their table.
_TEXTS = frozenset({"event_type", "side_a", "side_b", "place", "country", "source"})
_VALUES = ", ".join(f"coalesce({name}, '')" if name in _TEXTS else name for name in COLUMNS)
_STAGE = f"""CREATE TEMP TABLE {_STAGING} AS
    SELECT 0 AS number, {_COLUMNS}, row, leaf FROM incidents_datasetrecord LIMIT 0"""
_COPY = f"COPY {_STAGING} FROM STDIN WITH (NULL '', ENCODING 'utf8')"
# Hashes find what is here already, however old the statistics of the tables are.
_BY_HASHES = "SET LOCAL enable_nestloop = off"
# What is here already, and whatever a file says again below.
_LEAVE_KNOWN = f"""DELETE FROM {_STAGING} s WHERE EXISTS (SELECT 1 FROM incidents_datasetrecord r
        WHERE r.mission_id = %(mission)s AND r.dataset = %(dataset)s
        AND r.external_id = s.external_id AND r.withdrawn_at IS NULL)"""
_LEAVE_REPEATED = f"""DELETE FROM {_STAGING} s USING (SELECT external_id, min(number) AS number
        FROM {_STAGING} GROUP BY external_id HAVING count(*) > 1) first
    WHERE s.external_id = first.external_id AND s.number > first.number"""
_KEEP = f"""INSERT INTO incidents_datasetrecord
    (batch_id, mission_id, dataset, {_COLUMNS}, row, leaf)
    SELECT %(batch)s, %(mission)s, %(dataset)s, {_VALUES}, row, leaf FROM {_STAGING}"""
# One value, since a row for each leaf takes longer than to hash them all.
_LEAVES = f"""SELECT string_agg(leaf, '' ORDER BY external_id COLLATE "C") FROM {_STAGING}"""


@dataclass(slots=True)
class Imported:
    """What became of a file: rows added, rows that were there before, and rows that are wrong.

    ``names`` are the columns of the file, ``shown`` its first rows as they were read.
    """

    kind: str
    added: int = 0
    known: int = 0
    wrong: list[WrongRow] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    shown: list[list[str]] = field(default_factory=list)
    batch: DatasetBatch | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose data it is: the dataset with its version, and the licence that goes with it."""

    dataset: str
    licence: str


def import_dataset(
    content: bytes, origin: Origin, mission: Mission, *, actor: Actor, **options: Any
) -> Imported:
    """Add the rows of a file that are not there yet; wrong rows keep none of the others out.

    Takes the options of ``bring_in``.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: the file is none, or there is no name or no licence.

    """
    refuse(problems_of_origin(origin))
    try:
        return bring_in(content, origin, mission, actor=actor, **options)
    except NoDatasetError as error:
        message = advice_on(error.code, error.told)
        raise ValidationError({"file": [ValidationError(message, error.code)]}) from error


def bring_in(
    content: bytes,
    origin: Origin,
    mission: Mission,
    *,
    actor: Actor,
    manner: Manner | None = None,
    dry_run: bool = False,
    watch: Callable[[int], None] = lambda _percent: None,
    settle: Callable[[Imported], object] = lambda _found: None,
) -> Imported:
    """Add the rows of a file in one transaction; a dry run tells the same and keeps nothing.

    While it is read, its rows go to a table that no other connection sees.

    Args:
        content: the file.
        origin: whose data it is.
        mission: where it is brought.
        actor: who brings it.
        manner: how it is to be read; by its header if not given.
        dry_run: whether nothing is to be kept.
        watch: is told the per cent of the file that are read.
        settle: is told what was found, within the transaction.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        NoDatasetError: the file is none.

    """
    user = importer_at(mission, actor)
    with _staged(content, origin.dataset, manner or Manner(), watch) as read, writing():
        found = Imported(read.kind, wrong=read.wrong, names=read.names, shown=read.shown)
        batch = DatasetBatch(
            mission=mission,
            dataset=origin.dataset,
            kind=read.kind,
            licence=origin.licence,
            sha256=sha256(content).hexdigest(),
            added=0,
            imported_at=timezone.now(),
            imported_by=user,
        )
        _sort(read, batch, found, dry_run=dry_run)
        settle(found)
    return found


def withdraw_batch(
    batch: DatasetBatch, *, actor: Actor, reason: str, now: datetime | None = None
) -> DatasetBatch:
    """Take a whole import back; its rows are in no list from then on, and kept.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: it was withdrawn before, or there is no reason.

    """
    user = importer_at(batch.mission, actor)
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


def importer_at(mission: Mission, actor: Actor) -> User:
    """Return the person who imports at a mission.

    Raises:
        PermissionDenied: the actor imports no datasets there.

    """
    if actor.user is None or not may(actor, "import_datasets", mission.pk):
        raise PermissionDenied
    return actor.user


def problems_of_origin(origin: Origin) -> Iterator[Problem]:
    """Yield what is wrong with the name and licence of a dataset."""
    bounds = (("dataset", LONGEST_NAME), ("licence", LONGEST_LICENCE))
    for name, longest in bounds:
        text = getattr(origin, name)
        if not text.strip() or not is_text(text) or len(text) > longest:
            yield Problem(name, _("Give the name of the dataset, and its licence."), "required")


@contextmanager
def _staged(
    content: bytes, dataset: str, manner: Manner, watch: Callable[[int], None]
) -> Iterator[Read]:
    """Have a file read into the table where its rows wait, and tell what else is in it."""
    with looking_beyond(), connection.cursor() as cursor:
        cursor.execute(_STAGE)
        try:
            yield read_apart(content, manner, dataset, lambda rows: _take(cursor, rows), watch)
        finally:
            with suppress(Error):  # whatever ended the connection is what is told
                cursor.execute(f"DROP TABLE {_STAGING}")


def _take(cursor: Any, rows: bytes) -> None:
    with transaction.atomic(), connection.wrap_database_errors:
        cursor.copy_expert(_COPY, io.BytesIO(rows), size=len(rows))


def facts_of(batch: DatasetBatch) -> dict[str, Canonical]:
    """Return what the journal says of an import."""
    return {
        "dataset": batch.dataset,
        "kind": batch.kind,
        "licence": batch.licence,
        "sha256": batch.sha256,
        "rows": batch.added,
        "root": batch.root and bytes(batch.root).hex(),
    }


def _sort(read: Read, batch: DatasetBatch, found: Imported, *, dry_run: bool) -> None:
    """Put every row where it belongs: into the table, or to those that were there."""
    where: dict[str, Any] = {"mission": batch.mission.pk, "dataset": batch.dataset}
    with connection.cursor() as cursor:
        # Let no two imports at a mission find the same rows new.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_IMPORT_BOOK, batch.mission.pk])
        cursor.execute(_BY_HASHES)
        for left_out in (_LEAVE_REPEATED, _LEAVE_KNOWN):
            cursor.execute(left_out, where)
            found.known += cursor.rowcount
        found.added = read.count - found.known
        if found.added and not dry_run:
            _keep(cursor, batch, found, where)


def _keep(cursor: Any, batch: DatasetBatch, found: Imported, where: dict[str, Any]) -> None:
    batch.added, batch.root = found.added, _root(cursor)
    batch.save()
    cursor.execute(_KEEP, where | {"batch": batch.pk})
    found.batch = batch
    _journal(Action.DATASET_IMPORTED, batch, batch.imported_by, batch.imported_at)


def _root(cursor: Any) -> bytes:
    """Return the root over the leaf hashes of the rows that wait, by external id."""
    cursor.execute(_LEAVES)
    leaves = bytes(cursor.fetchone()[0])
    return tree_root(leaves[at : at + HASH_BYTES] for at in range(0, len(leaves), HASH_BYTES))


def _journal(
    action: Action, batch: DatasetBatch, user: User, at: datetime, reason: str = ""
) -> None:
    write_entry(
        action,
        mission=batch.mission,
        subject=(SUBJECT, str(batch.pk)),
        body=facts_of(batch),
        actor=user,
        at=at,
        reason=reason,
    )
