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


def test_rows_come_as_lines_of_copy_and_wrong_ones_apart():
    with read_apart(GED + row(1, "back\\slash") + b"2,2020,1\n" + row("x" * 81), Manner()) as read:
        assert (read.kind, read.count, read.names[0]) == ("ged", 1, "id")
        (line,) = read.rows.read().decode().splitlines()
    cells = line.split("\t")
    assert cells[:3] == ["2", "1", "2020-01-02"]
    assert r"back\\slash" in cells
    assert cells[13:16] == ["1", "", "1"]
    wrong = [(one.number, one.column, one.code) for one in read.wrong]
    assert wrong == [(3, "", "number_of_cells"), (4, "id", "no_id")]
    assert len(read.shown) == 1


def test_it_tells_how_far_it_is():
    steps = []
    with read_apart(GED + b"".join(map(row, range(20_000))), Manner(), steps.append) as read:
        assert read.count == 20_000
    assert steps == sorted(steps)
    assert len(steps) > 2


def test_a_refusal_comes_with_its_code():
    with pytest.raises(NoDatasetError) as refused, read_apart(b"a,b\n", Manner()):
        pass
    assert (refused.value.code, refused.value.told) == ("unknown_columns", "a, b")


def test_a_reader_that_takes_too_long_is_stopped():
    many = GED + b"".join(map(row, range(50_000)))
    with pytest.raises(NoDatasetError) as refused, read_apart(many, Manner(), wall_seconds=0.3):
        pass
    assert refused.value.code == "too_much"


@pytest.mark.slow
def test_a_workbook_that_needs_too_much_memory_is_stopped():
    file = io.BytesIO()
    row = f'<row><c t="inlineStr"><is><t>{"x" * 400_000_000}</t></is></c></row>\n'.encode()
    write_workbook(file, "bomb", [GED.decode().strip().split(",")], lambda sheet: sheet.write(row))
    with pytest.raises(NoDatasetError) as refused, read_apart(file.getvalue(), Manner()):
        pass
    assert refused.value.code in ("too_large", "too_much", "unreadable_workbook")
