"""The content of a report: what a source says, typed, before anything is stored."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from incidents.enums import (
    CountQualifier,
    DateBasis,
    PositionPrecision,
    ReportKind,
    Scope,
    SourceKind,
    Stance,
    TimePrecision,
)
from incidents.geo.position import six_places
from incidents.ledger.canonical import Canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyContent:
    """People of one side and kind with one outcome; None is unknown, 0 is none."""

    outcome: str
    person_kind: str = "unknown"
    side: str = ""
    side_text: str = ""
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """What one source says of one event.

    Missions, posts, places and parties are named by their codes. Times are aware.
    Latitude and longitude are decimal degrees on WGS 84; ``bearing``, seen from the
    post, is in degrees from true north, give or take ``bearing_spread``; ranges are in
    metres. ``same_event_as`` and ``corrects`` name earlier reports by their ids.
    """

    report_id: UUID
    mission: str
    kind: str = ReportKind.OBSERVATION
    scope: str = Scope.EVENT
    stance: str = Stance.RECORDED
    source_kind: str = SourceKind.OWN_POST
    post: str = ""
    source_party: str = ""
    source_label: str = ""
    source_url: str = ""
    external_id: str = ""
    language: str = ""
    occurred_from: datetime | None = None
    occurred_until: datetime | None = None
    occurred_text: str = ""
    time_precision: str = TimePrecision.T1
    date_basis: str = DateBasis.STATED
    published_text: str = ""
    place: str = ""
    place_text: str = ""
    area_text: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None
    position_precision: str = PositionPrecision.P0
    position_text: str = ""
    bearing: Decimal | None = None
    bearing_spread: Decimal | None = None
    range_from_m: int | None = None
    range_to_m: int | None = None
    category: str = "OTH"
    category_text: str = ""
    signature: str = ""
    means: str = ""
    direction: str = ""
    weapon: str = ""
    weapon_text: str = ""
    count_low: int | None = None
    count_high: int | None = None
    count_qualifier: str = CountQualifier.UNKNOWN
    count_unit: str = ""
    count_text: str = ""
    alleged_party: str = ""
    alleged_text: str = ""
    target_text: str = ""
    damage: str = ""
    damage_text: str = ""
    posts_watching: int | None = None
    narrative: str = ""
    casualties: tuple[CasualtyContent, ...] = ()
    same_event_as: UUID | None = None
    corrects: UUID | None = None

    def canonical(self) -> dict[str, Canonical]:
        """Return the content in canonical form, unknown and empty values left out."""
        return canonical_fields(self)


def canonical_fields(content: object) -> dict[str, Canonical]:
    """Return a dataclass as a canonical record; None, "" and () are left out."""
    pairs = ((name, getattr(content, name)) for name in _names(type(content)))  # type: ignore[arg-type]
    return {
        name: _canonical_value(value)
        for name, value in pairs
        if value is not None and value not in ("", ())
    }


@cache
def _names(content: type) -> list[str]:
    return [field.name for field in fields(content)]


def _canonical_value(value: object) -> Canonical:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, Decimal):
        return str(six_places(value))
    if isinstance(value, tuple):
        return [canonical_fields(item) for item in value]
    if isinstance(value, bool | int):
        return value
    return str(value)


def utc_text(moment: datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC, such as 2020-12-11T15:30:00Z."""
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z").replace(".000000Z", "Z")
