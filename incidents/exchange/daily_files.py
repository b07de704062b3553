"""A published report as files: CSV, a workbook, and GeoJSON, from its content alone.

Each carries the method note: what is counted, the cut-off, the revision, the licence. Names
of fields are those of the content; unknown values are empty, never zero.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Content = Mapping[str, Any]
Cell = str | int | float | None
PLAIN = (
    *("reference", "id", "category", "status", "severity", "place", "place_label", "area"),
    *("lat", "lon", "weapon", "count_qualifier", "count_unit", "asserted", "reports"),
)
BOUNDED = ("count", "killed", "injured")
COLUMNS = (*PLAIN, *(f"{name}_{end}" for name in BOUNDED for end in ("low", "high")))
NUMBERS = frozenset({"lat", "lon"})
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Published:
    """A revision as its files cite it, with the words for who reads them."""

    content: Content
    cited: str  # such as “69/2021 Rev.2”
    revision: int
    content_hash: str
    published_at: datetime
    notes: Sequence[str]  # the method note, a sentence each
    labels: Mapping[str, str]  # label of each place, by code

    @property
    def source(self) -> dict[str, Cell]:
        """Where a row comes from."""
        method = self.content.get("method", {})
        return {
            "mission": self.content["mission"],
            "mission_day": self.content["mission_day"],
            "report": self.cited,
            "revision": self.revision,
            "content_hash": self.content_hash,
            "licence": method.get("licence"),
        }

    @property
    def is_week(self) -> bool:
        """Whether its incidents are of several days."""
        return self.content.get("kind") == "week"

    @property
    def columns(self) -> Sequence[str]:
        """Columns of an incident where a file says by itself what it comes from."""
        return (*COLUMNS, "mission_day") if self.is_week else COLUMNS

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Each incident as one flat row."""
        for row in self.content["incidents"]:
            flat = {name: row.get(name) for name in PLAIN}
            flat["mission_day"] = row.get("mission_day")
            flat["place_label"] = self.labels.get(row["place"] or "")
            for name in BOUNDED:
                flat[f"{name}_low"], flat[f"{name}_high"] = row[name]
            yield flat


def csv_of(told: Published) -> bytes:
    """Return the incidents as CSV; each row says which revision it comes from."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, *told.source])
    for row in told.rows():
        source = told.source | ({"mission_day": row["mission_day"]} if told.is_week else {})
        cells = [*(_in_words(row[name]) for name in COLUMNS), *source.values()]
        writer.writerow([spared(cell) for cell in cells])
    return text.getvalue().encode()


def _in_words(value: Cell) -> Cell:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def spared(value: Cell) -> Cell:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def geojson_of(told: Published) -> bytes:
    """Return the incidents as GeoJSON; positions are coarsened, those not known are null."""
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": _point(row["lat"], row["lon"]),
            "properties": {name: row[name] for name in told.columns if name not in NUMBERS},
        }
        for row in told.rows()
    ]
    record = {
        "type": "FeatureCollection",
        "report": told.source,
        "method": list(told.notes),
        "features": features,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _point(lat: Cell, lon: Cell) -> dict[str, Any] | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def xlsx_of(told: Published) -> bytes:
    """Return a workbook: the report with its method, its incidents, its coverage.

    The same revision in the same words gives the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - only who asks for a workbook pays for it

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    created = told.published_at.replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": told.cited, "created": created})
    head = book.add_format({"bold": True})
    for name, rows in _sheets(told):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, at, column, value, head if at == 0 else None)
        sheet.autofit()
    book.close()
    return made.getvalue()


def _write(sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _sheets(told: Published) -> Iterator[tuple[str, Iterable[Sequence[Cell]]]]:
    yield "report", list(_facts(told))
    names = told.columns
    yield "incidents", [names, *([_number(n, row[n]) for n in names] for row in told.rows())]
    if told.is_week:
        yield "days", list(_days(told.content["days"]))
    if "coverage" in told.content:
        yield "coverage", list(_coverage(told.content["coverage"]))
    apart = list(_apart(told.content))
    if apart:
        yield "apart", [("kind", "number", "unknown", "so_far", "so_far_unknown"), *apart]


def _days(days: Sequence[Content]) -> Iterator[Sequence[Cell]]:
    """Yield the reports that a week is made from."""
    names = ("mission_day", "begins", "ends", "number", "revision", "content_hash", "incidents")
    yield names
    yield from ([row[name] for name in names] for row in days)


def _apart(content: Content) -> Iterator[Sequence[Cell]]:
    """Notified activities and counters; a report without any has no such sheet."""
    for row in content.get("notified", []):
        yield row["kind"], row["lines"], None, None, None
    for row in content.get("counters", []):
        yield row["kind"], row["number"], row["unknown"], row["so_far"], row["so_far_unknown"]


def _number(name: str, value: Cell) -> Cell:
    return float(value) if name in NUMBERS and value is not None else value


def _facts(told: Published) -> Iterator[Sequence[Cell]]:
    yield "field", "value"
    yield from told.source.items()
    yield from ((name, told.content[name]) for name in ("text", "verified") if name in told.content)
    for part in ("window", "totals", "previous", "profiles", "previous_profiles"):
        for name, value in told.content.get(part, {}).items():
            yield f"{part}.{name}", value
    for number, note in enumerate(told.notes, 1):
        yield f"method.{number}", note


def _coverage(coverage: Content) -> Iterator[Sequence[Cell]]:
    yield "post", "expected", "says", "incidents"
    for row in coverage.get("posts", []):
        yield row["post"], row["expected"], row["says"], row["incidents"]
    for name, value in coverage.items():
        if value is None or isinstance(value, int | str):
            yield name, None, None, value
