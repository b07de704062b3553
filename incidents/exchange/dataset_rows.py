"""Rows of other people's datasets: ACLED, UCDP GED and our own CSV or GeoJSON, read as they come.

What a file is, its header says. Every row becomes a ``Told`` or says what is wrong with
it; a code that is in no codebook is not known, never a guess.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Any

from incidents.ledger.canonical import is_text

Row = Mapping[str, str]
OURS, ACLED, GED = "ours", "acled", "ged"
# A file of these columns is what its name says; the first that fits, wins.
MARKS = {
    ACLED: frozenset({"event_date", "event_type", "fatalities", "latitude", "longitude"}),
    GED: frozenset({"id", "type_of_violence", "side_a", "side_b", "latitude", "longitude"}),
    OURS: frozenset({"id", "reference", "mission_day", "category"}),
}
# What a table of totals has where a table of events has an event.
TOTALS = frozenset({"events", "event_count", "n_events", "number_of_events", "month"})
LARGEST = 200 * 1024 * 1024
LONGEST_ID = 80
MOST_DIGITS = 7  # of a number of people
LONGEST = 500  # characters of a text that is kept in a column of its own
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%y", "%d-%b-%Y")
ACLED_TIME = {"1": "T5", "2": "T6", "3": "T7"}
ACLED_PLACE = {"1": "P4", "2": "P5", "3": "P7"}
GED_TIME = {"1": "T5", "2": "T6", "3": "T6", "4": "T7", "5": "T7"}
GED_PLACE = {"1": "P4", "2": "P5", "3": "P6", "4": "P7", "5": "P7", "6": "P7", "7": "P7"}
# GED's short export names what its full one codes.
_ALIASES = {"low": "low_death", "best": "best_death", "high": "high_death"}
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class NoDatasetError(ValueError):
    """The file as a whole is none that is read here; its code says why."""

    def __init__(self, code: str, told: str = "") -> None:
        super().__init__(told or code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a row says of one event; None and empty are not known. Degrees are WGS 84."""

    external_id: str
    day_from: date
    day_until: date
    time_precision: str = "T5"
    lat: Decimal | None = None
    lon: Decimal | None = None
    position_precision: str = "P0"
    event_type: str = ""
    side_a: str = ""
    side_b: str = ""
    place: str = ""
    country: str = ""
    killed_low: int | None = None
    killed_best: int | None = None
    killed_high: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its number, what it says or what is wrong, and the row as it came."""

    number: int
    row: dict[str, str]
    told: Told | None = None
    wrong: str = ""


def read_lines(content: bytes) -> tuple[str, Iterator[Line]]:
    """Return what a file is, and its rows.

    Args:
        content: CSV of any of the kinds, with commas, semicolons or tabs, in UTF-8 or
            cp1252; or GeoJSON as we write it.

    Raises:
        NoDatasetError: it is too large, no text, of no known kind, or holds totals.

    """
    if len(content) > LARGEST:
        raise NoDatasetError("too_large")
    text = _text(content)
    if text.lstrip()[:1] == "{":
        return OURS, map(_judge(OURS), _features(text))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        names = [name.strip().lower() for name in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise NoDatasetError("empty") from error
    kind = kind_of(names)
    return kind, map(_judge(kind), _rows(reader, names))


def kind_of(names: list[str]) -> str:
    """Return the kind of a header.

    Raises:
        NoDatasetError: it is of none, or that of a table of totals.

    """
    found = set(names)
    kind = next((kind for kind, marks in MARKS.items() if marks <= found), None)
    if kind is not None:
        return kind
    raise NoDatasetError("totals" if found & TOTALS else "unknown_columns")


def _text(content: bytes) -> str:
    if content[:2] in _MARKS_OF_UTF16 or b"\0" in content:
        raise NoDatasetError("no_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _rows(reader: Any, names: list[str]) -> Iterator[Line]:
    """The rows with their columns by name; one that is cut off, or too long, says so."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(reader.line_num, {}, wrong=f"unreadable: {error}")
            continue
        if not any(cells):
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        wrong = "" if len(cells) == len(names) else f"{len(cells)} cells, not {len(names)}"
        yield Line(reader.line_num, row, wrong=wrong)


def _features(text: str) -> Iterator[Line]:
    try:
        features = json.loads(text)["features"]
        rows = [dict(feature["properties"]) for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoDatasetError("unknown_columns") from error
    return (Line(number, _texts(row)) for number, row in enumerate(rows, 1))


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): "" if value is None else str(value) for name, value in row.items()}


