"""Rows of the reports file turned into report contents, the same each time.

A content is a function of the files alone, so that a second load files the same
bytes again and is answered with the first receipts.
"""

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from incidents.categories import Category
from incidents.domain.content import ReportContent
from incidents.domain.daily_return import ReturnContent
from incidents.enums import (
    DATED,
    CountQualifier,
    CountUnit,
    PositionPrecision,
    ReportKind,
    Scope,
    SourceKind,
    Stance,
    TimePrecision,
    Weapon,
)
from incidents.ledger.uuid7 import uuid7
from incidents.management.founding.casualties import read_casualties
from incidents.management.founding.files import read_json, read_rows
from incidents.management.founding.times import When, read_date, read_when

Row = dict[str, str]

SCOPES = {
    "none": Scope.NIL,
    "daily total": Scope.DAILY_TOTAL,
    "weekly total": Scope.WEEKLY_TOTAL,
}
CATEGORIES = {
    "small arms fire": Category.FIR_SAL,
    "sniper fire": Category.FIR_SNP,
    "indirect fire": Category.IND,
    "air / drone strike": Category.AIR_UAS,
    "fire at civilians": Category.CIV,
    "advance / occupation": Category.GRD_ADV,
}
STANCES = {
    "recorded": Stance.RECORDED,
    "claimed": Stance.CLAIMED,
    "denied": Stance.DENIED,
    "counter-claimed": Stance.COUNTER_CLAIMED,
    "confirmed": Stance.CONFIRMED,
    "no violation": Stance.NO_VIOLATION,
}
# Only wordings that name one class; mixtures stay text.
WEAPONS = {
    "automatic small arms": Weapon.SMALL_ARMS,
    "small arms": Weapon.SMALL_ARMS,
    "firearms": Weapon.SMALL_ARMS,
    "various calibre small arms": Weapon.SMALL_ARMS,
    "sniper rifle": Weapon.SNIPER,
    "heavy machine guns": Weapon.HEAVY_MG,
    "large-calibre machine guns": Weapon.HEAVY_MG,
    "Bayraktar TB-2 drone": Weapon.UAV_STRIKE,
    "D-30 howitzer; D-20 howitzer": Weapon.HOWITZER,
}
PRECISIONS = {
    "place": PositionPrecision.P4,
    "district": PositionPrecision.P6,
    "district (main town)": PositionPrecision.P6,
    "none": PositionPrecision.P0,
}
# Reporters who watch for another institution; all others speak for a side or themselves.
WATCHERS = (
    "Russian peacekeeping contingent (MoD bulletin)",
    "OSCE PRCiO monitoring",
)
AUTHORITIES = ("NK police / interior ministry", "village head")
REPLIES = (Stance.DENIED, Stance.COUNTER_CLAIMED)
AT_LEAST = re.compile(r'"((?:more than|over) (\d+))"')


def read_contents() -> Iterator[tuple[Row, ReportContent]]:
    """Yield every row with its content; later rows of one key name the first row's."""
    zone = ZoneInfo(read_json("mission")["time_zone"])
    opened: dict[str, UUID] = {}
    for row in read_rows("reports"):
        report_id = report_id_of(row, zone)
        first = opened.setdefault(row["incident_key"], report_id)
        yield row, read_content(row, zone, report_id, None if first == report_id else first)


