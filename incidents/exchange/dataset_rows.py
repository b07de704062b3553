"""Rows of other people's datasets: ACLED, UCDP GED, the OSCE's table, our own, or as mapped.

What a file is, its header says, or a mapping that somebody made for it. Every row becomes a
``Told`` or says which cell is wrong; a code that is in no codebook is not known, never a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, DecimalException
from functools import lru_cache
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from incidents.exchange.dataset_table import Cells, NoDatasetError, Table, open_table
from incidents.ledger.canonical import is_text

Row = Mapping[str, str]
OURS, ACLED, GED, OSCE, MAPPED = "ours", "acled", "ged", "osce", "mapped"
# A file of these columns is what its name says; the first that fits, wins.
MARKS = {
    ACLED: frozenset({"event_date", "event_type", "fatalities", "latitude", "longitude"}),
    GED: frozenset({"id", "type_of_violence", "side_a", "side_b", "latitude", "longitude"}),
    OURS: frozenset({"id", "reference", "mission_day", "category"}),
    OSCE: frozenset({"event location", "means", "observation", "weapon", "date"}),
}
# What a table of totals has where a table of events has an event.
COUNTS = frozenset({"events", "event_count", "n_events", "number_of_events"})
TOTALS = COUNTS | {"month"}
TOTAL_ROWS = frozenset(
    f"{span} total{end}" for span in ("daily", "weekly", "monthly", "yearly") for end in ("", "s")
)
# What a mapping may name a column for; the first two say what and when.
FIELDS = (
    *("external_id", "day_from", "day_until", "lat", "lon", "event_type", "side_a", "side_b"),
    *("place", "country", "killed_low", "killed_best", "killed_high", "source"),
)
LONGEST_ID = 80
LONGEST_NUMBER = 40  # characters of a date, or of degrees
MOST_DIGITS = 7  # of a number of people
LONGEST = 500  # characters of a text that is kept in a column of its own
_WORDED = ("%d %B %Y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%d.%m.%Y")
DAYS = {
    True: ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", *_WORDED),
    False: ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", *_WORDED),
}
ISO_DAY = len("2021-03-04")
ACLED_TIME = {"1": "T5", "2": "T6", "3": "T7"}
ACLED_PLACE = {"1": "P4", "2": "P5", "3": "P7"}
GED_TIME = {"1": "T5", "2": "T6", "3": "T6", "4": "T7", "5": "T7"}
GED_PLACE = {"1": "P4", "2": "P5", "3": "P6", "4": "P7", "5": "P7", "6": "P7", "7": "P7"}
OUR_PLACE = {f"P{number}": f"P{number}" for number in range(8)}
# Of GED, with the names in its short export.
_DEATHS = (("low", "low_death"), ("best", "best_death"), ("high", "high_death"))
MOST_KEPT = 65_536  # readings of a cell, for the next rows that say the same


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is to be read: by its header, or with a column for each of our fields."""

    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool = True
    encoding: str = ""
    separator: str = ""


