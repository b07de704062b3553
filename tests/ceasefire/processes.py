"""Starting, watching and ending real processes from tests."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psutil

from tests.ceasefire.compose import ROOT

PYTHON = ROOT / ".venv" / "bin" / "python"
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(**more: str) -> dict[str, str]:
    """Nothing of the test's own environment but what any process needs."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    kept["PATH"] = f"{PYTHON.parent}:{kept['PATH']}"
    return kept | more


def until(ask: Callable[[], Any], seconds: float, what: str) -> Any:
    """Ask again until the answer is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"after {seconds} s still not: {what}")


def answer(url: str, *, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Status and body; 0 when nobody answers."""
    try:
        with urlopen(Request(url, data, headers), timeout=10) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()
    except (URLError, OSError):
        return 0, b""


class Process:
    """A process with its output in a file, ended at the latest with the test."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        self._file = log.open("ab")
        self._popen = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=self._file, stderr=self._file, start_new_session=True,
        )  # fmt: skip

    @property
    def output(self) -> str:
        return self.log.read_text()

    @property
    def runs(self) -> bool:
        return self._popen.poll() is None

    @property
    def family(self) -> list[psutil.Process]:
        """The process and all it has started."""
        process = psutil.Process(self._popen.pid)
        return [process, *process.children(recursive=True)]

    def send(self, number: signal.Signals) -> None:
        self._popen.send_signal(number)

    def wait(self, seconds: float = 20) -> int:
        """The exit code."""
        return self._popen.wait(seconds)

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        self.send(number)
        return self.wait(seconds)

    def close(self) -> None:
        """End it with everything it has started."""
        if self.runs:
            for process in self.family:
                process.kill()
            self._popen.wait(10)
        self._file.close()
