"""Where the embedded mode keeps its things: data folder, socket, secret key."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

from incidents.ledger.whole_file import make_once

DATABASE_NAME = "ceasefire"
# A Unix socket's whole path must fit into sockaddr_un: 104 bytes on macOS, 108 on Linux.
LONGEST_SOCKET_PATH = 100


class Environment(Protocol):
    """The one method of environ.Env that is needed here."""

    def str(self, var: str, default: str) -> str: ...


def data_folder(base: Path, env: Environment) -> Path:
    """The one folder with all data: DATA_DIR, or .data beside the code."""
    return Path(env.str("DATA_DIR", default="") or base / ".data").expanduser().resolve()


def postgres_folder(data_dir: Path) -> Path:
    """The private PostgreSQL's own data directory."""
    return data_dir / "postgres"


def socket_folder(data_dir: Path) -> Path:
    """A folder for the socket of the private PostgreSQL: short, and always the same one."""
    folder = postgres_folder(data_dir)
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"ceasefire-{digest}"


def private_url(data_dir: Path, name: str = DATABASE_NAME) -> str:
    """The address of a database in the private PostgreSQL of this data folder."""
    return f"postgres://postgres@/{quote(str(socket_folder(data_dir)))}/{name}"


def database_url(data_dir: Path, env: Environment) -> str:
    """DATABASE_URL, or the private PostgreSQL."""
    return env.str("DATABASE_URL", default="") or private_url(data_dir)


def secret_key(data_dir: Path, *, embedded: bool) -> str:
    """The key kept in the data folder, made at the first call; production must bring its own."""
    if not embedded:
        msg = "Set SECRET_KEY in the environment (or EMBEDDED=1 on a machine of your own)."
        raise ImproperlyConfigured(msg)
    path = data_dir / "secret_key"
    if not path.exists():
        make_once(path, secrets.token_urlsafe(64).encode())
    return path.read_text()
