"""Inserting rows: many in one statement, tables in one trip, or one on conflict do nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, models


class InsertManager(models.Manager):
    """Inserts new rows without a look at each."""

    def insert_all(self, rows: Sequence[models.Model]) -> None:
        """Insert new rows with one statement, in their order, and set their keys."""
        insert_together(rows)

    def insert_missing(self, rows: Sequence[models.Model]) -> None:
        """Insert rows with one statement, but for those that are there already."""
        if rows:
            self._insert(rows, "ON CONFLICT DO NOTHING")

    def _insert(self, rows: Sequence[models.Model], conflict: str) -> list[tuple[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(*_statement(rows, conflict))
            return cursor.fetchall()


class InsertOnceManager(InsertManager):
    """Inserts a row once, however many try at the same time."""

    def insert_once(self, row: models.Model) -> bool:
        """Insert ``row`` and set its key, or do nothing if it is there already.

        Returns True when this call inserted the row. Waits for a rival transaction
        that inserts the same row, so that afterwards the row can be read.
        """
        inserted = self._insert([row], "ON CONFLICT DO NOTHING")
        for (key,) in inserted:
            row.pk = key
            row._state.adding = False  # noqa: SLF001 - as Model.save does
        return bool(inserted)


def insert_together(*tables: Sequence[models.Model]) -> None:
    """Insert new rows of several tables in their order, in one trip to the database.

    Only the rows given last get the keys that the database makes: what comes before them
    needs none, or has its own.
    """
    statements = [_statement(rows) for rows in tables if rows]
    if not statements:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "; ".join(sql for sql, _values in statements),
            [value for _sql, values in statements for value in values],
        )
        made = cursor.fetchall() if tables[-1] else []
    for row, (key,) in zip(tables[-1], made, strict=True):
        row.pk = key
    for row in chain.from_iterable(tables):
        row._state.adding = False  # noqa: SLF001 - as Model.save does


def _statement(rows: Sequence[models.Model], conflict: str = "") -> tuple[str, list[Any]]:
    """Return the statement that inserts rows of one table, and its values.

    The driver sends all values as they are, but for JSON: to ask each field of a row takes
    longer than to send it. Columns that stay empty in all rows are left out.
    """
    shape = _shape(type(rows[0]), rows[0].pk is not None)
    told = [shape.values_of(row) for row in rows]
    used = [place for place, own in enumerate(zip(*told, strict=True)) if own != (None,) * len(own)]
    read = [shape.documents.get(place) for place in used]
    values = [
        field.get_db_prep_save(own[place], connection) if field else own[place]
        for own in told
        for place, field in zip(used, read, strict=True)
    ]
    columns = ", ".join([shape.columns[place] for place in used])
    marks = ", ".join([f"({', '.join(['%s'] * len(used))})"] * len(rows))
    into = f"INSERT INTO {shape.table} ({columns}) VALUES {marks}"  # noqa: S608 - names of ours
    return f"{into} {conflict} RETURNING {shape.key}", values


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table with its columns, how to take a row's values, and which of them are JSON."""

    table: str
    key: str
    columns: list[str]
    values_of: Callable[[models.Model], tuple[Any, ...]]
    documents: dict[int, models.Field]


@cache
def _shape(
    model: type[models.Model],
    has_key: bool,  # noqa: FBT001 - or the database makes it
) -> _Shape:
    meta = model._meta
    given = [f for f in meta.concrete_fields if not f.generated]
    fields = [f for f in given if has_key or not f.primary_key]
    return _Shape(
        f'"{meta.db_table}"',
        f'"{meta.pk.column}"',
        [f'"{field.column}"' for field in fields],
        attrgetter(*(field.attname for field in fields)),
        {place: f for place, f in enumerate(fields) if isinstance(f, models.JSONField)},
    )
