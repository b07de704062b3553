"""How PostgreSQL goes about the queries of an action: EXPLAIN ANALYZE of each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

Query = tuple[str, Any, tuple[str, int | None]]  # with who asks


def plans_of(action: Callable[[], object]) -> str:
    """Run an action and return each of its SELECTs and INSERTs with its plan."""
    queries: list[Query] = []
    with _listening(queries):
        action()
    return "\n\n".join(_plan(*query) for query in queries)


@contextmanager
def _listening(queries: list[Query]) -> Iterator[None]:
    def note(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "INSERT")) and not many:
            queries.append((sql, params, connection.standing))  # type: ignore[attr-defined]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def _plan(sql: str, values: Any, asked_by: tuple[str, int | None]) -> str:
    wall: Any = connection
    with wall.acting_as(*asked_by), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS) {sql}", values)
        plan = "\n".join(f"  {line}" for (line,) in cursor.fetchall())
    return f"{' '.join(sql.split())[:300]}\n{plan}"
