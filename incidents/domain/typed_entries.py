"""What was typed for position and time, read into the content of a report."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.domain.content import ReportContent
from incidents.domain.misread import refusal_of, words_of
from incidents.domain.queries.typed_position import TypedPosition, read_typed_position
from incidents.domain.references import first_report, mission_named
from incidents.enums import TimePrecision
from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.precision import coarser as coarser_place
from incidents.ledger.uuid7 import made_at
from incidents.missionday.moment import When
from incidents.missionday.moment import coarser as coarser_time
from incidents.missionday.time_entry import read_time
from incidents.models import Report
from parties.models import Mission

SAME_POSITION = (
    "place_text", "lat", "lon", "position_precision", "bearing", "bearing_spread", "range_from_m",
    "range_to_m",
)  # fmt: skip
NAMES = ("place", "name")
SAME_TIME = ("occurred_from", "occurred_until", "time_precision")


def with_typed(content: ReportContent, time_text: str = "") -> ReportContent:
    """Return the content with a typed position and a typed time read into its fields.

    Fields that are filled in already are left alone. “20 minutes ago” counts from the
    instant in the report's own id. A report that was filed before is read as it was
    then, whatever the gazetteer says now, so that sending it again changes nothing.

    Raises:
        ValidationError: a dict from ``position_text`` or ``time_text`` to what is wrong.

    """
    reads_position = bool(content.position_text) and content.lat is None and content.lon is None
    if not (reads_position or time_text):
        return content
    mission = mission_named(content.mission)
    before = first_report(content.report_id, mission)
    found: dict[str, Any] = {}
    refused: dict[str, ValidationError] = {}
    if time_text and content.occurred_from is not None:
        refused["time_text"] = ValidationError(_("Give the time once."), "twice")
    elif time_text:
        _read(
            lambda: _time_fields(content, time_text, mission, before), found, refused, "time_text"
        )
    if reads_position:
        _read(lambda: position_fields(content, mission, before), found, refused, "position_text")
    if refused:
        raise ValidationError(refused)
    return replace(content, **found)


def _read(
    fields: Any, found: dict[str, Any], refused: dict[str, ValidationError], name: str
) -> None:
    try:
        found.update(fields())
    except ValidationError as error:
        refused[name] = error


def position_fields(
    content: ReportContent, mission: Mission, before: Report | None = None
) -> dict[str, Any]:
    """Return the fields that a content's typed position fills in.

    Raises:
        ValidationError: what is in the way.

    """
    if before is not None and before.position_text == content.position_text:
        place = before.place.code if before.place else ""
        fields = {name: getattr(before, name) for name in SAME_POSITION} | {"place": place}
    else:
        read = read_typed_position(content.position_text, mission, content.post)
        fields = fields_of(read, content.position_precision)
    told = {name: getattr(content, name) for name in ("place", "place_text")}
    return fields | {name: value for name, value in told.items() if value}


def fields_of(read: TypedPosition, precision: str = "") -> dict[str, Any]:
    """Return the fields of a report that a read position fills in; coarser wins."""
    return {
        "lat": read.lat,
        "lon": read.lon,
        "place": read.place.code if read.place else "",
        "place_text": read.typed if read.notation in NAMES else "",
        "position_precision": coarser_place(read.precision, precision),
        **_sighting_fields(read),
    }


def _sighting_fields(read: TypedPosition) -> dict[str, Any]:
    if read.sighting is None:
        return {}
    bearing, band = read.sighting.bearing, read.sighting.band
    return {
        "bearing": Decimal(f"{bearing.degrees:.6f}"),
        "bearing_spread": Decimal(f"{bearing.spread:.6f}"),
        "range_from_m": round(band.near_m),
        "range_to_m": round(band.far_m),
    }


def _time_fields(
    content: ReportContent, time_text: str, mission: Mission, before: Report | None
) -> dict[str, Any]:
    if before is not None and before.occurred_text == time_text:
        return {"occurred_text": time_text} | {name: getattr(before, name) for name in SAME_TIME}
    when = read_typed_time(time_text, mission, made_at(content.report_id))
    return {
        "occurred_text": content.occurred_text or time_text,
        "occurred_from": when.begins,
        "occurred_until": when.ends,
        "time_precision": coarser_time(when.precision, content.time_precision),
    }


def read_typed_time(typed: str, mission: Mission, now: datetime) -> When:
    """Return when something was, as typed at ``now`` on the mission's clock.

    Raises:
        ValidationError: what is in the way.

    """
    try:
        return read_time(typed, now, mission.time_zone)
    except NotUnderstoodError as error:
        raise refusal_of(error) from error


def words_of_time(when: When) -> dict[str, Any]:
    """Return what to say of a read time: how well it is known, and how it was read."""
    return {
        "precision": str(TimePrecision(when.precision).label),
        "warnings": [words_of(doubt) for doubt in when.doubts],
    }