def _judge(kind: str) -> Callable[[Line], Line]:
    read = {ACLED: _acled, GED: _ged, OURS: _ours}[kind]

    def judged(line: Line) -> Line:
        if line.wrong:
            return line
        if not all(map(is_text, line.row.values())):
            return Line(line.number, {}, wrong="characters that no text holds")
        try:
            return Line(line.number, line.row, read(line.row))
        except (ValueError, KeyError) as error:
            return Line(line.number, line.row, wrong=str(error.args[0]))

    return judged


def _acled(row: Row) -> Told:
    day = _day(row["event_date"])
    return Told(
        external_id=_id(row.get("event_id_cnty") or row.get("data_id", "")),
        day_from=day,
        day_until=day,
        time_precision=ACLED_TIME.get(row.get("time_precision", "1"), "T0"),
        position_precision=ACLED_PLACE.get(row.get("geo_precision", ""), "P0"),
        event_type=_short(": ".join(filter(None, (row["event_type"], row.get("sub_event_type"))))),
        side_a=_short(row.get("actor1", "")),
        side_b=_short(row.get("actor2", "")),
        place=_short(row.get("location", "")),
        country=_short(row.get("country", "")),
        killed_best=_count(row, "fatalities"),
        source=_short(row.get("source", "")),
        **_degrees(row),
    )


def _ged(row: Row) -> Told:
    if row.get("date_start"):
        first, last = _day(row["date_start"]), _day(row.get("date_end") or row["date_start"])
    else:
        parts = (row.get("year", ""), row.get("month", ""), row.get("day", ""))
        first = last = _day("-".join(part.zfill(2) for part in parts))
    counts: dict[str, Any] = {
        name: row.get(name) or row.get(alias, "") for name, alias in _ALIASES.items()
    }
    return Told(
        external_id=_id(row["id"]),
        day_from=first,
        day_until=last,
        time_precision=GED_TIME.get(row.get("date_prec", "1"), "T0"),
        position_precision=GED_PLACE.get(row.get("where_prec", ""), "P0"),
        event_type=_short(row["type_of_violence"]),
        side_a=_short(row["side_a"]),
        side_b=_short(row["side_b"]),
        place=_short(row.get("where_coordinates", "")),
        country=_short(row.get("country", "")),
        source=_short(row.get("source_office", "")),
        killed_low=_count(counts, "low"),
        killed_best=_count(counts, "best"),
        killed_high=_count(counts, "high"),
        **_degrees(row),
    )


def _ours(row: Row) -> Told:
    if not row["mission_day"]:
        raise ValueError("mission_day: an event without a date is not taken")
    day = _day(row["mission_day"])
    exact = bool(row.get("lat"))
    where = {axis: row.get(axis) or row.get(f"public_{axis}", "") for axis in ("lat", "lon")}
    return Told(
        external_id=_id(row["id"]),
        day_from=day,
        day_until=day,
        position_precision=row.get("position_precision", "P0") if exact else "P3",
        event_type=_short(row["category"]),
        place=_short(row.get("place_label", "")),
        killed_low=_count(row, "killed_low"),
        killed_high=_count(row, "killed_high"),
        source=_short(row["reference"]),
        **_degrees({"latitude": where["lat"], "longitude": where["lon"]}),
    )


def _id(text: str) -> str:
    if not text or len(text) > LONGEST_ID:
        raise ValueError("id: missing or longer than 80 characters")
    return text


def _short(text: str) -> str:
    return text[:LONGEST]


def _day(text: str) -> date:
    """Return a day; where a number could be either, the day comes before the month."""
    for form in DAYS:
        try:
            return datetime.strptime(text.partition(" 00:00")[0].strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"date: “{text[:40]}” is none")


def _count(row: Row, name: str) -> int | None:
    text = row.get(name, "")
    if text == "":
        return None
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > MOST_DIGITS:
        raise ValueError(f"{name}: “{text[:40]}” is no number of people")
    return int(plain)


def _degrees(row: Row) -> dict[str, Any]:
    """Return latitude and longitude, to six places; neither where one is missing."""
    texts = [row.get(name, "") for name in ("latitude", "longitude")]
    if not all(texts):
        return {"lat": None, "lon": None}
    try:
        lat, lon = (Decimal(text) for text in texts)
        on_earth = abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004 - degrees
    except DecimalException as error:
        raise ValueError("latitude, longitude: no numbers") from error
    if not on_earth:
        raise ValueError("latitude, longitude: not on earth")
    return {axis: round(value, 6) for axis, value in zip(("lat", "lon"), (lat, lon), strict=True)}
