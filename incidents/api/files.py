"""Whole lists as files: CSV for spreadsheets, NDJSON for scripts, GeoJSON for maps.

PostgreSQL writes the file with COPY, pruned column by column and row by row for its reader,
into a spool that goes to disk when it is large. So a file is whole or it is an error, its
length is known, memory stays flat, and a slow line holds no connection to the database.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from incidents.api.record import Audience, Column, record_sql
from incidents.domain.queries.copying import copy_csv, copy_texts
from incidents.exchange.hxl import tag_row
from parties.domain.queries.place_label import labels_of

CSV, NDJSON, GEOJSON = "csv", "ndjson", "geojson"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    NDJSON: "application/x-ndjson",
    GEOJSON: "application/geo+json",
}
IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that are kept in memory; the rest is on disk
BOM = "\ufeff".encode()
LABEL = "place_label"
# What a spreadsheet takes for the beginning of a formula.
FORMULA = r"=+\-@\t\r"


@dataclass(frozen=True, slots=True)
class Flat:
    """What a file is made of: a table, its columns, and who reads which of them."""

    name: str
    table: str
    columns: Sequence[Column]
    audience: Audience


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
                _("All rows as one file: csv, ndjson or geojson. The header Accept does it too.")
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
    return next((f for f, kind in MEDIA_TYPES.items() if kind.split(";")[0] == first), None)


def wanted_format(request: Request) -> str | None:
    """Return the format of the file that is asked for, or nothing for a page of JSON.

    What is asked for wrongly, the filters refuse.
    """
    asked = request.query_params.get("format", accepted_format(request))
    return asked if asked in MEDIA_TYPES else None


def file_of(flat: Flat, rows: QuerySet[Any], wanted: str, request: Request) -> FileResponse:
    """Write rows, in their order, to a file in one of the formats and answer with it."""
    spool: IO[bytes] = Spool(max_size=IN_MEMORY)
    if wanted == CSV:
        _write_csv(flat, rows, spool, bom=_is_on(request, "bom"), hxl=_is_on(request, "hxl"))
    elif wanted == NDJSON:
        copy_texts(rows.values_list(_labelled(flat, rows)), spool)
    else:
        _write_geojson(flat, rows, spool)
    spool.seek(0)
    return FileResponse(
        spool,
        as_attachment=True,
        filename=f"{flat.name}.{wanted}",
        content_type=MEDIA_TYPES[wanted],
        headers={"X-Content-Type-Options": "nosniff"},
    )


def readable_columns(flat: Flat) -> list[Column]:
    """The columns of which the reader reads at least some rows."""
    groups = flat.audience.otherwise.union(*(read for _where, read in flat.audience.cases))
    return [column for column in flat.columns if column.group in groups]


def _is_on(request: Request, name: str) -> bool:
    return request.query_params.get(name) in ("true", "1")


def _write_csv(flat: Flat, rows: QuerySet[Any], spool: IO[bytes], *, bom: bool, hxl: bool) -> None:
    columns = readable_columns(flat)
    names = [*(column.name for column in columns), LABEL]
    head = [names, tag_row(names)] if hxl else [names]
    spool.write((BOM if bom else b"") + "".join(f"{','.join(row)}\r\n" for row in head).encode())
    cells: list[Any] = [_sql(_cell(column, _pruned(flat, column))) for column in columns]
    label, labels = _label(flat, rows)
    cells.append(_sql(_spared(label), (labels,)))
    copy_csv(rows.values_list(*cells), spool)


def _write_geojson(flat: Flat, rows: QuerySet[Any], spool: IO[bytes]) -> None:
    spool.write(b'{"type":"FeatureCollection","features":[\n')
    first = spool.tell()
    label, labels = _label(flat, rows)
    properties = _json_sql(flat, label)
    feature = (
        f""",{{"type":"Feature","id":"' || {flat.table}.id || '","geometry":' || """
        f"""coalesce({_point(flat)}, 'null') || ',"properties":' || {properties} || '}}"""
    )
    copy_texts(rows.values_list(_sql(f"'{feature}'", (labels,))), spool)
    if spool.tell() > first:  # the first feature has none before it
        spool.seek(first)
        spool.write(b" ")
        spool.seek(0, 2)
    spool.write(b"]}\n")


def _labelled(flat: Flat, rows: QuerySet[Any]) -> RawSQL:
    label, labels = _label(flat, rows)
    return _sql(_json_sql(flat, label), (labels,))


def _json_sql(flat: Flat, label: str) -> str:
    """The SQL of a row as JSON text, with the label of its place."""
    row = _cases(flat.audience, lambda groups: record_sql(flat.columns, groups))
    return (
        f"""left({row}, -1) || ',"{LABEL}":' || coalesce(to_json({label})::text, 'null') || '}}'"""
    )


def _label(flat: Flat, rows: QuerySet[Any]) -> tuple[str, str]:
    """The SQL of a row's label, and its parameter: the labels of all places of the rows."""
    places = set(rows.order_by().values_list("place_id", flat=True).distinct()) - {None}
    labels = {str(place): text for place, text in labels_of(places).items() if place in places}
    return f"(%s::jsonb ->> {flat.table}.place_id::text)", json.dumps(labels)


def _point(flat: Flat) -> str:
    """The SQL of a row's point: where it is exactly, or coarsely where that is all one reads."""

    def of(groups: frozenset[str]) -> str:
        prefix = "" if "exact_position" in groups else "public_"
        lon, lat = (f"{flat.table}.{prefix}{axis}" for axis in ("lon", "lat"))
        return f"""'{{"type":"Point","coordinates":[' || {lon} || ',' || {lat} || ']}}'"""

    return _cases(flat.audience, of)


def _pruned(flat: Flat, column: Column) -> str:
    return _cases(flat.audience, lambda groups: column.sql if column.group in groups else "NULL")


def _cases(audience: Audience, of: Any) -> str:
    """The SQL of what differs by reader: one value for each case, plain if they are the same."""
    otherwise = of(audience.otherwise)
    values = [(where, of(groups)) for where, groups in audience.cases]
    if all(value == otherwise for _where, value in values):
        return f"({otherwise})"
    whens = " ".join(f"WHEN {where} THEN {value}" for where, value in values)
    return f"(CASE {whens} ELSE {otherwise} END)"


def _cell(column: Column, sql: str) -> str:
    """The SQL of a value as CSV writes it: no formula, no needless zeros, truth in words."""
    if type(column.field) is serializers.CharField:
        return _spared(sql)
    if isinstance(column.field, serializers.FloatField):
        return f"trim_scale({sql})"
    return f"{sql}::text" if isinstance(column.field, serializers.BooleanField) else sql


def _spared(sql: str) -> str:
    """The SQL of a text that no spreadsheet takes for a formula."""
    return rf"""regexp_replace({sql}, '^(?=[{FORMULA}])', '''')"""


def _sql(sql: str, parameters: Sequence[Any] = ()) -> RawSQL:
    return RawSQL(sql, tuple(parameters), output_field=TextField())  # noqa: S611 - from constants