def read_content(row: Row, zone: ZoneInfo, report_id: UUID, first: UUID | None) -> ReportContent:
    """Return the content of one row; ``first`` is the report that opened its incident."""
    when = read_when(row["event_from"], row["event_to"], zone)
    low, qualifier, count_text = read_count(row)
    return ReportContent(
        report_id=report_id,
        mission=read_json("mission")["code"],
        kind=_kind(row),
        scope=_scope(row),
        stance=STANCES[row["stance"]],
        source_kind=_source_kind(row["reporter"]),
        source_party=party_code(row["reporter"]),
        source_label=row["reporter"],
        source_url=row["source_url"],
        external_id=row["report_id"],
        language=row["lang"],
        occurred_from=when.start,
        occurred_until=when.until,
        occurred_text="/".join(filter(None, (row["event_from"], row["event_to"]))),
        time_precision=_time_precision(row, when),
        date_basis=row["date_basis"],
        published_text=row["published"],
        place=row["gazetteer_id"],
        place_text=row["place_text"],
        area_text=row["district"],
        lat=Decimal(row["lat"]) if row["lat"] else None,
        lon=Decimal(row["lon"]) if row["lon"] else None,
        position_precision=PRECISIONS[row["loc_precision"]],
        category=CATEGORIES.get(row["category"], Category.OTH),
        category_text=row["category"],
        weapon=WEAPONS.get(row["weapon"], ""),
        weapon_text=row["weapon"],
        count_low=low,
        count_qualifier=qualifier,
        count_unit=CountUnit.EVENT if low is not None else "",
        count_text=count_text,
        alleged_party=party_code(row["alleged_party"]),
        alleged_text=row["alleged_party"],
        target_text=row["target"],
        posts_watching=int(row["observer_posts"]) if row["observer_posts"] else None,
        narrative=row["note"],
        casualties=read_casualties(row),
        same_event_as=first if _scope(row) == Scope.EVENT else None,
    )


def report_id_of(row: Row, zone: ZoneInfo) -> UUID:
    """Return a UUIDv7 of the day of publication, or of the event, that never changes."""
    return _lasting_id(row, zone, "report")


def _lasting_id(row: Row, zone: ZoneInfo, what: str) -> UUID:
    moment = read_date(row["published"] or row["event_from"], zone).first
    digest = hashlib.sha256(f"founding case: {what} {row['report_id']}".encode()).digest()
    return uuid7(int(moment.timestamp() * 1000), digest[:10])


def read_return(row: Row, content: ReportContent) -> ReturnContent | None:
    """Return the daily return that a nil statement is; None for any other row.

    A statement of a whole month has no mission day.
    """
    if content.scope != Scope.NIL or content.occurred_from is None:
        return None
    zone = ZoneInfo(read_json("mission")["time_zone"])
    dated = content.time_precision in DATED
    return ReturnContent(
        return_id=_lasting_id(row, zone, "return"),
        mission=content.mission,
        source_party=content.source_party,
        mission_day=content.occurred_from.date() if dated else None,
        is_nil=True,
        posts_watching=content.posts_watching,
        note=row["note"],
    )


def read_count(row: Row) -> tuple[int | None, str, str]:
    """Return number, qualifier and words of a row's count; blank is unknown."""
    if not row["count"]:
        return None, CountQualifier.UNKNOWN, ""
    number = int(row["count"])
    said = AT_LEAST.search(row["note"])
    if said and int(said[2]) == number:
        return number, CountQualifier.AT_LEAST, said[1]
    return number, CountQualifier.EXACT, row["count"]


@cache
def _aliases() -> dict[str, str]:
    return {alias: party["code"] for party in read_json("parties") for alias in party["aliases"]}


def party_code(text: str) -> str:
    """Return the code of the party that a text names, or nothing."""
    return _aliases().get(text, "")


def _scope(row: Row) -> str:
    return SCOPES.get(row["category"], Scope.EVENT)


def _kind(row: Row) -> str:
    if STANCES[row["stance"]] in REPLIES:
        return ReportKind.REPLY
    return ReportKind.OBSERVATION if row["reporter"] in WATCHERS else ReportKind.ALLEGATION


def _source_kind(reporter: str) -> str:
    if reporter in WATCHERS:
        return SourceKind.OTHER_MISSION
    return SourceKind.PARTY_AUTHORITY if reporter in AUTHORITIES else SourceKind.PARTY_COMMAND


def _time_precision(row: Row, when: When) -> str:
    return TimePrecision.T6 if _scope(row) == Scope.WEEKLY_TOTAL else when.precision
