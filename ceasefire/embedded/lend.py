"""Run a command with the private PostgreSQL of a folder, started for it unless it runs already."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ceasefire.embedded.lock import FolderInUseError, FolderLock
from ceasefire.embedded.places import postgres_folder, private_url
from ceasefire.embedded.postgres import PostgresError, PrivatePostgres


def main() -> None:
    """Leave with the command's own exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--throwaway", action="store_true", help="fast, and not safe: for tests")
    parser.add_argument("folder", type=Path)
    parser.add_argument("command", nargs="+", help="arguments for Python")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with postgres_running(arguments.folder, throwaway=arguments.throwaway):
            sys.exit(_run(arguments.command, arguments.folder))
    except PostgresError as error:
        sys.exit(str(error))


@contextmanager
def postgres_running(data_dir: Path, *, throwaway: bool = False) -> Iterator[None]:
    """Borrow the PostgreSQL of whoever holds the folder, or start and stop one.

    One for tests is never borrowed: two runs would empty each other's tables.
    """
    lock = FolderLock(data_dir)
    try:
        lock.take("a command of ./dev")
    except FolderInUseError as error:
        starting = not (postgres_folder(data_dir) / "postmaster.pid").exists()
        if starting or throwaway:
            raise PostgresError(f"{data_dir} is in use by {error}. Wait for it.") from error
        yield
        return
    postgres = PrivatePostgres(data_dir, throwaway=throwaway)
    try:
        postgres.start()
        yield
    finally:
        postgres.stop()
        lock.release()


def _run(command: list[str], data_dir: Path) -> int:
    """Run it; Ctrl-C reaches it too, and it decides when to end."""
    environment = os.environ | {
        "EMBEDDED": "1",
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": private_url(data_dir),
    }
    with subprocess.Popen([sys.executable, *command], env=environment) as process:  # noqa: S603
        try:
            while True:
                try:
                    return abs(process.wait())
                except KeyboardInterrupt:
                    continue
        except SystemExit:
            process.send_signal(signal.SIGINT)  # which pytest answers in order
            raise


if __name__ == "__main__":
    main()
