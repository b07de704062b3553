"""A late report: how long after its receipt the day's next revision is to be read."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection

import psutil

from bench.cases import Case, Options
from bench.cases.filing import FACTS, OURS, RefusedError, our_body
from bench.cases.memory import ROOT, free_port, wait_until
from bench.cases.posts import environment
from bench.fill import MISSION, filled
from bench.turns import Comparison, Side
from incidents.domain.daily_report import publish_day
from parties.models import Mission

DAY = datetime.fromisoformat(FACTS["occurred_from"]).date()
REPORT = f"/api/v1/daily-reports/{MISSION}/{DAY}/"
CEILING = 5
LONGEST_WAIT = 60
LOOK_EVERY = 0.05
BEAT = 2.0  # seconds between two looks of the worker


def comparisons(options: Options) -> Iterator[Comparison]:
    """One server with its worker and beat as threads, and one published day."""
    there = filled()
    Mission.objects.filter(pk=there.mission.pk).update(opened_on=DAY, closed_on=DAY)
    there.mission.refresh_from_db()
    publish_day(there.mission, DAY)
    with whole_server() as (_process, port):
        yield Comparison(
            "A late report until its day's next revision is to be read, worker idle",
            "s",
            Side("ours", lambda: _seconds_until_told(port, there.monitor_token)),
            None,
            options.rounds,
            ceiling=CEILING,
        )


@contextmanager
def whole_server() -> Iterator[tuple[psutil.Process, int]]:
    """Serve the database in use as `./dev run` does: web, worker and beat in one process."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "ceasefire/gunicorn.py"]
    variables = environment() | {"EMBEDDED": "1", "BIND": f"127.0.0.1:{port}"}
    with subprocess.Popen([*command, "ceasefire.wsgi"], cwd=ROOT, env=variables) as server:
        try:
            wait_until(f"http://127.0.0.1:{port}/readyz", server)
            yield psutil.Process(server.pid), port
        finally:
            server.terminate()
            server.wait(30)


def _seconds_until_told(port: int, token: str) -> float:
    """File at any moment between two looks of the worker, and ask until the answer is newer."""
    before = _ask(port, "GET", REPORT)  # the bytes of the newest revision
    time.sleep(random.uniform(0, BEAT))
    _ask(port, "POST", OURS, json.dumps(our_body()), token)
    begun = time.perf_counter()
    while _ask(port, "GET", REPORT) == before:
        if time.perf_counter() - begun > LONGEST_WAIT:
            message = f"no newer revision within {LONGEST_WAIT} s"
            raise RefusedError(message)
        time.sleep(LOOK_EVERY)
    return time.perf_counter() - begun


def _ask(port: int, method: str, path: str, body: str | None = None, token: str = "") -> bytes:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request(method, path, body, headers)
    answer = line.getresponse()
    text = answer.read()
    line.close()
    if answer.status not in {200, 201}:
        raise RefusedError(text)
    return text


CASE = Case("late", 10_000, 15, comparisons)
