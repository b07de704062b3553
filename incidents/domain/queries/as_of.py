"""Incidents as they stood when the log had a size: the same at any time later.

A trigger keeps a version of each incident for every write that commits, with the number of
the journal entry that told of it. An entry's place in the log never changes, so that the
newest version of each incident among the first places is the same for ever. Inside
``as_of`` the name of the table means these versions: filters, orders, records and files
are made by the very queries of the present list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from incidents.domain.queries.access import visible_incidents, visible_merged
from incidents.geo.microdegrees import PER_DEGREE
from incidents.models import Incident, IncidentVersion, LedgerEntry
from parties.domain.acting import Actor

TABLE = Incident._meta.db_table
KEY = Incident._meta.pk.column
OTHERS = [str(one.column) for one in Incident._meta.concrete_fields if not one.primary_key]


def _fact(column: str) -> str:
    """A column of a version; those that are older than microdegrees do not have them."""
    degrees = column.removesuffix("_micro")
    if degrees == column:
        return f'stood."{column}"'
    return f'(stood."{degrees}" * {PER_DEGREE})::integer'


# Whether a version of this incident has no place among the first ones.
CHANGED_SINCE = """
EXISTS (
    SELECT 1 FROM incidents_incidentversion later
    WHERE later.incident_id = {incident} AND NOT EXISTS (
        SELECT 1 FROM incidents_ledgerentry placed
        WHERE placed.journal_id = later.journal_number AND placed.seq < %s
    )
)
"""
# Whoever may not read the incident today reads no version of it either. What did not change
# since stands in the table itself, with its indexes. The key is that of the version, not of
# its facts: whoever asks for one incident reads its versions alone.
THEN = f"""
WITH {TABLE} AS (
    SELECT {KEY}, {", ".join(f'"{name}"' for name in OTHERS)} FROM {TABLE}
    WHERE {KEY} IN ({{readable}}) AND NOT {CHANGED_SINCE.format(incident=f"{TABLE}.{KEY}")}
    UNION ALL
    SELECT newest.incident_id, {", ".join(map(_fact, OTHERS))} FROM (
        SELECT DISTINCT ON (kept.incident_id) kept.incident_id, kept.facts
        FROM incidents_incidentversion kept
        JOIN incidents_ledgerentry placed ON placed.journal_id = kept.journal_number
        WHERE placed.seq < %s AND kept.incident_id IN ({{readable}})
            AND {CHANGED_SINCE.format(incident="kept.incident_id")}
        ORDER BY kept.incident_id, kept.id DESC
    ) newest, LATERAL jsonb_populate_record(NULL::{TABLE}, newest.facts) stood
)
"""  # noqa: S608 - made of constants
FEW = 10
Written = tuple[str, tuple[Any, ...]]

_then: ContextVar[Written | None] = ContextVar("then", default=None)


@contextmanager
def as_of(size: int, actor: Actor) -> Iterator[None]:
    """Read incidents as they stood when the log had this size, until the block ends.

    What is read must be read inside, and of other tables nothing is of then.
    """
    readable = (visible_incidents(actor) | visible_merged(actor)).values("pk")
    sql, parameters = readable.query.sql_with_params()
    values = (*parameters, size, size, *parameters, size)
    before = _then.set((THEN.format(readable=sql), values))
    try:
        with connection.execute_wrapper(_execute):
            yield
    finally:
        _then.reset(before)


def standing_then(sql: str, parameters: Any) -> Written:
    """A query, of then if one reads as of then."""
    held = _then.get()
    given = tuple(parameters or ())
    if held is None or not sql.startswith("SELECT") or f'"{TABLE}"' not in sql:
        return sql, given
    return held[0] + sql, held[1] + given


def _execute(
    execute: Callable[..., Any],
    sql: str,
    parameters: Any,
    many: bool,  # noqa: FBT001 - as Django calls it
    context: Any,
) -> Any:
    if not many:
        sql, parameters = standing_then(sql, parameters)
    return execute(sql, parameters, many, context)


def first_size() -> int:
    """Return the smallest size of the log of which it is known how incidents stood."""
    rows = IncidentVersion.objects.order_by("pk").values("found", "journal_number")
    # Of few rows the wall asks one by one whether they are readable; of all it asks at once.
    oldest = rows.filter(pk__lte=FEW).first() or rows.first()
    if oldest is None or not oldest["found"]:
        return 0
    placed = LedgerEntry.objects.filter(journal_id=oldest["journal_number"])
    return next(iter(placed.values_list("seq", flat=True)), -1) + 1
