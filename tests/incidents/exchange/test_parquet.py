"""Parquet from a process of its own: every value in its type, null where nothing is known."""

import csv
import io
import subprocess
import sys
from datetime import UTC, date, datetime
from tempfile import TemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from incidents.exchange.kinds import DAY, INSTANT, REAL, TEXT, TRUTH, WHOLE
from incidents.exchange.parquet import ParquetError, write_parquet

COLUMNS = [("id", TEXT), ("n", WHOLE), ("x", REAL), ("ok", TRUTH), ("day", DAY), ("at", INSTANT)]
FULL = ['a"b,\r\nc', "3", "40.250000", "true", "2021-03-04", "2021-03-04T14:40:00Z"]
TYPES = ["string", "int64", "double", "bool", "date32[day]", "timestamp[ms, tz=UTC]"]


def made(columns, rows, **limits):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    target = io.BytesIO()
    with TemporaryFile() as file:
        file.write(text.getvalue().encode())
        file.seek(0)
        write_parquet(columns, file, target, **limits)
    return parquet.read_table(target)


def test_every_value_arrives_in_its_type_and_unknown_is_null():
    table = made(COLUMNS, [FULL, [""] * 6])
    assert [str(kind) for kind in table.schema.types] == TYPES
    first, second = table.to_pylist()
    assert list(first.values())[:4] == ['a"b,\r\nc', 3, 40.25, True]
    assert (first["day"], first["at"]) == (
        date(2021, 3, 4),
        datetime(2021, 3, 4, 14, 40, tzinfo=UTC),
    )
    assert set(second.values()) == {None}


def test_a_list_without_rows_is_a_file_with_its_columns():
    table = made(COLUMNS, [])
    assert (table.num_rows, table.column_names) == (0, [name for name, _kind in COLUMNS])


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
NUMBERS = st.none() | st.integers(-(2**53), 2**53)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=20))
def test_whatever_was_typed_comes_back(rows):
    told = [[text, "" if number is None else str(number)] for text, number in rows]
    table = made([("text", TEXT), ("number", WHOLE)], told)
    assert [(row["text"], row["number"]) for row in table.to_pylist()] == rows


def test_many_rows_are_all_there():
    table = made([("n", WHOLE), ("text", TEXT)], ([n, "x" * 200] for n in range(100_000)))
    assert table.column("n").to_pylist() == list(range(100_000))


@pytest.mark.parametrize("value", ["three", "1.5", "9" * 30])
def test_a_value_of_another_type_is_an_error_and_no_file(value):
    with pytest.raises(ParquetError):
        made([("n", WHOLE)], [[value]])


def test_a_writer_that_takes_too_long_is_ended():
    with pytest.raises(ParquetError):
        made(COLUMNS, [FULL], wall_seconds=0.001)


def test_who_asks_for_a_file_loads_nothing_of_the_library():
    said = "import sys, incidents.exchange.parquet; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0
