"""Memory: the embedded server at rest against the smallest Django under gunicorn."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.cases import Case, Options
from bench.settings import BENCHMARKING
from bench.turns import Comparison, Side

ROOT = Path(__file__).resolve().parent.parent.parent
MEGABYTE = 1_000_000
CEILING = 150
PAGES = (
    "/", "/incidents/", "/posts/", "/parties/", "/agreement/", "/daily/", "/accounts/login/",
    "/api/v1/incidents/", "/api/v1/daily-reports/",
)  # fmt: skip
SECONDS_TO_START = 900  # the first start loads the founding case
SECONDS_TO_SETTLE = 900
BUSY = 5.0  # per cent of one core, over SECONDS_AT_REST
SECONDS_AT_REST = 10
OF_THE_HARNESS = (*BENCHMARKING, "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL")


def comparisons(options: Options) -> Iterator[Comparison]:
    """Both with one process of eight threads; ours with worker and beat besides."""
    folder = Path(tempfile.mkdtemp(prefix="ceasefire-bench-memory-"))
    try:
        yield Comparison(
            "Memory at rest, without PostgreSQL",
            "MB",
            Side("./dev run", lambda: _of_ours(folder)),
            Side("gunicorn and a bare Django", _of_bare),
            options.rounds,
            ceiling=CEILING,
            notes={"PSS of all processes, after idle seconds": SECONDS_AT_REST},
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def proportional_megabytes(process: psutil.Process) -> float:
    """The proportional set size of a process and all below it, PostgreSQL left out."""
    family = [process, *process.children(recursive=True)]
    return sum(_pss(member) for member in family if not member.name().startswith("postgres"))


def _pss(process: psutil.Process) -> float:
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(kilobytes) * 1024 / MEGABYTE


def _of_ours(folder: Path) -> float:
    port = free_port()
    command = ["-m", "ceasefire.embedded.run", "--port", str(port)]
    with _server(command, {"DATA_DIR": str(folder)}, f"http://127.0.0.1:{port}/readyz") as process:
        return _at_rest(process, port)


def _of_bare() -> float:
    port = free_port()
    command = [
        "-m", "gunicorn", "--worker-class=gthread", "--workers=1", "--threads=8",
        f"--bind=127.0.0.1:{port}", "--log-level=warning", "bench.bare",
    ]  # fmt: skip
    with _server(command, {}, f"http://127.0.0.1:{port}/") as process:
        return _at_rest(process, port)


def _at_rest(process: psutil.Process, port: int) -> float:
    for page in PAGES:
        _answers(f"http://127.0.0.1:{port}{page}")
    deadline = time.monotonic() + SECONDS_TO_SETTLE
    while _is_busy(process) and time.monotonic() < deadline:
        pass
    return proportional_megabytes(process)


def _is_busy(process: psutil.Process) -> bool:
    """Look for as long as rest is asked for; the first start has days to publish."""
    family = [process, *process.children(recursive=True)]
    before = sum(_cpu_seconds(member) for member in family)
    time.sleep(SECONDS_AT_REST)
    used = sum(_cpu_seconds(member) for member in family) - before
    return used / SECONDS_AT_REST * 100 > BUSY


def _cpu_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


@contextmanager
def _server(
    command: list[str], variables: Mapping[str, str], address: str
) -> Iterator[psutil.Process]:
    environment = {n: v for n, v in os.environ.items() if n not in OF_THE_HARNESS} | variables
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log
        ) as started,
    ):
        try:
            wait_until(address, started)
            yield psutil.Process(started.pid)
        except RuntimeError as error:
            log.seek(0)
            raise RuntimeError(f"{error}\n{log.read().decode()}") from error
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(60)


def wait_until(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The server ended at once.")
        if _answers(address):
            return
        time.sleep(0.2)
    raise RuntimeError("The server does not answer.")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


CASE = Case("memory", 0, 2, comparisons)
