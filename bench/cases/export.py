"""The export: all incidents as one CSV over HTTP, against psql's own copy of the same columns."""

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import connection

from bench.cases import Case, Options
from bench.fill import filled
from bench.turns import Comparison, Side
from incidents.api.incident_columns import COLUMNS

ROWS = 1_000_000
CEILING = 120
KILOBYTE, MEGABYTE = 1024, 1_000_000
LISTED = ", ".join(f'{column.sql} AS "{column.name}"' for column in COLUMNS)
QUERY = f"SELECT {LISTED} FROM incidents_incident ORDER BY sort_at DESC, id DESC"


def comparisons(options: Options) -> list[Comparison]:
    """Seconds for the whole file, and the memory of ours."""
    token = filled().analyst_token
    before = most_memory()
    agree(token, options.size)
    return [
        Comparison(
            "All incidents as CSV",
            "s",
            Side("GET ?format=csv", lambda: _spent(lambda: lines_of_ours(token))),
            Side("psql \\copy", lambda: _spent(lines_of_psql)),
            options.rounds,
            ratio_aim=0.5,
            notes={"rows": f"{options.size:,}", "columns": len(COLUMNS)},
        ),
        Comparison(
            "Most memory of the process, the whole server in it",
            "MB",
            Side("GET ?format=csv", lambda: _after_a_file(token)),
            None,
            options.rounds,
            ceiling=CEILING,
            notes={"MB before the first file": round(before)},
        ),
    ]


def agree(token: str, rows: int) -> None:
    """Raise unless both write every row, and a header."""
    written = lines_of_ours(token), lines_of_psql()
    if written != (rows + 1, rows + 1):
        raise AssertionError(f"{written} lines, not {rows + 1}")


def lines_of_ours(token: str) -> int:
    """Ask for the file as a tool does, and count its lines."""
    return sum(part.count(b"\n") for part in parts_of_ours(token))


def parts_of_ours(token: str) -> Iterator[bytes]:
    """The file as it comes, part by part."""
    environ = {
        "PATH_INFO": "/api/v1/incidents/",
        "QUERY_STRING": "format=csv",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    response = get_wsgi_application()(environ, lambda _status, _headers: None)
    try:
        yield from response
    finally:
        response.close()


def lines_of_psql() -> int:
    """Let psql copy the same columns to a file, and count its lines."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "incidents.csv")
        copy = f"\\copy ({' '.join(QUERY.split())}) TO '{target}' WITH (FORMAT csv, HEADER)"
        subprocess.run(
            ["psql", "--quiet", "--no-psqlrc", "--command", copy],
            env=os.environ | _server(),
            check=True,
        )
        with target.open("rb") as made:
            return sum(1 for _line in made)


def _server() -> dict[str, str]:
    settings = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    told = {name: str(settings[key]) for name, key in names.items() if settings[key]}
    return told | {"PGDATABASE": settings["NAME"]}


def _spent(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _after_a_file(token: str) -> float:
    lines_of_ours(token)
    return most_memory()


def most_memory() -> float:
    """Megabytes that this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / MEGABYTE


CASE = Case("export", ROWS, 3, comparisons)
