"""`./dev run`: PostgreSQL, migrations, founding case and server, all in one data folder."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import environ
from gunicorn.app.wsgiapp import WSGIApplication

from ceasefire.embedded.lock import FolderInUseError, FolderLock
from ceasefire.embedded.places import data_folder
from ceasefire.embedded.postgres import PostgresError, PrivatePostgres
from ceasefire.embedded.progress import say, step

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LARGEST_LOG = 5_000_000


def main() -> None:
    """Serve until Ctrl-C or SIGTERM, then leave with 0."""
    arguments = _arguments()
    data_dir = data_folder(BASE_DIR, environ.Env())
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    lock = FolderLock(data_dir)
    try:
        lock.take(f"./dev run at http://{arguments.host}:{arguments.port}/")
        _refuse_taken_port(arguments)
        _serve(data_dir, arguments)
    except FolderInUseError as error:
        sys.exit(f"{data_dir} is in use by {error}.\nStop it first, or set DATA_DIR.")
    except PostgresError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev run", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
    parser.add_argument("--port", default=8000, type=int, help="port to listen at")
    return parser.parse_args()


def _refuse_taken_port(arguments: argparse.Namespace) -> None:
    """Say so at once, rather than when everything else is ready."""
    try:
        socket.create_server((arguments.host, arguments.port)).close()
    except OSError as error:
        sys.exit(f"Port {arguments.port} is not free ({error.strerror}); choose one with --port.")


def _serve(data_dir: Path, arguments: argparse.Namespace) -> None:
    say(f"All data are in {data_dir}")
    _set_environment(data_dir, arguments)
    postgres = PrivatePostgres(data_dir)
    try:
        with step("PostgreSQL"):
            postgres.start()
        _prepare()
        sys.argv = ["gunicorn", "--config", "ceasefire/gunicorn.py", "ceasefire.wsgi"]
        WSGIApplication(prog="./dev run").run()
    finally:
        # A forked web worker passes here too; PrivatePostgres then does nothing.
        postgres.stop()


def _set_environment(data_dir: Path, arguments: argparse.Namespace) -> None:
    log = data_dir / "server.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    os.chdir(BASE_DIR)
    os.environ |= {
        "EMBEDDED": "1",
        "DATA_DIR": str(data_dir),
        "BIND": f"{arguments.host}:{arguments.port}",
        "LOG_FILE": str(log),
    }
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)


def _prepare() -> None:
    """Bring database and static files up to date, in a process that gives its memory back."""
    command = [sys.executable, "manage.py", "prepare"]
    if code := subprocess.run(command, check=False).returncode:  # noqa: S603 - our own arguments
        sys.exit(code)


if __name__ == "__main__":
    main()
