"""Reading a dataset file in a limited process of its own; nothing in it harms who asks."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from subprocess import DEVNULL
from tempfile import TemporaryFile
from typing import IO

from incidents.exchange.dataset_reader import DONE, END, HEAD, REFUSED, ROWS, SHOWN, WRONG
from incidents.exchange.dataset_rows import Manner
from incidents.exchange.dataset_table import LARGEST, NoDatasetError
from incidents.files.limited import own_process

READER = "incidents.exchange.dataset_reader"
WALL_SECONDS = 300
MOST_WRONG = 100_000  # that are kept; a file with more is another file than its header says


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that is not taken: its number, the column and value that are wrong, and a code."""

    number: int
    column: str
    value: str
    code: str


@dataclass(slots=True)
class Read:
    """What was found in a file, beside its rows."""

    kind: str = ""
    names: list[str] = field(default_factory=list)
    count: int = 0
    wrong: list[WrongRow] = field(default_factory=list)
    shown: list[list[str]] = field(default_factory=list)


def read_apart(
    content: bytes,
    manner: Manner,
    dataset: str,
    take: Callable[[bytes], object],
    watch: Callable[[int], object] = lambda _percent: None,
    wall_seconds: float = WALL_SECONDS,
) -> Read:
    """Tell what is in a file, and give its rows away while the next ones are read.

    Args:
        content: the bytes of the file.
        manner: how it is to be read.
        dataset: what the leaves of its rows say whose they are.
        take: is given the rows, many at a time, as lines of PostgreSQL's COPY; they count
            for nothing unless the file was read to its end.
        watch: is told the per cent that are read, in steps.
        wall_seconds: how long it may take.

    Raises:
        NoDatasetError: it is none, or takes too long or too much memory.

    """
    if len(content) > LARGEST:
        raise NoDatasetError("too_large")
    told = [json.dumps(asdict(manner)), json.dumps(dataset)]
    found = Read()
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        with own_process([READER, *told], file, DEVNULL, wall_seconds) as (process, _timer):
            if process.stdout:
                _listen(process.stdout, found, take, watch)
    return found


def _listen(
    said: IO[bytes], found: Read, take: Callable[[bytes], object], watch: Callable[[int], object]
) -> None:
    """Sort what the reader says."""
    told = 0
    for line in said:
        letter, rest = chr(line[0]), line[1:]
        if letter == ROWS:
            count, size = map(int, rest.split())
            take(_whole(said.read(size), size))
            found.count += count
        elif letter == DONE and int(rest) > told:
            told = int(rest)
            watch(told)
        elif letter == END:
            return
        else:
            _note(letter, rest, found)
    raise NoDatasetError("too_much")  # it was stopped before the end


def _whole(rows: bytes, size: int) -> bytes:
    if len(rows) < size:
        raise NoDatasetError("too_much")
    return rows


def _note(letter: str, rest: bytes, found: Read) -> None:
    if letter == WRONG:
        found.wrong.append(WrongRow(*json.loads(rest)))
        if len(found.wrong) > MOST_WRONG:
            raise NoDatasetError("too_many_wrong")
    elif letter == SHOWN:
        found.shown.append(json.loads(rest))
    elif letter == HEAD:
        head = json.loads(rest)
        found.kind, found.names = head["kind"], head["names"]
    elif letter == REFUSED:
        raise NoDatasetError(*json.loads(rest))
