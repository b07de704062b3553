"""Rows that were written once, written again in one trip and with ids of their own.

Thousands of tests begin with the same people. The first of a process writes them row by
row; the others write the same rows again, and none meets the ids of another.
"""

import json
import pickle
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models

# Between two recalls nobody makes as many rows in one of these tables.
STEP = 10_000
# What is made of a table later has ids behind those of its rows.
AGAIN = """
    INSERT INTO {table} SELECT again.* FROM jsonb_array_elements(%(rows)s) row,
        jsonb_populate_record(NULL::{table}, row || {ids}) again;
    SELECT setval(pg_get_serial_sequence('{table}', '{key}'), %(largest)s + {by});
"""
BY = "{by}"


class Recalled:
    """A function that builds rows of an app and returns what holds them, recalled later."""

    def __init__(self, build: Callable[[], Any], app: str) -> None:
        self._build = build
        self._tables = [_Table(model, app) for model in _models(app)]
        self._turns = count(1)
        self._made = b""
        self._again = ""

    def __call__(self) -> Any:
        """Return what was built, with rows that stand in the database now."""
        if not self._made:
            return self._first()
        by = next(self._turns) * STEP
        with connection.cursor() as cursor:
            cursor.execute(self._again.replace(BY, str(by)))
        made = pickle.loads(self._made)
        for row in _rows_in(vars(made).values()):
            _renumber(row, by)
        return made

    def _first(self) -> Any:
        before = [table.last() for table in self._tables]
        made = self._build()
        self._again = "".join(map(_Table.again, self._tables, before))
        self._made = pickle.dumps(made)
        return made


class _Table:
    """A table of the app, and which of its columns hold ids."""

    def __init__(self, model: type[models.Model], app: str) -> None:
        self.name = model._meta.db_table
        self.key = model._meta.pk.column
        self.ids = _ids_of(model, app)

    def last(self) -> int:
        return self._asked(f"SELECT coalesce(max({self.key}), 0) FROM {self.name}")

    def again(self, last: int) -> str:
        """SQL that writes the rows behind an id once more."""
        rows = self._asked(f"SELECT json_agg(r) FROM {self.name} r WHERE {self.key} > {last}")
        if not rows:
            return ""
        moved = ", ".join(f"'{name}', (row->>'{name}')::bigint + {BY}" for name in self.ids)
        told = AGAIN.format(
            table=self.name, key=self.key, ids=f"jsonb_build_object({moved})", by=BY
        )
        largest = max(row[self.key] for row in rows)
        with connection.cursor() as cursor:
            return cursor.mogrify(told, {"rows": json.dumps(rows), "largest": largest}).decode()

    def _asked(self, sql: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]


def _models(app: str) -> Iterator[type[models.Model]]:
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        if isinstance(model._meta.pk, models.AutoField):
            yield model


def _ids_of(model: type[models.Model], app: str) -> list[str]:
    """Columns with ids of this app's rows; what keeps history has the id of its row, too."""
    return [
        field.column
        for field in model._meta.concrete_fields
        if field.primary_key
        or field.name == "id"
        or (field.is_relation and field.related_model._meta.app_label == app)
    ]


def _rows_in(held: Any) -> list[models.Model]:
    """All rows that something holds, and those that these hold, each once."""
    found: dict[int, models.Model] = {}
    waiting = list(held)
    while waiting:
        one = waiting.pop()
        if isinstance(one, models.Model) and id(one) not in found:
            found[id(one)] = one
            waiting.extend(one._state.fields_cache.values())
    return list(found.values())


def _renumber(row: models.Model, by: int) -> None:
    for name in {field.attname for field in row._meta.concrete_fields} & vars(row).keys():
        field = row._meta.get_field(name)
        if (field.primary_key or field.is_relation) and vars(row)[name] is not None:
            vars(row)[name] += by
