"""Running the inspector: a file's crash, bomb or endless loop is an outcome, and no more."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 20
LARGEST_ANSWER = 16 * 1024 * 1024
LONGEST_LINE = 256 * 1024
OUTCOMES = frozenset({"decoded", "not_decoded", "undecodable", "too_large"})
JPEG_BEGINS = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the inspector found; its answer is checked like any stranger's.

    ``outcome`` is one of OUTCOMES, or ``timed_out`` or ``crashed``. ``copies`` are JPEG
    files without metadata by name.
    """

    outcome: str
    width: int | None = None
    height: int | None = None
    oddities: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    gps: dict[str, Any] = field(default_factory=dict)
    copies: dict[str, bytes] = field(default_factory=dict)


@contextmanager
def own_process(
    words: list[str], stdin: IO[bytes] | int, stderr: int, wall_seconds: float
) -> Iterator[tuple["subprocess.Popen[bytes]", threading.Timer]]:
    """Run one of our modules in a process of its own; it is killed when its time is over."""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", *words],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        cwd=ROOT,
        env={},
        start_new_session=True,
    ) as process:
        timer = threading.Timer(wall_seconds, process.kill)
        timer.start()
        try:
            yield process, timer
        finally:
            timer.cancel()
            process.kill()


def inspect_file(path: Path, media_type: str, wall_seconds: float = WALL_SECONDS) -> Inspected:
    """Look into a file from a limited process of its own; never raises for what is in it."""
    words = ["incidents.files.inspector", media_type]
    with (
        path.open("rb") as file,
        own_process(words, file, subprocess.DEVNULL, wall_seconds) as (process, timer),
    ):
        answer = process.stdout.read(LARGEST_ANSWER + 1) if process.stdout else b""
        expired = timer.finished.is_set()
    if expired:
        return Inspected("timed_out")
    return _read_answer(answer) or Inspected("crashed")


def _read_answer(answer: bytes) -> Inspected | None:
    line, _newline, rest = answer[:LONGEST_LINE].partition(b"\n")
    try:
        told = json.loads(line)
        lengths = {str(name): int(length) for name, length in told["copies"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    rest = answer[len(line) + 1 :]
    if sum(lengths.values()) != len(rest) or told.get("outcome") not in OUTCOMES:
        return None
    copies = {}
    for name, length in lengths.items():
        copies[name], rest = rest[:length], rest[length:]
    if not all(copy.startswith(JPEG_BEGINS) for copy in copies.values()):
        return None
    return Inspected(
        outcome=told["outcome"],
        width=_size(told.get("width")),
        height=_size(told.get("height")),
        oddities=tuple(str(one)[:20] for one in told.get("oddities", [])[:10]),
        tags={str(k)[:80]: str(v)[:200] for k, v in told.get("tags", {}).items()},
        gps=dict(told.get("gps") or {}),
        copies=copies,
    )


def _size(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 2**31 else None
