"""Spreadsheets in and out: sizes checked before parsing, formulas never obeyed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import openpyxl
import tablib
from django.utils.translation import gettext as _
from import_export.formats import base_formats

MOST_ROWS = 2_000
MOST_COLUMNS = 40
MOST_BYTES = 2 * 1024 * 1024
MOST_BYTES_UNPACKED = 40 * 1024 * 1024
LONGEST_CELL = 20_000
BOOK = "xl/workbook.xml"
# What spreadsheet programs take for a formula; see OWASP, CSV injection.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class SpreadsheetError(ValueError):
    """A file that is not read, with the reason in words for its sender."""


class SizedFormat:
    """Reads bytes, so that nothing is decoded or unpacked before it was measured."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        if len(in_stream) > MOST_BYTES:
            raise SpreadsheetError(_("The file is larger than 2 MB."))
        return dataset_of(self.read_rows(in_stream))

    def read_rows(self, content: bytes) -> Iterator[list[Any]]:
        raise NotImplementedError


class CSV(SizedFormat, base_formats.CSV):
    """Comma, semicolon or tab separated values in UTF-8."""

    def read_rows(self, content: bytes) -> Iterator[list[Any]]:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = _("The file is not in UTF-8: save it as “CSV UTF-8”.")
            raise SpreadsheetError(message) from error
        header = text.split("\n", 1)[0]
        separator = max(",;\t", key=header.count)
        try:
            yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        except csv.Error as error:
            raise SpreadsheetError(_("The file is not a CSV file: %s.") % error) from error


class XLSX(SizedFormat, base_formats.XLSX):
    """The first sheet of a workbook; formulas come as text and are refused later."""

    def read_rows(self, content: bytes) -> Iterator[list[Any]]:
        refuse_packed_giants(content)
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
                yield list(row)
        except SpreadsheetError:
            raise
        except Exception as error:  # openpyxl lets through whatever broken XML raises
            raise SpreadsheetError(_("The workbook cannot be read.")) from error


def refuse_packed_giants(content: bytes) -> None:
    """Measure a workbook by its table of contents, which unpacking cannot exceed."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise SpreadsheetError(_("The file is not an XLSX workbook.")) from error
    if BOOK not in {part.filename for part in parts}:
        raise SpreadsheetError(_("The file is not an XLSX workbook."))
    if sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
        raise SpreadsheetError(_("The workbook unpacks to more than 40 MB."))


def dataset_of(rows: Iterable[list[Any]]) -> tablib.Dataset:
    """Gather rows below their header; too many rows or columns are an error."""
    filled = (row for row in islice(rows, MOST_ROWS * 10) if any(c not in (None, "") for c in row))
    header = [str(name or "").strip() for name in _trimmed(next(filled, []))]
    _refuse_bad_header(header)
    dataset = tablib.Dataset(headers=header)
    for number, row in enumerate(filled, 1):
        if number > MOST_ROWS:
            raise SpreadsheetError(_("The file has more than 2,000 rows: split it."))
        dataset.append(_fitted(row, len(header), number))
    return dataset


def _refuse_bad_header(header: list[str]) -> None:
    if not header:
        raise SpreadsheetError(_("The file is empty."))
    if len(header) > MOST_COLUMNS:
        raise SpreadsheetError(_("The file has more than 40 columns."))
    twice = sorted({name for name in header if not name or header.count(name) > 1})
    if twice:
        raise SpreadsheetError(_("Columns without a name, or named twice: %s.") % ", ".join(twice))


def _fitted(row: list[Any], width: int, number: int) -> list[Any]:
    row = _trimmed(row)
    if len(row) > width:
        raise SpreadsheetError(_("Row %s has more cells than there are columns.") % number)
    if any(isinstance(cell, str) and "\0" in cell for cell in row):
        raise SpreadsheetError(_("Row %s holds a NUL character.") % number)
    return row + [None] * (width - len(row))


def _trimmed(row: list[Any]) -> list[Any]:
    """Leave out empty cells at the end."""
    row = list(row)
    while row and row[-1] in (None, ""):
        row.pop()
    return row


def guard_formula(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet program would calculate."""
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS) or is_number(value):
        return value
    return f"'{value}"


def unguard_formula(value: Any) -> Any:
    """Take away the apostrophe that `guard_formula` put."""
    guarded = isinstance(value, str) and value[:1] == "'" and value[1:2] in FORMULA_STARTS
    return value[1:] if guarded else value


def is_number(text: str) -> bool:
    """Tell whether a text is a plain decimal number such as -12.5."""
    whole, _dot, part = text.lstrip("+-").partition(".")
    return whole.isdecimal() and (not part or part.isdecimal())
