"""Places of the founding case: the gazetteer, the rival names, the reports' spellings."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from incidents.management.founding.files import read_json, read_rows
from parties.domain.standing_order import NameEntry, PlaceEntry, put_places
from parties.models import Party
from parties.naming import fold_name

Row = dict[str, str]
Sides = dict[str, Party]

# The gazetteer's own source gives the neighbouring town's name for this district.
MISPLACED = {("wof85668657", "hy")}
# Beyond the contested zone only the names of the country itself are official.
HOME = {"border_am": "hy", "border_az": "az"}
ARMENIAN_LETTERS = ("\u0531", "\u058f")


def load_places(parties: dict[str, Party]) -> tuple[int, int]:
    """Add the places and names that are missing; return how many of each."""
    sides = {"az": parties["azerbaijan"], "hy": parties["armenia"]}
    rivals = {pair["place"]: pair for pair in read_json("rival_names")}
    rows = read_rows("gazetteer")
    reports = read_rows("reports")
    entries = [_entry(row, rivals.get(row["id"]), sides, reports) for row in rows]
    listed = {row["id"] for row in rows}
    return put_places([*entries, *_places_of_reports(listed, reports)])


def _entry(row: Row, rival: dict[str, Any] | None, sides: Sides, reports: list[Row]) -> PlaceEntry:
    names = [
        *_rival_names(rival, sides),
        *_own_names(row, sides, contested=rival is not None),
        *_alternatives(row),
    ]
    names += _spellings(row["id"], reports, {fold_name(entry.name) for entry in names})
    return PlaceEntry(
        code=row["id"],
        kind=row["kind"],
        lat=Decimal(row["lat"]),
        lon=Decimal(row["lon"]),
        area=row["admin1"],
        country=row["country_iso"],
        zone=row["zone"],
        population=int(row["population"]) if row["population"] else None,
        source=row["source"],
        names=_distinct(names),
    )


def _rival_names(rival: dict[str, Any] | None, sides: Sides) -> Iterator[NameEntry]:
    """Yield the pair that the two sides insist on, official and romanised."""
    if rival is None:
        return
    for language, party in sides.items():
        official, romanised = rival[language]
        yield NameEntry(official, "official", language, party)
        yield NameEntry(romanised, "romanised", language, party)
    for name in rival.get("ru", []):
        yield NameEntry(name, "alternative", "ru")
    for name in rival.get("alternatives", []):
        yield NameEntry(name, "alternative")


def _own_names(row: Row, sides: Sides, *, contested: bool) -> Iterator[NameEntry]:
    """Yield the gazetteer's names, each endorsed by the party whose language it is.

    Where the sides insist on a pair of their own, the gazetteer's are alternatives.
    """
    home = HOME.get(row["zone"])
    for language, name in (("az", row["name_az"]), ("hy", row["name_hy"])):
        if (row["id"], language) in MISPLACED:
            yield NameEntry(name, "alternative", language)
        elif name:
            official = not contested and home in (None, language)
            kind = "official" if official else "alternative"
            yield NameEntry(name, kind, language, sides[language])
    first = "hy" if row["country_iso"] == "AM" else "az"
    for language, name in ((first, row["name_en"]), ("hy", row["name_en_hy"])):
        if name:
            kind = "alternative" if contested else "romanised"
            yield NameEntry(name, kind, language, sides[language])
    if row["name_ru"]:
        yield NameEntry(row["name_ru"], "alternative", "ru")


def _alternatives(row: Row) -> Iterator[NameEntry]:
    first, last = ARMENIAN_LETTERS
    for name in filter(None, row["alt_names"].split("|")):
        armenian = any(first <= letter <= last for letter in name)
        yield NameEntry(name, "alternative", "hy" if armenian else "")


def _spellings(code: str, reports: list[Row], known: Iterable[str] = ()) -> list[NameEntry]:
    """Return how the reports spell the first place they name, which is the located one."""
    folded = set(known)
    spelt = []
    for report in reports:
        name = report["place_text"].split(";")[0].strip()
        if report["gazetteer_id"] == code and name and fold_name(name) not in folded:
            folded.add(fold_name(name))
            spelt.append(NameEntry(name, "alternative"))
    return spelt


def _places_of_reports(listed: set[str], reports: list[Row]) -> Iterator[PlaceEntry]:
    """Yield the places that reports locate by a number outside our gazetteer."""
    done = set(listed)
    for report in reports:
        code = report["gazetteer_id"]
        if code and code not in done:
            done.add(code)
            yield PlaceEntry(
                code=code,
                kind="settlement",
                lat=Decimal(report["lat"]),
                lon=Decimal(report["lon"]),
                names=_spellings(code, reports),
                source=f"GeoNames {code.removeprefix('gn')}, as located in report "
                f"{report['report_id']}",
            )


def _distinct(names: Iterable[NameEntry]) -> list[NameEntry]:
    """Return the names once each; an alternative only if no other use has it."""
    kept: list[NameEntry] = []
    for entry in names:
        same = [one for one in kept if one.name == entry.name]
        if any(entry.kind == "alternative" or _use(one) == _use(entry) for one in same):
            continue
        kept.append(entry)
    return kept


def _use(entry: NameEntry) -> tuple[str, str]:
    return entry.kind, entry.language
