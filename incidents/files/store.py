"""The store: every file once, under its SHA-256, whole and never overwritten.

``objects/ab/ab12…`` are whole files; ``parts/`` are uploads under way; ``set-aside/``
keeps what was found changed. A file is an object only after its hash was computed from
what was written, and is acknowledged only after it reached the disk (fsync).
"""

import errno
import fcntl
import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from incidents.ledger.whole_file import sync_folder

BLOCK = 1024 * 1024
NAME = re.compile(r"[0-9a-z-]{1,64}", re.ASCII)
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
State = Literal["intact", "missing", "changed"]


class StoreFullError(Exception):
    """The disk takes no more; nothing of what was sent was kept."""


class OffsetError(Exception):
    """What was sent does not begin where the part ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the part ends at {offset}")
        self.offset = offset


class MismatchError(Exception):
    """The bytes that arrived are not those that were announced; the part is gone."""


class Store:
    """A folder of files that are named by their content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Return where the object with a hash is, or would be."""
        if not HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256 in lower-case hexadecimal")
        return self.folder / "objects" / sha256[:2] / sha256

    def offset_of(self, part: str) -> int:
        """Return how many bytes of an upload have arrived; 0 of one that is not known."""
        try:
            return self._part(part).stat().st_size
        except FileNotFoundError:
            return 0

    def head_of(self, part: str, length: int) -> bytes:
        """Return the first bytes of an upload, as far as they have arrived."""
        try:
            with self._part(part).open("rb") as file:
                return file.read(length)
        except FileNotFoundError:
            return b""

    def append(self, part: str, offset: int, data: bytes, size: int) -> int:
        """Add bytes to an upload of ``size`` bytes, all or none; return where it ends then.

        Raises:
            OffsetError: the part does not end at ``offset``, or would grow beyond ``size``.
            StoreFullError: the disk is full; the part is as it was.

        """
        path = self._part(part)
        with _reporting_full():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            found = os.fstat(file.fileno())
            # A part that is being linked as an object has a second name, and is left alone.
            if found.st_size != offset or offset + len(data) > size or found.st_nlink != 1:
                raise OffsetError(found.st_size)
            try:
                with _reporting_full():
                    _write_all(file, data)
            except BaseException:
                os.ftruncate(file.fileno(), offset)
                raise
        return offset + len(data)

    def finish(self, part: str, sha256: str, size: int) -> None:
        """Make a whole part the object of its hash, on the disk before this returns.

        The part stays until ``drop``: whoever is killed in between can finish again.

        Raises:
            MismatchError: length or hash differ from what was announced; the part is gone.
            StoreFullError: the disk is full; the part is as it was.

        """
        path, target = self._part(part), self.path_of(sha256)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise MismatchError from None
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_size != size or _hash_of(file) != sha256:
                path.unlink(missing_ok=True)
                raise MismatchError
            with _reporting_full():
                os.fsync(file.fileno())
                self._link(path, target, size)

    def drop(self, part: str) -> None:
        """Remove a part; an object that was made of it stays."""
        self._part(part).unlink(missing_ok=True)

    def put(self, blocks: Iterable[bytes], part: str) -> tuple[str, int]:
        """Store what comes in blocks at once; return its SHA-256 and length."""
        digest, length = hashlib.sha256(), 0
        path = self._part(part)
        try:
            with _reporting_full():
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    for block in blocks:
                        digest.update(block)
                        length += len(block)
                        file.write(block)
            self.finish(part, digest.hexdigest(), length)
        finally:
            self.drop(part)
        return digest.hexdigest(), length

    def state_of(self, sha256: str, size: int) -> State:
        """Read an object again from the first byte to the last, and say what became of it."""
        try:
            with self.path_of(sha256).open("rb") as file:
                same = os.fstat(file.fileno()).st_size == size and _hash_of(file) == sha256
        except FileNotFoundError:
            return "missing"
        return "intact" if same else "changed"

    def forget_parts(self, older_than: float) -> int:
        """Remove parts that nothing was added to for so many seconds; return how many."""
        folder, limit, gone = self.folder / "parts", time.time() - older_than, 0
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def free_bytes(self) -> int:
        """Return how much the disk still takes."""
        folder = self.folder
        while not folder.exists():
            folder = folder.parent
        found = os.statvfs(folder)
        return found.f_bavail * found.f_frsize

    def _part(self, part: str) -> Path:
        if not NAME.fullmatch(part):
            raise ValueError("not a name of a part")
        return self.folder / "parts" / part

    def _link(self, path: Path, target: Path, size: int) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        try:
            os.link(path, target)
        except FileExistsError:
            if self.state_of(target.name, size) != "intact":
                self._set_aside(target)
                os.link(path, target)
        for folder in (target.parent, target.parent.parent):
            sync_folder(folder)

    def _set_aside(self, path: Path) -> None:
        """Keep what was changed, so that it can be looked at, out of the good copy's place."""
        aside = self.folder / "set-aside"
        aside.mkdir(parents=True, exist_ok=True)
        path.rename(aside / f"{path.name}-{time.time_ns()}")


@contextmanager
def _reporting_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFullError from error
        raise


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _hash_of(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
