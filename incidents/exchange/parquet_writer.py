"""The writer of Parquet: a process of its own that turns CSV into one file and ends.

It reads CSV without a header from its standard input, and writes the file to its standard
output; its first word names the columns and their kinds. Nothing else loads pyarrow.
"""

import json
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from incidents.exchange.kinds import DAY, INSTANT, REAL, TEXT, TRUTH, WHOLE
from incidents.files.limits import limit_myself

MOST_MEMORY = 1024 * 1024 * 1024  # of addresses
MOST_SECONDS = 240
AT_ONCE = 2 * 1024 * 1024  # bytes of CSV; each such block is a group of rows


def main(columns: str) -> None:
    """Turn standard input into a file on standard output."""
    limit_myself(MOST_MEMORY, MOST_SECONDS)
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # the others reserve more than the limit
    os.environ["OMP_NUM_THREADS"] = "1"
    write(json.loads(columns), sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def write(columns: Sequence[tuple[str, str]], rows: BinaryIO, target: BinaryIO) -> None:
    """Write the rows of a CSV without a header; an empty cell is null, whatever its type."""
    import pyarrow as pa  # noqa: PLC0415 - 40 MB of memory, needed here alone
    from pyarrow import csv, parquet  # noqa: PLC0415

    types = {
        TEXT: pa.string(),
        WHOLE: pa.int64(),
        REAL: pa.float64(),
        TRUTH: pa.bool_(),
        DAY: pa.date32(),
        INSTANT: pa.timestamp("ms", tz="UTC"),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in columns])
    with parquet.ParquetWriter(target, schema, compression="zstd") as file:
        if not rows.peek(1):  # type: ignore[attr-defined]
            return
        read = csv.open_csv(
            rows,
            csv.ReadOptions(use_threads=False, block_size=AT_ONCE, column_names=schema.names),
            csv.ParseOptions(newlines_in_values=True),
            csv.ConvertOptions(column_types=schema, null_values=[""], strings_can_be_null=True),
        )
        for batch in read:
            file.write_batch(batch)


if __name__ == "__main__":
    main(sys.argv[1])
