"""Tables as people send them: CSV in many spellings, a workbook, or GeoJSON, cell by cell.

What a file is, its bytes say, never its name. Whatever is in it, a table comes out or an
error that says why; a workbook is measured before it is unpacked.
"""

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, BinaryIO, NamedTuple

from incidents.ledger.canonical import is_text

LARGEST = 200 * 1024 * 1024
LARGEST_UNPACKED = 512 * 1024 * 1024
MOST_COLUMNS = 1000
BLOCK = 1024 * 1024
SEPARATORS = ",;\t"
ENCODINGS = ("utf-8", "cp1252")
BOOK = "xl/workbook.xml"
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MIDNIGHT = time()


class NoDatasetError(ValueError):
    """The file as a whole is none that is read here; its code says why.

    ``names`` are its columns, as far as they were read.
    """

    def __init__(self, code: str, told: str = "", names: Sequence[str] = ()) -> None:
        super().__init__(told or code)
        self.code, self.told, self.names = code, told, list(names)


class Cells(NamedTuple):
    """A row of a table: its number in the file, its cells, and a code if it is broken."""

    number: int
    cells: list[str]
    broken: str = ""
    broken_at: int = 0  # which cell


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, in small letters, and the rows below them."""

    names: list[str]
    rows: Iterator[Cells]


def open_table(file: BinaryIO, encoding: str = "", separator: str = "") -> Table:
    """Return the table in a file that can be sought in.

    Args:
        file: CSV in UTF-8 or cp1252, XLSX or GeoJSON.
        encoding: one of ENCODINGS; recognised if empty.
        separator: one of SEPARATORS; recognised if empty.

    Raises:
        NoDatasetError: it is too large, empty, or no table.

    """
    if file.seek(0, io.SEEK_END) > LARGEST:
        raise NoDatasetError("too_large")
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    table = _opened(file, head, encoding, separator)
    if not is_text("".join(table.names)):
        raise NoDatasetError("column_characters")
    return table


def _opened(file: BinaryIO, head: bytes, encoding: str, separator: str) -> Table:
    if head.startswith(b"PK\x03\x04"):
        return _headed(_sheet(file))
    found = _encoding_of(file, head)
    text = io.TextIOWrapper(file, encoding or found, errors="replace", newline="")
    if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{":
        return _features(text)
    line = text.readline(BLOCK)
    text.seek(0)
    return _headed(_lines(text, separator or max(SEPARATORS, key=line.count)))


def _encoding_of(file: BinaryIO, head: bytes) -> str:
    """Read the file once: whatever is not UTF-8 throughout is cp1252."""
    if head[:2] in _MARKS_OF_UTF16:
        raise NoDatasetError("no_text")
    decoder, found = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig"
    while block := file.read(BLOCK):
        if b"\0" in block:
            raise NoDatasetError("no_text")
        if found != "cp1252":
            found = _still(decoder, block, found)
    file.seek(0)
    return found


def _still(decoder: codecs.IncrementalDecoder, block: bytes, found: str) -> str:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252"
    return found


def _lines(text: io.TextIOWrapper, separator: str) -> Iterator[Cells]:
    reader = csv.reader(text, delimiter=separator)
    ended = False
    while not ended:
        try:
            for cells in reader:
                yield Cells(reader.line_num, list(map(str.strip, cells)))
            ended = True
        except csv.Error:
            yield Cells(reader.line_num, [], "unreadable")


def _headed(rows: Iterator[Cells]) -> Table:
    """Take the first row that holds something as the header."""
    first = next((row for row in rows if any(row.cells) or row.broken), None)
    if first is None:
        raise NoDatasetError("empty")
    if first.broken:
        raise NoDatasetError("unknown_columns")
    names = _names(first.cells)
    return Table(names, _fitted(rows, names))


def _names(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise NoDatasetError("too_many_columns")
    names = [cell.lower() or f"column {number}" for number, cell in enumerate(cells, 1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NoDatasetError("duplicate_columns", ", ".join(twice)[:200])
    return names


def _fitted(rows: Iterator[Cells], names: list[str]) -> Iterator[Cells]:
    """Leave out empty rows and a row of HXL tags; mark those that are cut off or too long."""
    width, first = len(names), True
    for row in rows:
        cells = row.cells
        if not row.broken and (
            not any(cells) or (first and all(cell[:1] in ("", "#") for cell in cells))
        ):
            continue
        first = False
        yield row if row.broken or len(cells) == width else _as_wide(row, width)


def _as_wide(row: Cells, width: int) -> Cells:
    if len(row.cells) > width and not any(row.cells[width:]):
        return row._replace(cells=row.cells[:width])
    return row._replace(broken="number_of_cells")


def _sheet(file: BinaryIO) -> Iterator[Cells]:
    """The first sheet of a workbook; short rows are as wide as the widest before them."""
    refuse_packed_giants(file)
    from openpyxl import load_workbook  # noqa: PLC0415 - large, and needed by few

    try:
        sheet = load_workbook(file, read_only=True).worksheets[0]
        sheet.reset_dimensions()
        width = 0
        for number, row in enumerate(sheet.iter_rows(), 1):
            found = _cells(number, row)
            width = width or (len(found.cells) if any(found.cells) else 0)
            found.cells.extend([""] * (width - len(found.cells)))
            yield found
    except MemoryError:
        raise
    except Exception as error:  # openpyxl lets through whatever broken XML raises
        raise NoDatasetError("unreadable_workbook") from error


def refuse_packed_giants(file: BinaryIO) -> None:
    """Measure a workbook by its table of contents, which unpacking cannot exceed.

    Raises:
        NoDatasetError: it unpacks to too much, or is no workbook.

    """
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise NoDatasetError("unreadable_workbook") from error
    if BOOK not in {part.filename for part in parts}:
        raise NoDatasetError("unreadable_workbook")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NoDatasetError("too_large")
    file.seek(0)


def _cells(number: int, row: Iterable[Any]) -> Cells:
    """Return the texts of a row of a sheet; a formula is told, never obeyed."""
    row = list(row)
    cells = [_text(cell.value) for cell in row]
    formula = next((at for at, cell in enumerate(row) if cell.data_type == "f"), None)
    if formula is None:
        return Cells(number, cells)
    return Cells(number, cells, "formula", formula)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == _MIDNIGHT else value).isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _features(text: io.TextIOWrapper) -> Table:
    """The properties of the features of GeoJSON, and their points if these are not among them."""
    try:
        features = json.load(text)["features"]
        found = [_properties(feature) for feature in features]
    except MemoryError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoDatasetError("unknown_columns") from error
    finally:
        text.detach()  # what is read is closed with it, and others still ask how far it is
    names = list(dict.fromkeys(name for properties in found for name in properties))
    if len(names) > MOST_COLUMNS:
        raise NoDatasetError("too_many_columns")
    rows = (
        Cells(number, [properties.get(name, "") for name in names])
        for number, properties in enumerate(found, 1)
    )
    return Table(names, rows)


def _properties(feature: Mapping[str, Any]) -> dict[str, str]:
    found = {str(name).lower(): value for name, value in (feature["properties"] or {}).items()}
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Point" and "lat" not in found and "latitude" not in found:
        found |= dict(zip(("longitude", "latitude"), geometry["coordinates"], strict=False))
    return {name: "" if value is None else str(value).strip() for name, value in found.items()}
