"""Two hundred posts at once: filing against a bare insert, through a real server."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

from django.db import connection

from bench.cases import Case, Options
from bench.cases.filing import OURS, PLAIN, RefusedError, our_body, plain_body
from bench.cases.memory import ROOT, free_port, wait_until
from bench.fill import filled
from bench.plain_report import create_table
from bench.turns import Comparison, Side

POSTS = 200
EACH = 2  # reports of a post in a turn


def comparisons(options: Options) -> Iterator[Comparison]:
    """Two processes of four threads, as in production; every post has a connection of its own."""
    create_table()
    token = filled().monitor_token
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class=gthread", "--workers=2", "--threads=4",
        "--backlog=512", f"--bind=127.0.0.1:{port}", "--log-level=warning", "ceasefire.wsgi",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, env=environment()) as server:
        try:
            wait_until(f"http://127.0.0.1:{port}/livez", server)
            yield Comparison(
                f"{POSTS} posts at once, a report each",
                "ms",
                Side("ours", lambda: _rush(port, token, OURS, our_body)),
                Side("bare insert", lambda: _rush(port, token, PLAIN, plain_body)),
                options.rounds,
                ratio_aim=0.5,
            )
        finally:
            server.terminate()
            server.wait(30)


def environment() -> dict[str, str]:
    place = connection.settings_dict
    login = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
    if place["HOST"].startswith("/"):  # a socket, which an address writes as its first folder
        login = f"{place['USER']}@/{quote(place['HOST'])}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": f"postgres://{login}/{place['NAME']}",
    }


def _rush(port: int, token: str, path: str, body: Callable[[], dict[str, Any]]) -> float:
    """Milliseconds a report, with all posts sending at once."""
    bodies = [[json.dumps(body()).encode() for _ in range(EACH)] for _ in range(POSTS)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(POSTS) as posts:
        for sent in posts.map(lambda own: _send(port, token, path, own), bodies):
            if sent != [201] * EACH:
                raise RefusedError(sent)
    return (time.perf_counter() - begun) / (POSTS * EACH) * 1000


def _send(port: int, token: str, path: str, bodies: list[bytes]) -> list[int]:
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    statuses = []
    for body in bodies:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read()
        statuses.append(answer.status)
    line.close()
    return statuses


CASE = Case("posts", 10_000, 5, comparisons)
