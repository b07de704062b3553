"""The writer of Parquet: it gives up memory, time and files before it reads a byte."""

import io
import subprocess
import sys

from pyarrow import parquet

from incidents.exchange.kinds import TEXT, WHOLE
from incidents.exchange.parquet_writer import write


def test_it_writes_what_it_reads():
    target = io.BytesIO()
    rows = io.BufferedReader(io.BytesIO(b'"a",1\n"",\n'))
    write([("text", TEXT), ("n", WHOLE)], rows, target)
    told = parquet.read_table(target).to_pydict()
    assert told == {"text": ["a", None], "n": [1, None]}


def test_it_may_not_take_more_than_it_is_given():
    said = (
        "from resource import *; from incidents.exchange import parquet_writer as one\n"
        "given = (RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE)\n"
        "one.write = lambda *_all: print(*(getrlimit(what)[0] for what in given))\n"
        "one.main('[]')"
    )
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(1 << 30), "240", "0"]
