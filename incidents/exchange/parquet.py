"""Parquet files: the writer works in a process of its own, with limited memory and time."""

import json
from collections.abc import Sequence
from shutil import copyfileobj
from subprocess import DEVNULL
from typing import IO

from incidents.files.limited import own_process

WALL_SECONDS = 300


class ParquetError(RuntimeError):
    """The writer ended without a file."""


def write_parquet(
    columns: Sequence[tuple[str, str]],
    rows: IO[bytes],
    target: IO[bytes],
    wall_seconds: float = WALL_SECONDS,
) -> None:
    """Write rows to a Parquet file.

    Args:
        columns: the name and kind of each column.
        rows: a real file of CSV without a header, at its beginning; what is empty is not known.
        target: where to write.
        wall_seconds: how long it may take.

    Raises:
        ParquetError: it could not be written, or took too long or too much memory.

    """
    words = ["incidents.exchange.parquet_writer", json.dumps(list(columns))]
    with own_process(words, rows, DEVNULL, wall_seconds) as (process, _timer):
        if process.stdout is not None:
            copyfileobj(process.stdout, target)
        code = process.wait()
    if code:
        raise ParquetError(f"the writer ended with {code}")
