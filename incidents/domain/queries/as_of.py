"""Incidents as they stood when the log had a size: the same at any time later.

A trigger keeps a version of each incident for every write that commits, with the number of
the journal entry that told of it, and another one writes down the entry's place in the log.
That never changes, so that the newest version of each incident among the first places is
the same for ever. Inside ``as_of`` the name of the table means these versions: filters,
orders, records and files are made by the very queries of the present list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from incidents.domain.queries.access import visible_incidents, visible_merged
from incidents.geo.microdegrees import PER_DEGREE
from incidents.models import Edition, Incident, IncidentVersion, LedgerEntry
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


# The incidents with a version that has no place among the first ones, each with its newest
# one that has. Who asks for all of them asks a function, behind the wall, which would ask of
# each version whether it is readable; who asks for one incident reads its versions alone.
CHANGED = "changed AS MATERIALIZED (SELECT incident, version FROM incidents_changed_since({size}))"
CHANGED_OF_ONE = """
changed AS NOT MATERIALIZED (
    SELECT later.incident_id AS incident, (
        SELECT max(kept.id) FROM incidents_incidentversion kept
        WHERE kept.incident_id = later.incident_id AND kept.place < {size}
    ) AS version
    FROM (
        SELECT DISTINCT incident_id FROM incidents_incidentversion
        WHERE place >= {size} OR place IS NULL
    ) later
)
"""
AMONG_CHANGED = "id IN (SELECT incident FROM changed)"
IS_CHANGED = "EXISTS (SELECT 1 FROM changed WHERE incident = id)"
# Whoever may not read the incident today reads no version of it either. What did not change
# since stands in the table itself, and is read by its indexes in the order asked for: so the
# conditions stand around both parts, for a part with conditions of its own is sorted whole.
COLUMNS = ", ".join(f'"{name}"' for name in OTHERS)
THEN = f"""
WITH {{changed}}, {TABLE} AS NOT MATERIALIZED (
    SELECT {KEY}, {COLUMNS} FROM (
        SELECT {KEY}, {COLUMNS}, false AS of_then FROM {TABLE}
        UNION ALL
        SELECT kept.incident_id, {", ".join(map(_fact, OTHERS))}, true
        FROM changed
        JOIN incidents_incidentversion kept
            ON kept.id = changed.version AND kept.incident_id = changed.incident
        JOIN {TABLE} ON {TABLE}.{KEY} = changed.incident,
        LATERAL jsonb_populate_record(NULL::{TABLE}, kept.facts) stood
        WHERE {{readable}}
    ) {TABLE}
    WHERE of_then OR ({{readable}} AND NOT {{is_changed}})
)
"""  # noqa: S608 - made of constants
FEW = 10
Written = tuple[str, tuple[Any, ...]]

_then: ContextVar[Written | None] = ContextVar("then", default=None)


@contextmanager
def as_of(size: int, actor: Actor, *, one: bool = False) -> Iterator[None]:
    """Read incidents as they stood when the log had this size, until the block ends.

    What is read must be read inside, and of other tables nothing is of then. With ``one``
    it must be read by its id.
    """
    before = _then.set(_written_then(size, actor, one=one))
    try:
        with connection.execute_wrapper(_execute):
            yield
    finally:
        _then.reset(before)


def _written_then(size: int, actor: Actor, *, one: bool) -> Written:
    rows = (visible_incidents(actor) | visible_merged(actor)).query
    readable, values = rows.get_compiler(connection=connection).compile(rows.where)
    sql = THEN.format(
        changed=(CHANGED_OF_ONE if one else CHANGED).format(size=int(size)),
        readable=f"({readable})",
        is_changed=IS_CHANGED if one else AMONG_CHANGED,
    )
    return sql, (*values, *values)


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


def size_of_edition(name: str) -> int | None:
    """Return the size of the log that an edition names; None if there is no such edition."""
    rows = Edition.objects.filter(name=name).values_list("checkpoint", flat=True)
    return next(iter(rows), None)


def first_size() -> int:
    """Return the smallest size of the log of which it is known how incidents stood."""
    rows = IncidentVersion.objects.order_by("pk").values("found", "journal_number")
    # Of few rows the wall asks one by one whether they are readable; of all it asks at once.
    oldest = rows.filter(pk__lte=FEW).first() or rows.first()
    if oldest is None or not oldest["found"]:
        return 0
    placed = LedgerEntry.objects.filter(journal_id=oldest["journal_number"])
    return next(iter(placed.values_list("seq", flat=True)), -1) + 1
