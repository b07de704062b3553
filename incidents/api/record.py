"""Flat records: one table of columns says what is read, for whom, and how it is documented.

PostgreSQL builds the JSON text of a row, so that a list costs no Python per field; the
same table gives the serializer that documents it, and the groups prune it by role.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from rest_framework import serializers

from incidents.domain.queries.relation import near_posts_sql
from incidents.rules import Relation, readable_groups
from parties.domain.acting import Actor

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
    """Which groups are read where: SQL conditions in order, then the rest.

    Without a rest, all else is null: nothing else is asked for.
    """

    cases: Sequence[tuple[str, frozenset[str]]]
    otherwise: frozenset[str] | None


def record(columns: Sequence[Column], audience: Audience) -> RawSQL:
    """The expression that reads a row as JSON text, pruned row by row for its reader."""
    rest = "NULL" if audience.otherwise is None else record_sql(columns, audience.otherwise)
    whens = " ".join(
        f"WHEN {condition} THEN {record_sql(columns, groups)}"
        for condition, groups in audience.cases
    )
    sql = f"CASE {whens} ELSE {rest} END" if whens else rest
    return RawSQL(sql, (), output_field=TextField())  # noqa: S611 - built from constants


def by_relation(
    table: str,
    actor: Actor,
    published: frozenset[str] = frozenset(),
    among: Iterable[int] | None = None,
) -> list[tuple[str, frozenset[str]]]:
    """The conditions of an audience whose groups differ by mission, and there by post.

    ``published`` is read besides, of whatever the access function lets through; ``among``
    are the only missions whose rows are asked for.
    """
    missions: dict[tuple[frozenset[str], bool], list[int]] = {}
    for mission in actor.mission_ids if among is None else among:
        far = readable_groups(actor, mission) | published
        near = readable_groups(actor, mission, Relation.SAME_PARTY) | published
        missions.setdefault((far, False), []).append(mission)
        if near != far:
            missions.setdefault((near, True), []).append(mission)
    nearest = sorted(missions.items(), key=lambda row: not row[0][1])
    return [
        (_condition(table, ids, near_posts_sql(actor) if near else ""), groups)
        for (groups, near), ids in nearest
    ]


def _condition(table: str, missions: Iterable[int], posts: str) -> str:
    at = f"{table}.mission_id IN ({', '.join(str(int(one)) for one in sorted(missions))})"
    return f"{at} AND {table}.post_id IN ({posts})" if posts else at


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
