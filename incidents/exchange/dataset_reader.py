"""The reader: a process of its own that reads one dataset file and ends, whatever is in it.

It reads the file from its standard input, in the manner that its first word says, and tells
line by line: what the file is, each row as a line of PostgreSQL's COPY or what is wrong with
it, how far it is, and that it came to the end. It limits its memory and time beforehand.
"""

import json
import os
import sys
from typing import Any, BinaryIO

from incidents.exchange.dataset_rows import Line, Manner, Told, read_dataset
from incidents.exchange.dataset_table import NoDatasetError
from incidents.files.limits import limit_myself

MOST_MEMORY = 1024 * 1024 * 1024  # of addresses
MOST_SECONDS = 240
MOST_SHOWN = 10  # rows that are also told in words, for people
LONGEST_SHOWN = 200  # characters of a wrong cell
ROWS_A_STEP = 500  # between two looks at how far it is
# What a line of the answer begins with.
HEAD, ROW, WRONG, SHOWN, DONE, END, REFUSED = "HRWSDEX"
COLUMNS = Told._fields
_json = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def main(manner: str) -> None:
    """Read standard input, and tell what is in it."""
    limit_myself(MOST_MEMORY, MOST_SECONDS)
    try:
        tell(sys.stdin.buffer, Manner(**json.loads(manner)), sys.stdout.buffer)
    except NoDatasetError as error:
        _say(sys.stdout.buffer, REFUSED, [error.code, error.told, error.names])
    except MemoryError:
        _say(sys.stdout.buffer, REFUSED, ["too_large"])
    sys.stdout.buffer.flush()


def tell(file: BinaryIO, manner: Manner, out: BinaryIO) -> None:
    """Write the answer for a file that can be sought in.

    Raises:
        NoDatasetError: it is none.

    """
    found = read_dataset(file, manner)
    size = os.fstat(file.fileno()).st_size
    _say(out, HEAD, {"kind": found.kind, "names": found.names})
    shown = 0
    for count, line in enumerate(found.lines, 1):
        out.write(_told(line))
        if line.told and shown < MOST_SHOWN:
            shown += 1
            _say(out, SHOWN, _texts(line.told))
        if count % ROWS_A_STEP == 0:
            at = os.lseek(file.fileno(), 0, os.SEEK_CUR)
            out.write(f"{DONE}{100 * at // size}\n".encode())
    out.write(f"{END}\n".encode())


def _told(line: Line) -> bytes:
    """A line of the answer; what is not known is empty in a row."""
    if line.told is None:
        wrong = [line.number, line.column, line.value[:LONGEST_SHOWN], line.wrong]
        return f"{WRONG}{json.dumps(wrong)}\n".encode()
    cells = [str(line.number), *_texts(line.told), _json(line.row)]
    told = "\t".join(cells)
    if "\\" in told or "\n" in told or "\r" in told or told.count("\t") >= len(cells):
        told = "\t".join(cell.translate(_ESCAPES) for cell in cells)
    return f"{ROW}{told}\n".encode()


def _texts(told: Told) -> list[str]:
    return ["" if value is None else str(value) for value in told]


def _say(out: BinaryIO, letter: str, what: Any) -> None:
    out.write(f"{letter}{json.dumps(what)}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
