"""A filed report put back into the form, so that a correction begins with what was said."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime

from incidents.enums import CountQualifier, PositionPrecision
from incidents.models import Report

AS_THEY_ARE = (
    "kind",
    "stance",
    "source_kind",
    "source_label",
    "time_precision",
    "area_text",
    "category",
    "signature",
    "means",
    "direction",
    "weapon",
    "weapon_text",
    "count_low",
    "count_high",
    "count_unit",
    "target_text",
    "damage",
    "damage_text",
    "narrative",
)


def typed_before(report: Report) -> dict[str, Any]:
    """The fields of the form as they would be typed to say the same again."""
    return {
        **{name: getattr(report, name) for name in AS_THEY_ARE},
        **_times(report),
        "corrects": report.report_id,
        "post": report.post.code if report.post else "",
        "source_party": report.source_party.code if report.source_party else "",
        "alleged_party": report.alleged_party.code if report.alleged_party else "",
        **_where(report),
        "position_precision": _known(report.position_precision, PositionPrecision.P0),
        "count_qualifier": _known(report.count_qualifier, CountQualifier.UNKNOWN),
    }


def _where(report: Report) -> dict[str, Any]:
    """The typed position alone, if there is one: beside degrees it would not count."""
    if report.position_text:
        return {"position_text": report.position_text}
    return {
        "place": report.place_text,
        "place_code": report.place.code if report.place else "",
        "lat": report.lat,
        "lon": report.lon,
    }


def lines_before(report: Report) -> list[dict[str, Any]]:
    """The casualty lines as they would be typed."""
    return [
        {
            "outcome": line.outcome,
            "person_kind": line.person_kind,
            "side": line.side.code if line.side else "",
            "low": line.low,
            "best": line.best,
            "high": line.high,
        }
        for line in report.casualties.select_related("side")
    ]


def _times(report: Report) -> dict[str, Any]:
    zone = ZoneInfo(report.mission.time_zone)
    begins = localtime(report.occurred_from, zone) if report.occurred_from else None
    ends = localtime(report.occurred_until, zone) if report.occurred_until else None
    return {
        "occurred_date": begins.date() if begins else None,
        "occurred_time": begins.time() if begins else None,
        "until_time": ends.time() if ends else None,
    }


def _known(code: str, unknown: str) -> str:
    return "" if code == unknown else code
