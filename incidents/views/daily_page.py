"""A day's report in words: codes become labels, places are named by the naming policy."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.categories import Category
from incidents.domain.day_rule import rule_of
from incidents.domain.queries.daily import is_first_week, published_content, revisions_of
from incidents.enums import CountQualifier, Severity, Status
from incidents.missionday.numbering import label_of
from incidents.models import DailyReport, Incident
from incidents.publishing import OF_INCIDENTS, PublicationKind, ReportLabel
from incidents.views.daily_method import method_notes, single_notes
from incidents.views.daily_says import bars_by_code, bars_of, said_beyond
from incidents.views.words import bounds_words, count_words
from parties.models import Mission, Place
from parties.naming import grid_label
from parties.views.area import area_labels
from parties.views.mission import actor_in

# A longer list is no reading matter: the files hold all of it.
MOST_ROWS = 1000
ROWS = ("incidents", "reports", "killed", "injured", "not_counted")
TOTALS = {
    "incidents": gettext_lazy("Incidents"),
    "reports": gettext_lazy("Reports of them"),
    "killed": gettext_lazy("Killed, at least"),
    "injured": gettext_lazy("Injured, at least"),
    "not_counted": gettext_lazy("Denied or set aside"),
}


def published_revision(
    request: HttpRequest, mission: Mission, name: str, revision: int
) -> DailyReport:
    """One revision of a report; not found if it was not published."""
    report = revisions_of(actor_in(request), mission, name).filter(revision=revision).first()
    if report is None:
        raise Http404
    report.mission = mission
    return report


def label_words(report: DailyReport, mission: Mission) -> str:
    """How settled a revision is: provisional, final or amended; not verified, of a flash."""
    if report.kind in OF_INCIDENTS:
        return _("not verified") if report.kind == PublicationKind.FLASH else _("snapshot")
    ends = rule_of(mission).window(report.mission_day).ends
    label = label_of(report.revision, report.published_at, ends, timezone.now())
    return str(ReportLabel(label).label)


def day_context(
    day: date, content: dict[str, Any], report: DailyReport | None = None
) -> dict[str, Any]:
    """Everything that the page of a day says, from the content of its report."""
    listed = _listed_incidents(content["incidents"])
    if content.get("kind") in OF_INCIDENTS:
        return {
            "day": day,
            "single": content,
            "content": content,
            "beyond": {},
            **listed,
            "notes": single_notes(content, report) if report else [],
        }
    return {
        "day": day,
        "week": week_words(content, report),
        "content": content,
        "window": {edge: _moment(content["window"][edge]) for edge in ("begins", "ends")},
        "totals": _totals(content),
        "by_category": bars_by_code(content["by_category"], dict(Category.choices)),
        "by_area": bars_by_code(content["by_area"], _areas(content["by_area"])),
        "by_post": bars_by_code(content["by_post"], {}),
        "coverage": content["coverage"],
        **listed,
        "beyond": said_beyond(content),
        "notes": method_notes(content, report) if "method" in content else [],
    }


def week_words(content: dict[str, Any], report: DailyReport | None) -> dict[str, Any] | None:
    """The days that a weekly report is made from; None for the report of a day."""
    if content.get("kind") != PublicationKind.WEEK:
        return None
    days = [
        {
            **row,
            "day": date.fromisoformat(row["mission_day"]),
            "begins": _moment(row["begins"]),
            "ends": _moment(row["ends"]),
        }
        for row in content["days"]
    ]
    bars = bars_of((row["mission_day"], row["incidents"]) for row in days)
    shares = [{**row, "share": bar["share"]} for row, bar in zip(days, bars, strict=True)]
    return {
        "first": days[0]["day"],
        "last": days[-1]["day"],
        "days": shares,
        "has_none_before": report is not None and is_first_week(report),
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _totals(content: dict[str, Any]) -> list[dict[str, Any]]:
    now, before = content["totals"], content["previous"]
    return [
        {
            "label": TOTALS[name],
            "number": now[name],
            "before": before[name],
            "difference": now[name] - before[name],
            "unknown": now.get(f"{name}_unknown", 0),
        }
        for name in ROWS
    ]


def _areas(rows: list[dict[str, Any]]) -> dict[str, str]:
    labels = area_labels(row["code"] for row in rows)
    return {"": _("area not stated"), **labels}


def place_labels(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Labels of the places of some incidents, by code, as the reader's policy names them."""
    codes = {row["place"] for row in rows if row["place"]}
    found = Place.objects.filter(code__in=codes).prefetch_related("names")
    return {place.code: str(place) for place in found}


def _listed_incidents(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The incidents that are listed, and how many more there are."""
    shown = rows[:MOST_ROWS]
    places = place_labels(shown)
    listed = [_incident(row, places) for row in shown]
    return {"incidents": listed, "left_out": len(rows) - len(shown)}


def _incident(row: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    told = Incident(
        category=row["category"],
        count_low=row["count"][0],
        count_high=row["count"][1],
        count_qualifier=row["count_qualifier"] or CountQualifier.UNKNOWN,
        count_unit=row["count_unit"] or "",
    )
    return {
        "id": row["id"],
        "day": date.fromisoformat(row["mission_day"]) if "mission_day" in row else None,
        "reference": row["reference"],
        "category": told.get_category_display(),
        "where": places.get(row["place"] or "") or row["area"] or _spot_words(row),
        "count": count_words(told),
        "killed": bounds_words(tuple(row["killed"])),
        "injured": bounds_words(tuple(row["injured"])),
        "severity": row["severity"],
        "severity_label": Severity(row["severity"]).label,
        "status": row["status"],
        "status_label": Status(row["status"]).label,
        "reports": row["reports"],
        "asserted": row["asserted"],
    }


def _spot_words(row: dict[str, Any]) -> str:
    """The coarse position that a report gives, for what has no place and no area."""
    if row["lat"] is None or row["lon"] is None:
        return _("place not known")
    return grid_label(Decimal(row["lat"]), Decimal(row["lon"]))


def month_groups(reports: Iterable[DailyReport]) -> list[dict[str, Any]]:
    """Published days by month, the newest month first, days in order, each with its totals."""
    months = groupby(reports, key=lambda one: one.mission_day.replace(day=1))
    return [_month(first, [_listed(report) for report in group][::-1]) for first, group in months]


def _month(first: date, days: list[dict[str, Any]]) -> dict[str, Any]:
    incidents = sum(day["incidents"] for day in days)
    return {
        "name": date_format(first, "YEAR_MONTH_FORMAT"),
        "first": days[0]["report"].mission_day,
        "last": days[-1]["report"].mission_day,
        "days": days,
        "incidents": incidents,
    }


def _listed(report: DailyReport) -> dict[str, Any]:
    return {"report": report, "incidents": published_content(report)["totals"]["incidents"]}