class WrongCellError(ValueError):
    """A cell cannot be what its column says: which, and a code for why."""

    def __init__(self, code: str, column: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.column, self.value = code, column, value


class Told(NamedTuple):
    """What a row says of one event, as PostgreSQL spells it; empty is not known.

    Degrees are WGS 84, with six places.
    """

    external_id: str
    day_from: str
    day_until: str
    time_precision: str = "T5"
    lat: str = ""
    lon: str = ""
    position_precision: str = "P0"
    event_type: str = ""
    side_a: str = ""
    side_b: str = ""
    place: str = ""
    country: str = ""
    killed_low: str = ""
    killed_best: str = ""
    killed_high: str = ""
    source: str = ""


class Line(NamedTuple):
    """A row of the file: what it says, or the code and cell of what is wrong; and as it came."""

    number: int
    row: dict[str, str]
    told: Told | None = None
    wrong: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a file is, the names of its columns, and its rows."""

    kind: str
    names: list[str]
    lines: Iterator[Line]


def read_dataset(file: BinaryIO, manner: Manner | None = None) -> Dataset:
    """Return what is in a file that can be sought in.

    Raises:
        NoDatasetError: it is too large, no table, of no known kind, or holds totals.

    """
    manner = manner or Manner()
    table = open_table(file, manner.encoding, manner.separator)
    kind = MAPPED if manner.columns else kind_of(table.names)
    if kind == MAPPED:
        _refuse_misfit(table, manner)
    judged = _Judge(kind, table.names, manner).judge
    return Dataset(kind, table.names, map(judged, table.rows))


def kind_of(names: list[str]) -> str:
    """Return the kind of a header.

    Raises:
        NoDatasetError: it is of none, or that of a table of totals.

    """
    found = {name.replace("_", " ") for name in names} | set(names)
    kind = next((kind for kind, marks in MARKS.items() if marks <= found), None)
    if kind is not None:
        return kind
    if found & TOTALS:
        raise NoDatasetError("totals")
    raise NoDatasetError("unknown_columns", ", ".join(names)[:200], names)


def _refuse_misfit(table: Table, manner: Manner) -> None:
    found = set(table.names)
    if found & COUNTS:
        raise NoDatasetError("totals")
    lacking = sorted({column for column in manner.columns.values() if column not in found})
    if lacking:
        raise NoDatasetError("lacking_columns", ", ".join(lacking)[:200], table.names)


class _Judge:
    """Reads rows of one kind; equal rows without a number of their own are told apart."""

    def __init__(self, kind: str, names: list[str], manner: Manner) -> None:
        self.names, self.manner = names, manner
        self.columns, self.day_first = manner.columns, manner.day_first
        readers: dict[str, Callable[[Row], Told]] = {
            ACLED: _acled, GED: _ged, OURS: _ours, OSCE: self._osce, MAPPED: self._mapped,
        }  # fmt: skip
        self.read = readers[kind]
        self.seen: dict[str, int] = {}

    def judge(self, cells: Cells) -> Line:
        row = dict(zip(self.names, cells.cells, strict=False))
        if cells.broken:
            return self._broken(cells, row)
        if not is_text("".join(cells.cells)):
            return Line(cells.number, {}, wrong="characters")
        try:
            return Line(cells.number, row, self.read(row))
        except WrongCellError as error:
            return Line(cells.number, row, None, error.code, error.column, error.value)

    def _broken(self, cells: Cells, row: dict[str, str]) -> Line:
        if cells.broken == "number_of_cells":
            value = f"{len(cells.cells)} / {len(self.names)}"
            return Line(cells.number, row, None, cells.broken, "", value)
        column = self.names[cells.broken_at] if row and cells.broken_at < len(self.names) else ""
        return Line(cells.number, row, None, cells.broken, column, row.get(column, ""))

    def _osce(self, row: Row) -> Told:
        row = {name.replace("_", " "): value for name, value in row.items()}
        day = _day(row["date"], "date", day_first=self.day_first)
        said = (row["observation"], row.get("description"), row["weapon"])
        return Told(
            external_id=_id(row.get("reference") or self._name_of(row), "reference"),
            day_from=day,
            day_until=day,
            event_type=_short(": ".join(filter(None, said))),
            place=_short(row["event location"]),
            source=_short(row.get("position") or row.get("smm position", "")),
        )

    def _mapped(self, row: Row) -> Told:
        said = {name: row.get(column, "") for name, column in self.columns.items()}
        column = self.columns.get
        if said.get("event_type", "").lower() in TOTAL_ROWS:
            raise WrongCellError("total", column("event_type", ""), said["event_type"])
        first, last, precision = _span(said["day_from"], column("day_from", ""), self.day_first)
        if said.get("day_until"):
            last = _span(said["day_until"], column("day_until", ""), self.day_first)[1]
        if last < first:
            raise WrongCellError("ends_before", column("day_until", ""), said["day_until"])
        found = {
            name: _count(said.get(name, ""), column(name, ""))
            for name in ("killed_low", "killed_best", "killed_high")
        }
        for name in ("event_type", "side_a", "side_b", "place", "country", "source"):
            found[name] = _short(said.get(name, ""))
        lat, lon = _degrees(said.get("lat", ""), said.get("lon", ""), column("lat", ""))
        return Told(
            external_id=_id(
                said.get("external_id") or self._name_of(row), column("external_id", "")
            ),
            day_from=first,
            day_until=last,
            time_precision=precision,
            lat=lat,
            lon=lon,
            **found,
        )

    def _name_of(self, row: Row) -> str:
        """Return a name for a row without one: the same row of the same file gets it again."""
        hashed = sha256("\x1f".join(row.values()).encode()).hexdigest()[:24]
        self.seen[hashed] = self.seen.get(hashed, 0) + 1
        return f"row-{hashed}-{self.seen[hashed]}"


def _acled(row: Row) -> Told:
    day = _day(row["event_date"], "event_date")
    number = row.get("event_id_cnty") or row.get("data_id", "")
    lat, lon = _degrees(row["latitude"], row["longitude"])
    return Told(
        external_id=_id(number, "event_id_cnty"),
        day_from=day,
        day_until=day,
        time_precision=ACLED_TIME.get(row.get("time_precision", "1"), "T0"),
        lat=lat,
        lon=lon,
        position_precision=ACLED_PLACE.get(row.get("geo_precision", ""), "P0"),
        event_type=_short(": ".join(filter(None, (row["event_type"], row.get("sub_event_type"))))),
        side_a=_short(row.get("actor1", "")),
        side_b=_short(row.get("actor2", "")),
        place=_short(row.get("location", "")),
        country=_short(row.get("country", "")),
        killed_best=_count(row.get("fatalities", ""), "fatalities"),
        source=_short(row.get("source", "")),
    )


def _ged(row: Row) -> Told:
    if row.get("date_start"):
        first = _day(row["date_start"], "date_start")
        last = _day(row["date_end"], "date_end") if row.get("date_end") else first
    else:
        first = last = _joined_day(row.get("year", ""), row.get("month", ""), row.get("day", ""))
    lat, lon = _degrees(row["latitude"], row["longitude"])
    low, best, high = [row.get(name) or row.get(short, "") for name, short in _DEATHS]
    return Told(  # in order, which takes less time than by name
        _id(row["id"], "id"),
        first,
        last,
        GED_TIME.get(row.get("date_prec", "1"), "T0"),
        lat,
        lon,
        GED_PLACE.get(row.get("where_prec", ""), "P0"),
        _short(row["type_of_violence"]),
        _short(row["side_a"]),
        _short(row["side_b"]),
        _short(row.get("where_coordinates", "")),
        _short(row.get("country", "")),
        _count(low, "low"),
        _count(best, "best"),
        _count(high, "high"),
        _short(row.get("source_office", "")),
    )


def _ours(row: Row) -> Told:
    day = _day(row["mission_day"], "mission_day")
    exact = bool(row.get("lat"))
    north, east = [row.get(axis) or row.get(f"public_{axis}", "") for axis in ("lat", "lon")]
    lat, lon = _degrees(north, east, "lat")
    return Told(
        external_id=_id(row["id"], "id"),
        day_from=day,
        day_until=day,
        lat=lat,
        lon=lon,
        position_precision=OUR_PLACE.get(row.get("position_precision", ""), "P0")
        if exact
        else "P3",
        event_type=_short(row["category"]),
        place=_short(row.get("place_label", "")),
        killed_low=_count(row.get("killed_low", ""), "killed_low"),
        killed_high=_count(row.get("killed_high", ""), "killed_high"),
        source=_short(row["reference"]),
    )


def _id(text: str, column: str) -> str:
    if not text or len(text) > LONGEST_ID:
        raise WrongCellError("no_id", column, text)
    return text


def _short(text: str) -> str:
    return text[:LONGEST]


def _day(text: str, column: str, *, day_first: bool = True) -> str:
    found = _date(text, day_first)
    if found is None:
        raise WrongCellError("no_date" if text else "no_date_at_all", column, text)
    return found


@lru_cache(MOST_KEPT)
def _joined_day(*parts: str) -> str:
    return _day("-".join(part.zfill(2) for part in parts), "year, month, day")


@lru_cache(MOST_KEPT)
def _date(text: str, day_first: bool) -> str | None:  # noqa: FBT001 - a key of the cache
    """Return a day; where a number could be either, day_first says what it is."""
    plain = text[:ISO_DAY] if text[4:5] == "-" == text[7:8] else text.partition(" 00:00")[0]
    for form in DAYS[day_first] if len(plain) <= LONGEST_NUMBER else ():
        try:
            return datetime.strptime(plain.strip(), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _span(text: str, column: str, day_first: bool) -> tuple[str, str, str]:  # noqa: FBT001
    """Return the days that a date may mean: itself, or its month where it says no more."""
    if len(text) == len("2021-03") and (first := _date(f"{text}-01", day_first)):
        ahead = date.fromisoformat(first).replace(day=28).toordinal() + 4
        last = date.fromordinal(ahead - date.fromordinal(ahead).day)
        return first, last.isoformat(), "T7"
    day = _day(text, column, day_first=day_first)
    return day, day, "T5"


@lru_cache(MOST_KEPT)
def _count(text: str, column: str) -> str:
    if text == "":
        return ""
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > MOST_DIGITS:
        raise WrongCellError("no_number", column, text)
    return str(int(plain))


def _degrees(lat: str, lon: str, column: str = "latitude") -> tuple[str, str]:
    """Return latitude and longitude, to six places; neither where one is missing."""
    if not lat or not lon:
        return "", ""
    if len(lat) + len(lon) > 2 * LONGEST_NUMBER:
        raise WrongCellError("no_degrees", column, lat)
    try:
        found = _degree(lat, 90), _degree(lon, 180)
    except DecimalException as error:
        raise WrongCellError("no_degrees", column, f"{lat} {lon}") from error
    if found[0] is None or found[1] is None:
        raise WrongCellError("not_on_earth", column, f"{lat} {lon}")
    return found[0], found[1]


@lru_cache(MOST_KEPT)
def _degree(text: str, most: int) -> str | None:
    found = Decimal(text.replace(",", "."))
    if abs(found) > most:
        return None
    return str(round(found, 6) + 0)  # PostgreSQL has no negative zero
