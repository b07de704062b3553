"""Flat rows for files: the SQL of each cell, pruned column by column and row by row.

One table of columns serves every format: JSON lines, features of a map, CSV, a workbook,
a GeoPackage. Nothing is read that the audience of the table does not grant.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from rest_framework import serializers

from incidents.api.record import Audience, Column, record_sql
from incidents.exchange.kinds import DAY, INSTANT, REAL, TEXT, TRUTH, WHOLE
from parties.domain.queries.place_label import labels_of

LABEL = "place_label"
_KINDS = (
    (serializers.IntegerField, WHOLE),
    (serializers.FloatField, REAL),
    (serializers.BooleanField, TRUTH),
    (serializers.DateTimeField, INSTANT),
    (serializers.DateField, DAY),
)


@dataclass(frozen=True, slots=True)
class Flat:
    """What a file is made of: a table, its columns, and who reads which of them."""

    name: str
    table: str
    columns: Sequence[Column]
    audience: Audience
    labels: bool = True  # whether the last column is the label of the place


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a file: its name, its pruned SQL, and what kind of value it is.

    ``is_typed`` says that people may have typed it, so that a formula could stand there.
    """

    name: str
    sql: str
    kind: str = TEXT
    parameters: tuple[Any, ...] = ()
    is_typed: bool = False


def cells_of(flat: Flat, rows: QuerySet[Any]) -> list[Cell]:
    """Return the columns of which the reader reads at least some rows, and the label."""
    found = [
        Cell(
            column.name,
            pruned(flat.audience, column.group, column.sql),
            kind_of(column.field),
            is_typed=type(column.field) is serializers.CharField,
        )
        for column in readable_columns(flat)
    ]
    if flat.labels:
        label, labels = label_of(flat.table, rows)
        found.append(Cell(LABEL, label, parameters=(labels,), is_typed=True))
    return found


def readable_columns(flat: Flat) -> list[Column]:
    """The columns of which the reader reads at least some rows."""
    groups = flat.audience.otherwise.union(*(read for _where, read in flat.audience.cases))
    return [column for column in flat.columns if column.group in groups]


def kind_of(field: serializers.Field) -> str:
    """Return what kind of value a documented field holds."""
    choices = getattr(field, "choices", None)
    if choices and all(isinstance(code, int) for code in choices):
        return WHOLE
    return next((kind for type_, kind in _KINDS if isinstance(field, type_)), TEXT)


def json_of(flat: Flat, rows: QuerySet[Any]) -> Cell:
    """A row as JSON text, with the label of its place."""
    row = by_case(flat.audience, lambda groups: record_sql(flat.columns, groups))
    if not flat.labels:
        return Cell("row", row)
    label, labels = label_of(flat.table, rows)
    ending = f"""',"{LABEL}":' || coalesce(to_json({label})::text, 'null') || '}}'"""
    return Cell("row", f"left({row}, -1) || {ending}", parameters=(labels,))


def label_of(table: str, rows: QuerySet[Any]) -> tuple[str, str]:
    """The SQL of a row's label, and its parameter: the labels of all places of the rows."""
    places = set(rows.order_by().values_list("place_id", flat=True).distinct()) - {None}
    labels = {str(place): text for place, text in labels_of(places).items() if place in places}
    return f"(%s::jsonb ->> {table}.place_id::text)", json.dumps(labels)


def position_of(flat: Flat, axis: str) -> str:
    """The SQL of ``lon`` or ``lat``: exactly, or coarsely where that is all one reads."""

    def of(groups: frozenset[str]) -> str:
        return f"{flat.table}.{'' if 'exact_position' in groups else 'public_'}{axis}"

    return by_case(flat.audience, of)


def pruned(audience: Audience, group: str, sql: str) -> str:
    """The SQL of a value where its group is read, and of nothing elsewhere."""
    return by_case(audience, lambda groups: sql if group in groups else "NULL")


def by_case(audience: Audience, of: Callable[[frozenset[str]], str]) -> str:
    """The SQL of what differs by reader: one value for each case, plain if they are the same."""
    otherwise = of(audience.otherwise)
    values = [(where, of(groups)) for where, groups in audience.cases]
    if all(value == otherwise for _where, value in values):
        return f"({otherwise})"
    whens = " ".join(f"WHEN {where} THEN {value}" for where, value in values)
    return f"(CASE {whens} ELSE {otherwise} END)"


def sql_text(sql: str, parameters: Sequence[Any] = ()) -> RawSQL:
    """An expression of text that is built from constants."""
    return RawSQL(sql, tuple(parameters), output_field=TextField())  # noqa: S611
