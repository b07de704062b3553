"""Flat records: one table of columns says what is read, for whom, and how it is documented.

PostgreSQL builds the JSON text of a row, so that a list costs no Python per field; the
same table gives the serializer that documents it, and the groups prune it by role.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from rest_framework import serializers

RFC_3339 = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record: its name, its SQL, the group that may be pruned, its type."""

    name: str
    sql: str
    group: str
    field: serializers.Field


def instant(column: str) -> str:
    """The SQL of an instant as RFC 3339 in UTC, to the second."""
    return f"to_char({column} AT TIME ZONE 'UTC', '{RFC_3339}')"


def code_of(table: str, reference: str) -> str:
    """The SQL of the code of a referenced row; null when there is none."""
    return f"(SELECT code FROM {table} WHERE {table}.id = {reference})"  # noqa: S608 - constants


def code_of_few(table: str, reference: str) -> str:
    """The same for a table of few rows: all its codes are read once, not once a row."""
    codes = f"(SELECT jsonb_object_agg(id, code) FROM {table})"  # noqa: S608 - constants
    return f"({codes} ->> {reference}::text)"


def record_sql(columns: Iterable[Column], groups: frozenset[str]) -> str:
    """The SQL of one row as JSON text, with the columns of these groups only."""
    listed = ", ".join(f'{c.sql} AS "{c.name}"' for c in columns if c.group in groups)
    return f"(SELECT row_to_json(record) FROM (SELECT {listed}) record)::text"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Audience:
    """Which groups are read where: SQL conditions in order, then the rest."""

    cases: Sequence[tuple[str, frozenset[str]]]
    otherwise: frozenset[str]


def record(columns: Sequence[Column], audience: Audience) -> RawSQL:
    """The expression that reads a row as JSON text, pruned row by row for its reader."""
    sql = record_sql(columns, audience.otherwise)
    if audience.cases:
        whens = " ".join(
            f"WHEN {condition} THEN {record_sql(columns, groups)}"
            for condition, groups in audience.cases
        )
        sql = f"CASE {whens} ELSE {sql} END"
    return RawSQL(sql, (), output_field=TextField())  # noqa: S611 - built from constants


def by_mission(
    table: str, groups: Mapping[int, frozenset[str]]
) -> list[tuple[str, frozenset[str]]]:
    """The conditions of an audience whose groups differ from mission to mission."""
    missions: dict[frozenset[str], list[int]] = {}
    for mission_id, readable in groups.items():
        missions.setdefault(readable, []).append(int(mission_id))
    return [
        (f"{table}.mission_id IN ({', '.join(map(str, sorted(ids)))})", readable)
        for readable, ids in missions.items()
    ]


def serializer_of(
    name: str, columns: Sequence[Column], **more: serializers.Field
) -> type[serializers.Serializer]:
    """The serializer that documents a record; what a reader may not read is left out."""
    declared = {c.name: c.field for c in columns} | more
    meaning = "Fields that you may not read are left out; null is not known, never zero."
    return type(name, (serializers.Serializer,), {**declared, "__doc__": meaning})


def label_field() -> serializers.Field:
    """The documented label of a record's place, which `reading.labelled` adds."""
    return serializers.CharField(allow_null=True, help_text="Its place, by the naming policy.")
