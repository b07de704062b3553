"""Inserting rows: many in one statement, or one on conflict do nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connections, models


class InsertManager(models.Manager):
    """Inserts new rows without a look at each."""

    def insert_all(self, rows: Sequence[models.Model]) -> None:
        """Insert new rows with one statement, in their order, and set their keys."""
        if rows:
            for row, (key,) in zip(rows, self._insert(rows, ""), strict=True):
                _is_inserted(row, key)

    def insert_missing(self, rows: Sequence[models.Model]) -> None:
        """Insert rows with one statement, but for those that are there already."""
        if rows:
            self._insert(rows, "ON CONFLICT DO NOTHING")

    def _insert(self, rows: Sequence[models.Model], conflict: str) -> list[tuple[Any]]:
        connection = connections[self.db]
        shape = _shape(type(rows[0]), rows[0].pk is not None)
        values: list[Any] = []
        for row in rows:
            own = list(shape.values_of(row))
            for place, field in shape.documents:
                own[place] = field.get_db_prep_save(own[place], connection)
            values += own
        sql = f"{shape.begin} {', '.join([shape.marks] * len(rows))} {conflict} {shape.end}"
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
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
            _is_inserted(row, key)
        return bool(inserted)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How to take a row's values, and what stands before, for and after the rows.

    The driver sends all values as they are, but for JSON: to ask each field of a row
    takes longer than to send it.
    """

    values_of: Callable[[models.Model], tuple[Any, ...]]
    documents: list[tuple[int, models.Field]]
    begin: str
    marks: str
    end: str


@cache
def _shape(
    model: type[models.Model],
    has_key: bool,  # noqa: FBT001 - or the database makes it
) -> _Shape:
    meta = model._meta
    fields = [f for f in meta.concrete_fields if has_key or not f.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return _Shape(
        attrgetter(*(field.attname for field in fields)),
        [(place, f) for place, f in enumerate(fields) if isinstance(f, models.JSONField)],
        f'INSERT INTO "{meta.db_table}" ({columns}) VALUES',
        f"({', '.join(['%s'] * len(fields))})",
        f'RETURNING "{meta.pk.column}"',
    )


def _is_inserted(row: models.Model, key: Any) -> None:
    row.pk = key
    row._state.adding = False  # noqa: SLF001 - as Model.save does
