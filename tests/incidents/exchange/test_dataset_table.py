"""Tables as people send them: every spelling is read, and whatever is none says why."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from incidents.exchange import dataset_table
from incidents.exchange.dataset_table import BOOK, NoDatasetError, open_table


def cells_of(content, **manner):
    table = open_table(io.BytesIO(content), **manner)
    return table.names, [row.cells for row in table.rows]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_save_as_they_like(encoding, separator):
    text = 'Id,Name\r\n1,"Société\nanonyme"\r\n'.replace(",", separator)
    read = cells_of(text.encode(encoding))
    assert read == (["id", "name"], [["1", "Société\nanonyme"]])


def test_encoding_and_separator_may_be_said():
    text = "a;b,c\n1;2,é\n".encode("cp1252")
    assert cells_of(text, encoding="cp1252", separator=",") == (["a;b", "c"], [["1;2", "é"]])


def test_empty_rows_a_row_of_tags_and_empty_cells_behind_the_last_are_left_out():
    assert cells_of(b"\n,\na,b,\n#x,#y\n\n1,2,,\n") == (["a", "b"], [["1", "2"]])


def test_a_workbook_is_read_as_its_cells_show():
    content = workbook(
        ["Id", "Day", "At", "Number"],
        [1, date(2021, 3, 4), datetime(2021, 3, 4, 10, 30), 2.5],  # noqa: DTZ001 - a cell has none
        [2.0, None, True],
    )
    names, rows = cells_of(content)
    assert names == ["id", "day", "at", "number"]
    assert rows == [["1", "2021-03-04", "2021-03-04T10:30:00", "2.5"], ["2", "", "True", ""]]


def test_a_formula_is_told_and_never_obeyed():
    table = open_table(io.BytesIO(workbook(["id", "day"], ["1", "=1+1"])))
    (row,) = table.rows
    assert (row.broken, row.broken_at, row.cells) == ("formula", 1, ["1", "=1+1"])


def test_features_tell_their_points_where_their_properties_do_not():
    feature = '{"properties": {"id": 1}, "geometry": {"type": "Point", "coordinates": [10.5, 40]}}'
    names, rows = cells_of(b'{"features": [%s]}' % feature.encode())
    assert (names, rows) == (["id", "longitude", "latitude"], [["1", "10.5", "40"]])


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><x>&a12;</x>'


@pytest.mark.parametrize(
    "content,code",
    [
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a,b\n1,\0\n", "no_text"),
        ("id,name".encode("utf-16"), "no_text"),
        (b"%PDF-1.7\n\0", "no_text"),
        (b"id,name,ID\n1,2,3\n", "duplicate_columns"),
        (",".join(f"c{n}" for n in range(1_000_000)).encode(), "too_many_columns"),
        (b'{"features": 1}', "unknown_columns"),
        (b'{"features": [{"properties": [1]}]}', "unknown_columns"),
        (b"{" * 100_000, "unknown_columns"),
        (b"x" * 200_000, "unknown_columns"),
        (rb'{"features": [{"properties": {"a\u0000": 1}}]}', "column_characters"),
        (
            rb'{"features": [{"properties": {"a": 1}}, {"properties": {"\ud800": 1}}]}',
            "column_characters",
        ),
        (b"PK\x03\x04\0\0", "unreadable_workbook"),
        (packed({"a.txt": "x"}), "unreadable_workbook"),
        (packed({BOOK: "<x", SHEET: "<x"}), "unreadable_workbook"),
        (packed({BOOK: BOMB, SHEET: BOMB, "[Content_Types].xml": BOMB}), "unreadable_workbook"),
    ],
)
def test_a_file_that_is_no_table_says_why(content, code):
    with pytest.raises(NoDatasetError) as refused:
        cells_of(content)
    assert refused.value.code == code


def test_a_file_or_workbook_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(dataset_table, "LARGEST_UNPACKED", 2_000)
    with pytest.raises(NoDatasetError, match="too_large"):
        cells_of(packed({BOOK: "<x/>", SHEET: " " * 3_000}))
    monkeypatch.setattr(dataset_table, "LARGEST", 10)
    with pytest.raises(NoDatasetError, match="too_large"):
        cells_of(b"x" * 11)


def test_a_cell_that_is_too_long_spoils_its_row_alone():
    table = open_table(io.BytesIO(b"a,b\n1," + b"x" * 200_000 + b"\n2,3\n"))
    assert [(row.broken, row.cells) for row in table.rows] == [("unreadable", []), ("", ["2", "3"])]
