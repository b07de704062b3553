"""Raising the second wall: roles, grants and policies, as the table of ``tables`` says."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.db import ProgrammingError, connection, transaction

from ceasefire.postgresql.roles import ADMIN, GATE, ROLES, WEB, WRITER, by_hand, making
from ceasefire.postgresql.sight import (
    EVERYTHING,
    FUNCTIONS,
    NEEDED,
    RELEASED_INDEX,
    RESTRICTED_INDEX,
)
from ceasefire.postgresql.tables import EVERY_COLUMN, TABLES, Rights

# Bounds how long requests wait while a table that somebody uses gets its policies.
PATIENCE = "SET LOCAL lock_timeout = '10s'"
MARK = "COMMENT ON FUNCTION ceasefire_stand IS '{digest}'"
# A dump that another server restores brings the mark along, and neither roles nor grants.
MARKED = """
SELECT obj_description(to_regproc('ceasefire_stand')), bool_and(coalesce(
    has_table_privilege(to_regrole(role), 'django_migrations', 'SELECT'), false))
FROM unnest(%s) role
"""
ALL_ROLES = ", ".join(ROLES)
# Imports of spreadsheets set the numbering forth after the rows that they bring.
NUMBERING = """
DO $$
DECLARE
    numbers text := pg_get_serial_sequence('{table}', 'id');
BEGIN
    IF numbers IS NOT NULL THEN
        EXECUTE 'GRANT ALL ON SEQUENCE ' || numbers || ' TO {role}';
    END IF;
END
$$
"""

POLICIES = ("web_reads", "others_work")
FUNCTION_NAMES = re.findall(r"CREATE FUNCTION (\w+)", FUNCTIONS)

Columns = dict[str, list[str]]


class NoRightToRaiseError(Exception):
    """The login may not make the roles; the message says what a superuser must run once."""


def raise_wall() -> bool:
    """Bring roles, grants and policies up to date; tell whether anything was to be done.

    In one transaction: requests find the old wall or the new one, never none. While the
    tables that it rests upon are not there, nothing is done.

    Raises:
        NoRightToRaiseError: the login may neither make the roles nor take them.

    """
    statements = _wanted()
    if not statements:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        if _is_marked(cursor, statements):
            return False
        cursor.execute(PATIENCE)
        _make_roles()
        for statement in [*statements, MARK.format(digest=_digest(statements))]:
            cursor.execute(statement)
    return True


def is_raised() -> bool:
    """Tell whether roles, grants and policies are as the table says."""
    statements = _wanted()
    with connection.cursor() as cursor:
        return not statements or _is_marked(cursor, statements)


def _wanted() -> list[str]:
    """Return the statements that raise the wall; none while there is nothing to rest upon."""
    columns = _columns()
    return list(_statements(columns)) if columns.keys() >= NEEDED else []


def _digest(statements: list[str]) -> str:
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _is_marked(cursor: Any, statements: list[str]) -> bool:
    cursor.execute(MARKED, [list(ROLES)])
    return bool(cursor.fetchone() == (_digest(statements), True))


def _make_roles() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in making():
                cursor.execute(statement)
    except ProgrammingError as error:
        raise NoRightToRaiseError(by_hand()) from error


def _columns() -> Columns:
    """Return the columns of each table that is there, in the order of the table of rights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        )
        found: Columns = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return {table: found[table] for table in TABLES if table in found}


def _statements(columns: Columns) -> Iterator[str]:
    for table in columns:
        for name in POLICIES:
            yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"DROP FUNCTION IF EXISTS {', '.join(FUNCTION_NAMES)}"  # one may return more than before
    yield FUNCTIONS
    yield RESTRICTED_INDEX
    yield RELEASED_INDEX
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ALL_ROLES}"
    yield f"GRANT USAGE ON SCHEMA public TO {ALL_ROLES}"
    yield f"GRANT SELECT ON django_migrations TO {ALL_ROLES}"
    for table, names in columns.items():
        yield from _of(table, TABLES[table], names)
    if "place" in columns.get("incidents_incidentversion", ()):
        yield f"GRANT EXECUTE ON FUNCTION incidents_changed_since(bigint) TO {WEB}, {WRITER}"


def _of(table: str, rights: Rights, names: list[str]) -> Iterator[str]:
    for role, deeds in rights.may.items():
        hidden = rights.hides if role in (WEB, WRITER) else ()
        shown = ", ".join(name for name in names if name not in hidden)
        for deed in deeds:
            what = f"{deed} ({shown})" if hidden and deed != "DELETE" else deed
            yield f"GRANT {what} ON {table} TO {role}"
    if "INSERT" in rights.may.get(ADMIN, ()) and "id" in names:
        yield NUMBERING.format(table=table, role=ADMIN)
    if rights.changes:
        listed = "" if rights.changes == EVERY_COLUMN else f" ({', '.join(rights.changes)})"
        yield f"GRANT UPDATE{listed} ON {table} TO {WRITER}"
    yield from _policies(table, rights)


def _policies(table: str, rights: Rights) -> Iterator[str]:
    everybody = rights.sees == rights.adds == EVERYTHING
    yield f"ALTER TABLE {table} {'DISABLE' if everybody else 'ENABLE'} ROW LEVEL SECURITY"
    if everybody:
        return
    seen = rights.sees.replace("{table}", table)
    if WEB in rights.may:
        yield f"CREATE POLICY web_reads ON {table} TO {WEB} USING ({seen}) WITH CHECK ({seen})"
    others = ", ".join(role for role in (WRITER, ADMIN, GATE) if role in rights.may)
    checked = f"USING (true) WITH CHECK ({rights.adds})"
    yield f"CREATE POLICY others_work ON {table} TO {others} {checked}"
