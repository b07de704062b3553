"""Workbooks (XLSX) of one sheet, from rows that are XML already: flat memory, no formulas.

Source: ECMA-376, part 1 (SpreadsheetML). Texts stand in their cells as inline strings,
which no program takes for a formula, whatever they begin with.
"""

from collections.abc import Callable, Iterable
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MOST_ROWS = 1_048_576  # of a sheet, its header included
LONGEST_TEXT = 32_767  # characters of a cell
# Characters that XML 1.0 cannot hold, as a PostgreSQL regular expression, and those that
# would end a line of COPY, each with what stands for it.
UNFIT = r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
LINES = (("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;"))

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OOXML = "http://schemas.openxmlformats.org"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OOXML}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OOXML}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OOXML}/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_OOXML}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OOXML}/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_OOXML}/spreadsheetml/2006/main" '
        f'xmlns:r="{_OOXML}/officeDocument/2006/relationships">'
        '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
}
# The first row stays in sight.
_OPEN = (
    f'<worksheet xmlns="{_OOXML}/spreadsheetml/2006/main"><sheetViews><sheetView '
    'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews><sheetData>\n'
)
_CLOSE = "</sheetData></worksheet>"


def write_workbook(
    target: IO[bytes], name: str, heads: Iterable[Iterable[str]], rows: Callable[[IO[bytes]], None]
) -> None:
    """Write a workbook whose one sheet has some rows of texts, then what ``rows`` writes.

    Args:
        target: where to.
        name: of the sheet.
        heads: the header, and whatever stands below it.
        rows: writes the XML of the other rows to the file that it is given.

    """
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for part, text in PARTS.items():
            book.writestr(part, _HEAD + text.replace("{name}", escape(name)))
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((_HEAD + _OPEN + "".join(map(row_of, heads))).encode())
            rows(sheet)
            sheet.write(_CLOSE.encode())


def row_of(texts: Iterable[str]) -> str:
    """Return a row of texts as XML."""
    cells = (f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in texts)
    return f"<row>{''.join(cells)}</row>\n"
