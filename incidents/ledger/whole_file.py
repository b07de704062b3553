"""Files that are there whole or not at all, for their owner only: keys and a signer's memory."""

import os
from contextlib import suppress
from pathlib import Path


def make_once(path: Path, data: bytes) -> None:
    """Make a file that is not there; of two makers the first wins, and the other does nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _written_beside(path, data)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    sync_folder(path.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file whole: write beside, fsync, rename, fsync the folder."""
    _written_beside(path, data).replace(path)
    sync_folder(path.parent)


def _written_beside(path: Path, data: bytes) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return draft


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
