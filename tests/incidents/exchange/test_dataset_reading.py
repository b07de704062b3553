"""A dataset file is read in a process of its own, which its limits stop before anything else."""

import io

import pytest

from incidents.exchange.dataset_reading import read_apart
from incidents.exchange.dataset_rows import Manner
from incidents.exchange.dataset_table import NoDatasetError
from incidents.exchange.workbook import write_workbook

GED = b"id,year,month,day,type_of_violence,side_a,side_b,latitude,longitude,low,best,high\n"


def row(number, side="A"):
    return f"{number},2020,1,2,1,{side},B,40,10,1,,1\n".encode()


def ignored(_rows):
    """Take rows, and do nothing with them."""


def test_rows_come_as_lines_of_copy_and_wrong_ones_apart():
    took = []
    content = GED + row(1, "back\\slash") + b"2,2020,1\n" + row("x" * 81)
    read = read_apart(content, Manner(), "GED", took.append)
    assert (read.kind, read.count, read.names[0]) == ("ged", 1, "id")
    (line,) = b"".join(took).decode().splitlines()
    cells = line.split("\t")
    assert cells[:3] == ["2", "1", "2020-01-02"]
    assert r"back\\slash" in cells
    assert cells[13:16] == ["1", "", "1"]
    wrong = [(one.number, one.column, one.code) for one in read.wrong]
    assert wrong == [(3, "", "number_of_cells"), (4, "id", "no_id")]
    assert len(read.shown) == 1


def test_it_tells_how_far_it_is():
    steps = []
    many = GED + b"".join(map(row, range(20_000)))
    assert read_apart(many, Manner(), "GED", ignored, steps.append).count == 20_000
    assert steps == sorted(steps)
    assert len(steps) > 2


def test_rows_are_given_away_while_the_next_are_read():
    order = []
    many = GED + b"".join(map(row, range(10_000)))
    read_apart(many, Manner(), "GED", lambda rows: order.append(rows.count(b"\n")), order.append)
    assert sum(order[::2]) == 10_000
    assert order[1::2] == sorted(order[1::2])
    assert len(order) > 4
    assert all(rows <= 2_000 for rows in order[::2])


def test_long_rows_are_given_away_before_they_are_many():
    took = []
    wide = GED + b"".join(row(number, "A" * 100_000) for number in range(30))
    read_apart(wide, Manner(), "GED", took.append)
    assert len(took) > 2


def test_a_refusal_comes_with_its_code():
    with pytest.raises(NoDatasetError) as refused:
        read_apart(b"a,b\n", Manner(), "GED", ignored)
    assert (refused.value.code, refused.value.told) == ("unknown_columns", "a, b")


def test_a_reader_that_takes_too_long_is_stopped():
    many = GED + b"".join(map(row, range(50_000)))
    with pytest.raises(NoDatasetError) as refused:
        read_apart(many, Manner(), "GED", ignored, wall_seconds=0.3)
    assert refused.value.code == "too_much"


@pytest.mark.slow
def test_a_workbook_that_needs_too_much_memory_is_stopped():
    file = io.BytesIO()
    row = f'<row><c t="inlineStr"><is><t>{"x" * 500_000_000}</t></is></c></row>\n'.encode()
    write_workbook(file, "bomb", [GED.decode().strip().split(",")], lambda sheet: sheet.write(row))
    with pytest.raises(NoDatasetError) as refused:
        read_apart(file.getvalue(), Manner(), "GED", ignored)
    assert refused.value.code in ("too_large", "too_much", "unreadable_workbook")
