"""One user of a data folder at a time, released by the kernel however a process ends."""

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from ceasefire.embedded.alive import pid_lives

SECONDS_TO_DIE = 0.5  # the holder may just have been killed
SECONDS_FOR_ITS_WORKERS = 15


class FolderInUseError(RuntimeError):
    """Another process works in this data folder; the message names it."""


class FolderLock:
    """A lock on a data folder that lives as long as the process and the workers it forks."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "run.lock"
        self._file: IO[str] | None = None

    def take(self, purpose: str) -> None:
        """Take the lock and write down who holds it and what for.

        When the holder is dead, a worker of its may still be ending: then wait a little.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        begun = time.monotonic()
        while not _locked(file):
            patience = SECONDS_TO_DIE if self._holder_lives() else SECONDS_FOR_ITS_WORKERS
            if time.monotonic() - begun > patience:
                file.close()
                raise FolderInUseError(self._holder())
            time.sleep(0.1)
        file.truncate(0)
        file.write(f"{os.getpid()} {purpose}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _holder(self) -> str:
        pid, _, purpose = self._path.read_text().strip().partition(" ")
        return f"{purpose or 'another program'} (process {pid or 'unknown'})"

    def _holder_lives(self) -> bool:
        pid = self._path.read_text().partition(" ")[0]
        return not pid.isdecimal() or pid_lives(int(pid))


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
