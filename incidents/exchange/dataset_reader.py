"""The reader: a process of its own that reads one dataset file and ends, whatever is in it.

It reads the file from its standard input, in the manner that its first word says, for the
dataset that its second one names. It tells line by line what the file is, what is wrong with
a row, how far it is, and that it came to the end. Rows that are right come together, each with
its leaf hash, as lines of PostgreSQL's COPY, after a line with their number and their bytes.
It limits its memory and time beforehand.
"""

import json
import os
import sys
from typing import Any, BinaryIO

from incidents.exchange.dataset_leaf import Leaves, constant
from incidents.exchange.dataset_rows import Line, Manner, Told, read_dataset
from incidents.exchange.dataset_table import NoDatasetError
from incidents.files.limits import limit_myself
from incidents.ledger.canonical import quoted

MOST_MEMORY = 1024 * 1024 * 1024  # of addresses
MOST_SECONDS = 240
MOST_SHOWN = 10  # rows that are also told in words, for people
LONGEST_SHOWN = 200  # characters of a wrong cell
ROWS_A_STEP = 2_000  # between two looks at how far it is
MOST_HELD = 1024 * 1024  # characters of rows that are not told yet
# What a line of the answer begins with.
HEAD, ROWS, WRONG, SHOWN, DONE, END, REFUSED = "HRWSDEX"
COLUMNS = Told._fields
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def main(manner: str, dataset: str) -> None:
    """Read standard input, and tell what is in it."""
    limit_myself(MOST_MEMORY, MOST_SECONDS)
    try:
        tell(sys.stdin.buffer, Manner(**json.loads(manner)), json.loads(dataset), sys.stdout.buffer)
    except NoDatasetError as error:
        _say(sys.stdout.buffer, REFUSED, [error.code, error.told, error.names])
    except MemoryError:
        _say(sys.stdout.buffer, REFUSED, ["too_large"])
    sys.stdout.buffer.flush()


def tell(file: BinaryIO, manner: Manner, dataset: str, out: BinaryIO) -> None:
    """Write the answer for a file that can be sought in.

    Raises:
        NoDatasetError: it is none.

    """
    found = read_dataset(file, manner)
    size = os.fstat(file.fileno()).st_size
    _say(out, HEAD, {"kind": found.kind, "names": found.names})
    copied = _Copying(dataset, found.names).copied
    rows: list[str] = []
    shown = held = 0
    for count, line in enumerate(found.lines, 1):
        if line.told is None:
            _say(out, WRONG, [line.number, line.column, line.value[:LONGEST_SHOWN], line.wrong])
        else:
            rows.append(copied(line, line.told))
            held += len(rows[-1])
            if shown < MOST_SHOWN:
                shown += 1
                _say(out, SHOWN, line.told)
        if count % ROWS_A_STEP == 0 or held > MOST_HELD:
            _give(out, rows)
            held = 0
            at = os.lseek(file.fileno(), 0, os.SEEK_CUR)
            out.write(f"{DONE}{100 * at // size}\n".encode())
    _give(out, rows)
    out.write(f"{END}\n".encode())


class _Copying:
    """Rows of one file as lines of COPY, in which what is not known is empty."""

    def __init__(self, dataset: str, names: list[str]) -> None:
        self.leaves = Leaves(dataset, names)
        self.row = "{" + ", ".join(f"{constant(name)}: %s" for name in names) + "}"

    def copied(self, line: Line, told: Told) -> str:
        said = tuple(map(quoted, line.row.values()))
        cells = (str(line.number), *told, self.row % said)
        copied = "\t".join(cells)
        if "\\" in copied or "\n" in copied or "\r" in copied or copied.count("\t") >= len(cells):
            copied = "\t".join(cell.translate(_ESCAPES) for cell in cells)
        return f"{copied}\t\\\\x{self.leaves.hash_of(told, line.row, said).hex()}"


def _give(out: BinaryIO, rows: list[str]) -> None:
    """Tell rows, and forget them."""
    if rows:
        told = ("\n".join(rows) + "\n").encode()
        out.write(f"{ROWS}{len(rows)} {len(told)}\n".encode())
        out.write(told)
        rows.clear()
    out.flush()


def _say(out: BinaryIO, letter: str, what: Any) -> None:
    out.write(f"{letter}{json.dumps(what)}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
