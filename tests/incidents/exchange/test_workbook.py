"""Workbooks: a program that reads XLSX finds the rows, and no formula."""

import io

import openpyxl

from incidents.exchange.workbook import row_of, write_workbook


def read(heads, *rows):
    target = io.BytesIO()
    written = "".join(row_of(row) for row in rows).encode()
    write_workbook(target, "a & b", heads, lambda sheet: sheet.write(written))
    book = openpyxl.load_workbook(target)
    return book.sheetnames, [[c.value for c in row] for row in book.active.iter_rows()]


def test_a_sheet_has_its_name_its_header_and_its_rows():
    names, rows = read([["id", "area"]], ["1", "<North> & “South”"], ["2", "Ստեփանակերտ"])
    assert names == ["a & b"]
    assert rows == [["id", "area"], ["1", "<North> & “South”"], ["2", "Ստեփանակերտ"]]


def test_a_text_that_looks_like_a_formula_is_a_text():
    target = io.BytesIO()
    write_workbook(target, "s", [["=1+1"]], lambda _sheet: None)
    cell = openpyxl.load_workbook(target).active["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_sheet_without_rows_is_a_sheet():
    assert read([["id"]])[1] == [["id"]]
