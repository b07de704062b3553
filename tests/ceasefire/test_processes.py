"""Production as local processes, with the very commands of docker-compose.yml.

One web server, two workers, one beat and a real Redis, on the test's own database.
"""

import json
import signal
import socket
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from incidents.models import DailyCount
from parties.domain.token import create_token
from parties.models import Mission
from tests.calls import report_body
from tests.ceasefire.compose import ROOT, command, service
from tests.ceasefire.processes import Process, answer, clean_environment, free_port, until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OVER_TLS = {"X-Forwarded-Proto": "https"}  # what the proxy before "web" says
WORKERS = ("worker-1", "worker-2")
RINGS = ("beat", *WORKERS)


class Production:
    """The services of the compose file, without containers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.redis_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = clean_environment(
            SECRET_KEY="0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            ALLOWED_HOSTS="monitor.example",
            DATABASE_URL=database_url(),
            REDIS_URL=f"redis://:secret@127.0.0.1:{self.redis_port}/0",
            REDIS_PASSWORD="secret",
            BEHIND_PROXY="1",
            DATA_DIR=str(folder),
            STATIC_ROOT=str(folder / "static"),
            HOSTNAME=socket.gethostname(),  # a container has it
            BIND=f"127.0.0.1:{self.port}",
        )
        self.processes: dict[str, Process] = {}

    def start(self, name: str) -> None:
        words = command(name.partition("-")[0])
        if name == "redis":  # only where it listens and writes is the test's own
            words[-1] += f" --port {self.redis_port} --bind 127.0.0.1 --dir {self.folder}"
        if name in self.processes:
            self.processes[name].close()
        self.processes[name] = Process(words, self.environment, self.folder / f"{name}.log")

    def once(self, words: list[str], **options: object) -> subprocess.CompletedProcess:
        return subprocess.run(
            words, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
            **options,
        )  # fmt: skip

    def health(self, name: str) -> int:
        """The exit code of a service's own health check."""
        kind, *words = service(name)["healthcheck"]["test"]
        words = [word.replace("$$", "$").replace(":8000/", f":{self.port}/") for word in words]
        return self.once(words if kind == "CMD" else ["sh", "-c", *words]).returncode

    def is_ready(self) -> bool:
        assert self.processes["web"].runs, self.processes["web"].output
        return answer(f"{self.url}/readyz")[0] == 200

    def logs(self) -> str:
        return "\n".join(f"== {name}\n{p.output[-3000:]}" for name, p in self.processes.items())

    def close(self) -> None:
        for process in self.processes.values():
            process.close()


def database_url() -> str:
    """The test's own database, by socket or by port."""
    place = connection.settings_dict
    name, user, host = place["NAME"], place["USER"], place["HOST"]
    if host.startswith("/"):
        return f"postgres://{user}@/{quote(host)}/{name}"
    password = f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else ""
    return f"postgres://{user}{password}@{host}:{place['PORT'] or 5432}/{name}"


@pytest.fixture
def production(needs):
    needs("redis-server", "redis-server")
    with tempfile.TemporaryDirectory(prefix="ceasefire-") as name:
        production = Production(Path(name))
        yield production
        production.close()


@pytest.fixture
def monitor(cast):
    """A mission that is three days old, so that there is little to catch up with."""
    opened = timezone.now().date() - timedelta(days=3)
    Mission.objects.update(opened_on=opened)
    return create_token(cast.north_monitor, "filing")[1]


def file(production, token):
    """File a report of an hour ago; the seconds that the answer took."""
    body = report_body(occurred_from=(timezone.now() - timedelta(hours=1)).isoformat())
    begun = time.monotonic()
    status, text = answer(
        f"{production.url}/api/v1/reports/",
        data=json.dumps(body).encode(),
        Authorization=f"Bearer {token}",
        **{"Content-Type": "application/json"} | OVER_TLS,
    )
    assert status == 201, text
    return time.monotonic() - begun


def counted(reports):
    return lambda: sum(DailyCount.objects.values_list("reports", flat=True)) == reports


def test_production_files_counts_and_outlives_its_redis(production, monitor):
    collect = production.once(["python", "manage.py", "collectstatic", "--no-input"])
    assert collect.returncode == 0, collect.stderr
    migrated = production.once(command("migrate"))
    assert migrated.returncode == 0, migrated.stderr
    for name in ("redis", "web", *RINGS):
        production.start(name)
    until(production.is_ready, 60, "the web server is ready")

    file(production, monitor)
    until(counted(1), 60, f"a worker has counted\n{production.logs()}")
    for name in ("web", "worker", "beat"):
        assert production.health(name) == 0, f"{name} is not healthy\n{production.logs()}"

    production.processes["redis"].stop(signal.SIGKILL)
    assert file(production, monitor) < 2
    assert b'"degraded"' in answer(f"{production.url}/readyz")[1]

    production.start("redis")
    until(counted(2), 90, f"work goes on after Redis came back\n{production.logs()}")

    for name in ("web", *RINGS, "redis"):
        assert production.processes[name].stop(seconds=40) == 0, name
    assert "Traceback" not in production.processes["web"].output
