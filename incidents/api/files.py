"""Whole lists as files: for spreadsheets, for scripts, for frames of data, for maps.

PostgreSQL writes the file with COPY, pruned column by column and row by row for its reader,
into a spool that goes to disk when it is large. So a file is whole or it is an error, its
length is known, memory stays flat, and a slow line holds no connection to the database.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, TemporaryDirectory, TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from incidents.api.flat import Cell, Flat, cells_of, json_of, position_of, sql_text
from incidents.domain.queries.copying import copy_csv, copy_texts
from incidents.exchange.geopackage import Position, write_geopackage
from incidents.exchange.hxl import tag_row
from incidents.exchange.kinds import NUMBERS, REAL, TRUTH
from incidents.exchange.parquet import write_parquet
from incidents.exchange.workbook import LINES, LONGEST_TEXT, MOST_ROWS, UNFIT, write_workbook
from parties.api.bad_query import BadQuery

CSV, NDJSON, GEOJSON, XLSX = "csv", "ndjson", "geojson", "xlsx"
GPKG, PARQUET = "gpkg", "parquet"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    NDJSON: "application/x-ndjson",
    GEOJSON: "application/geo+json",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    GPKG: "application/geopackage+sqlite3",
    PARQUET: "application/vnd.apache.parquet",
}
FORMATS = {media_type.partition(";")[0]: name for name, media_type in MEDIA_TYPES.items()}
IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that are kept in memory; the rest is on disk
AT_ONCE = 2000  # rows of a GeoPackage
BOM = "\ufeff".encode()
# What a spreadsheet takes for the beginning of a formula.
FORMULA = r"=+\-@\t\r"


class Spool(SpooledTemporaryFile[bytes]):
    """A file that is gone as soon as it was read to its end, whoever reads it."""

    def read(self, *size: int) -> bytes:
        """Read on; at the end, close."""
        data = super().read(*size)
        if not data:
            self.close()
        return data


def parameters() -> list[OpenApiParameter]:
    """The documented parameters of a list that is also given as a file."""
    return [
        OpenApiParameter(
            "format",
            enum=["json", *MEDIA_TYPES],
            description=str(
                _("All rows as one file; the header Accept does it too. With json, a page.")
            ),
        ),
        OpenApiParameter(
            "hxl", bool, description=str(_("With csv: a row of HXL tags below the header."))
        ),
        OpenApiParameter(
            "bom", bool, description=str(_("With csv: begin with the mark that Excel needs."))
        ),
    ]


def accepted_format(request: Request) -> str | None:
    """Return the format of the file that the header Accept puts first, if it is one."""
    first = request.headers.get("Accept", "").split(",")[0].split(";")[0].strip()
    return FORMATS.get(first)


def wanted_format(request: Request) -> str | None:
    """Return the format of the file that is asked for, or nothing for a page of JSON.

    What is asked for wrongly, the filters refuse.
    """
    asked = request.query_params.get("format", accepted_format(request))
    return asked if asked in MEDIA_TYPES else None


def refuse_too_many(count: int, wanted: str) -> None:
    """Raise BadQuery for more rows than a sheet can hold."""
    if wanted == XLSX and count >= MOST_ROWS:
        detail = _("A sheet holds no more than 1,048,575 rows. Ask for csv, or for fewer.")
        raise BadQuery({"format": [(detail, "too_many")]})


def file_of(flat: Flat, rows: QuerySet[Any], wanted: str, request: Request) -> FileResponse:
    """Write rows, in their order, to a file in one of the formats and answer with it."""
    spool: IO[bytes] = Spool(max_size=IN_MEMORY)
    if wanted == CSV:
        _write_csv(flat, rows, spool, bom=is_on(request, "bom"), hxl=is_on(request, "hxl"))
    else:
        WRITERS[wanted](flat, rows, spool)
    return answer_of(spool, f"{flat.name}.{wanted}", MEDIA_TYPES[wanted])


def answer_of(spool: IO[bytes], name: str, media_type: str) -> FileResponse:
    """Answer with a file that is written."""
    spool.seek(0)
    return FileResponse(
        spool,
        as_attachment=True,
        filename=name,
        content_type=media_type,
        headers={"X-Content-Type-Options": "nosniff"},
    )


def is_on(request: Request, name: str) -> bool:
    """Whether a truth that the filters have let through is asked for."""
    return request.query_params.get(name) in ("true", "1")


def write_head(
    spool: IO[bytes], names: Sequence[str], *, bom: bool, more: Sequence[Sequence[str]] = ()
) -> None:
    """Write the first rows of a CSV file."""
    head = "".join(f"{','.join(row)}\r\n" for row in (names, *more))
    spool.write((BOM if bom else b"") + head.encode())


def spared(sql: str) -> str:
    """The SQL of a text that no spreadsheet takes for a formula."""
    return rf"""regexp_replace({sql}, '^(?=[{FORMULA}])', '''')"""


def _write_csv(flat: Flat, rows: QuerySet[Any], spool: IO[bytes], *, bom: bool, hxl: bool) -> None:
    cells = cells_of(flat, rows)
    names = [cell.name for cell in cells]
    write_head(spool, names, bom=bom, more=[tag_row(names)] if hxl else [])
    copy_csv(rows.values_list(*(sql_text(_shown(c), c.parameters) for c in cells)), spool)


def _write_ndjson(flat: Flat, rows: QuerySet[Any], spool: IO[bytes]) -> None:
    row = json_of(flat, rows)
    copy_texts(rows.values_list(sql_text(row.sql, row.parameters)), spool)


def _write_geojson(flat: Flat, rows: QuerySet[Any], spool: IO[bytes]) -> None:
    spool.write(b'{"type":"FeatureCollection","features":[\n')
    first = spool.tell()
    row = json_of(flat, rows)
    lon, lat = (position_of(flat, axis) for axis in ("lon", "lat"))
    point = f"""'{{"type":"Point","coordinates":[' || {lon} || ',' || {lat} || ']}}'"""
    feature = (
        f"""',{{"type":"Feature","id":"' || {flat.table}.id || '","geometry":' || """
        f"""coalesce({point}, 'null') || ',"properties":' || {row.sql} || '}}'"""
    )
    copy_texts(rows.values_list(sql_text(feature, row.parameters)), spool)
    if spool.tell() > first:  # the first feature has none before it
        spool.seek(first)
        spool.write(b" ")
        spool.seek(0, 2)
    spool.write(b"]}\n")


def _write_xlsx(flat: Flat, rows: QuerySet[Any], spool: IO[bytes]) -> None:
    cells = cells_of(flat, rows)
    parts = " || ".join(map(_cell_of_sheet, cells))
    given = [one for cell in cells for one in cell.parameters]
    row = sql_text(f"'<row>' || {parts} || '</row>'", given)
    write_workbook(
        spool,
        flat.name,
        [[cell.name for cell in cells]],
        lambda sheet: copy_texts(rows.values_list(row), sheet),
    )


def _cell_of_sheet(cell: Cell) -> str:
    """The SQL of a cell of a sheet as XML; numbers are numbers, all else is text."""
    if cell.kind in NUMBERS:
        return f"""coalesce('<c><v>' || {_shown(cell)} || '</v></c>', '<c/>')"""
    text = f"left(regexp_replace({cell.sql}::text, '{UNFIT}', '', 'g'), {LONGEST_TEXT})"
    for bare, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = f"replace({text}, '{bare}', '{written}')"
    for bare, written in LINES:
        text = f"replace({text}, chr({ord(bare)}), '{written}')"
    opened = """'<c t="inlineStr"><is><t xml:space="preserve">'"""
    return f"coalesce({opened} || {text} || '</t></is></c>', '<c/>')"


def _write_geopackage(flat: Flat, rows: QuerySet[Any], spool: IO[bytes]) -> None:
    cells = cells_of(flat, rows)
    sqls = [sql_text(cell.sql, cell.parameters) for cell in cells]
    where = [sql_text(position_of(flat, axis)) for axis in ("lon", "lat")]
    read = rows.values_list(*where, *sqls).iterator(chunk_size=AT_ONCE)
    columns = [(cell.name, cell.kind) for cell in cells]
    with TemporaryDirectory() as folder:
        path = Path(folder, "layer.gpkg")
        write_geopackage(path, flat.name, columns, _features(read), timezone.now())
        with path.open("rb") as made:
            copyfileobj(made, spool)


def _features(read: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Position | None, Sequence[Any]]]:
    for lon, lat, *values in read:
        yield (None if lon is None or lat is None else (float(lon), float(lat))), values


def _write_parquet(flat: Flat, rows: QuerySet[Any], spool: IO[bytes]) -> None:
    cells = cells_of(flat, rows)
    with TemporaryFile() as file:
        copy_csv(rows.values_list(*(sql_text(_bare(c), c.parameters) for c in cells)), file)
        file.seek(0)
        write_parquet([(cell.name, cell.kind) for cell in cells], file, spool)


def _bare(cell: Cell) -> str:
    """The SQL of a value as it is, with truth in words."""
    return f"{cell.sql}::text" if cell.kind == TRUTH else cell.sql


def _shown(cell: Cell) -> str:
    """The SQL of a value as CSV writes it: no formula, no needless zeros, truth in words."""
    if cell.is_typed:
        return spared(cell.sql)
    if cell.kind == REAL:
        return f"trim_scale({cell.sql})"
    return _bare(cell)


WRITERS: dict[str, Callable[[Flat, QuerySet[Any], IO[bytes]], None]] = {
    NDJSON: _write_ndjson,
    GEOJSON: _write_geojson,
    XLSX: _write_xlsx,
    GPKG: _write_geopackage,
    PARQUET: _write_parquet,
}
