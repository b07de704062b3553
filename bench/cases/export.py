"""The export: all incidents as one CSV over HTTP, against psql's own copy of the same columns."""

import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import psutil
from django.core.wsgi import get_wsgi_application
from django.db import connection

from bench.cases import Case, Options
from bench.cases.memory import ROOT, free_port, proportional_megabytes, wait_until
from bench.cases.posts import environment
from bench.fill import filled
from bench.turns import Comparison, Side
from incidents.api.incident_columns import COLUMNS

ROWS = 1_000_000
CEILING = 120
LOOK_EVERY = 0.1
PIECE = 1 << 16
LISTED = ", ".join(f'{column.sql} AS "{column.name}"' for column in COLUMNS)
QUERY = f"SELECT {LISTED} FROM incidents_incident ORDER BY sort_at DESC, id DESC"


def comparisons(options: Options) -> Iterator[Comparison]:
    """Seconds for the whole file, and the memory of a server that gives it."""
    token = filled().analyst_token
    agree(token, options.size)
    yield Comparison(
        "All incidents as CSV",
        "s",
        Side("GET ?format=csv", lambda: _spent(lambda: lines_of_ours(token))),
        Side("psql \\copy", lambda: _spent(lines_of_psql)),
        options.rounds,
        ratio_aim=0.5,
        notes={"rows": f"{options.size:,}", "columns": len(COLUMNS)},
    )
    with web_server() as (server, port):
        yield Comparison(
            "Most memory of a web server of one process while it gives the file",
            "MB",
            Side("GET ?format=csv", lambda: _most_during_a_file(server, port, token)),
            None,
            options.rounds,
            ceiling=CEILING,
            notes={"MB before the first file": round(proportional_megabytes(server))},
        )


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


@contextmanager
def web_server() -> Iterator[tuple[psutil.Process, int]]:
    """Serve the database in use as in production: worker and beat are elsewhere."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class=gthread", "--workers=1", "--threads=4",
        f"--bind=127.0.0.1:{port}", "--log-level=warning", "ceasefire.wsgi",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, env=environment()) as server:
        try:
            wait_until(f"http://127.0.0.1:{port}/readyz", server)
            yield psutil.Process(server.pid), port
        finally:
            server.terminate()
            server.wait(30)


def _most_during_a_file(server: psutil.Process, port: int, token: str) -> float:
    """Take the file as it comes and look at the server's memory meanwhile."""
    seen = [proportional_megabytes(server)]
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_EVERY):
            seen.append(proportional_megabytes(server))

    watcher = threading.Thread(target=look)
    watcher.start()
    address = f"http://127.0.0.1:{port}/api/v1/incidents/?format=csv"
    asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(asked, timeout=600) as answer:
        while answer.read(PIECE):
            pass
    done.set()
    watcher.join()
    return max(seen)


CASE = Case("export", ROWS, 3, comparisons)
