"""Days as pages and API read them: counts, series, and the reports of days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import TruncMonth

from incidents.domain.daily_content import content_of
from incidents.domain.day_rule import rule_of
from incidents.domain.queries.access import (
    visible_daily_reports,
    visible_datasets,
    visible_incidents,
)
from incidents.ledger.canonical import parsed
from incidents.missionday.window import Window
from incidents.models import DailyCount, DailyReport, DatasetRecord, Incident
from incidents.publishing import OF_INCIDENTS, PublicationKind
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission


@dataclass(frozen=True, slots=True)
class Glance:
    """The open mission day beside the one before it."""

    window: Window
    incidents: int
    before: int
    counted_at: datetime | None


def open_day(mission: Mission, now: datetime) -> date:
    """Return the mission day that is running at ``now``."""
    return rule_of(mission).day_of(now)


def glance_at(actor: Actor, mission: Mission, now: datetime) -> Glance:
    """Return how many readable incidents the open day and the day before it have."""
    day = open_day(mission, now)
    readable = visible_incidents(actor).filter(mission=mission)
    count = DailyCount.objects.filter(mission=mission, mission_day=day).first()
    return Glance(
        window=rule_of(mission).window(day),
        incidents=readable.filter(mission_day=day).count(),
        before=readable.filter(mission_day=day - timedelta(days=1)).count(),
        counted_at=count.counted_at if count else None,
    )


def _counted(actor: Actor, mission: Mission) -> str:
    return "incidents" if may(actor, "read_open_day", mission.pk) else "public_incidents"


def days_until(actor: Actor, mission: Mission, last: date, days: int) -> list[tuple[date, int]]:
    """Return incidents a day for ``days`` days up to ``last``, days of none included."""
    first = last - timedelta(days=days - 1)
    column = _counted(actor, mission)
    known = dict(
        DailyCount.objects.filter(mission=mission, mission_day__range=(first, last)).values_list(
            "mission_day", column
        )
    )
    every = (first + timedelta(days=n) for n in range(days))
    return [(day, known.get(day, 0)) for day in every]


def last_day_with_incidents(actor: Actor, mission: Mission) -> date | None:
    """Return the newest mission day on which anything was counted."""
    column = _counted(actor, mission)
    counts = DailyCount.objects.filter(mission=mission, **{f"{column}__gt": 0})
    newest: date | None = counts.aggregate(newest=Max("mission_day"))["newest"]
    return newest


def months_of(actor: Actor, mission: Mission) -> list[tuple[date, int]]:
    """Return incidents a month, from the first month with any to the last."""
    column = _counted(actor, mission)
    rows = (
        DailyCount.objects.filter(mission=mission, mission_day__gte=mission.opened_on)
        .annotate(month=TruncMonth("mission_day"))
        .values("month")
        .annotate(number=Sum(column))
        .order_by("month")
    )
    return [(row["month"], row["number"]) for row in rows]


def daily_reports_of(actor: Actor, mission: Mission) -> QuerySet[DailyReport]:
    """Return the current revision of each published day, newest day first."""
    return _current(actor, mission, PublicationKind.DAY)


def weekly_reports_of(actor: Actor, mission: Mission) -> QuerySet[DailyReport]:
    """Return the current revision of each published week, newest week first."""
    return _current(actor, mission, PublicationKind.WEEK)


def is_first_week(report: DailyReport) -> bool:
    """Tell whether a week's report had no published day before it to be compared with."""
    days = DailyReport.objects.filter(mission=report.mission_id, kind=PublicationKind.DAY)
    return not days.filter(mission_day__lt=report.first_day).exists()


def _current(actor: Actor, mission: Mission, kind: str) -> QuerySet[DailyReport]:
    return (
        visible_daily_reports(actor)
        .filter(mission=mission, kind=kind)
        .order_by("-mission_day", "-revision")
        .distinct("mission_day")
    )


def revisions_of(actor: Actor, mission: Mission, name: date | str) -> QuerySet[DailyReport]:
    """Return all revisions of a report, by its day or its name, newest first."""
    rows = visible_daily_reports(actor).filter(mission=mission, name=str(name))
    return rows.order_by("-revision")


def newest_published(actor: Actor, mission: Mission, most: int = 30) -> list[DailyReport]:
    """Return the revisions that were published last, newest first."""
    rows = visible_daily_reports(actor).filter(mission=mission).select_related("mission")
    newest = F("released_at").desc(nulls_first=True)
    return list(rows.order_by(newest, "-mission_day", "-revision")[:most])


def newest_with_hash(actor: Actor, content_hash: str) -> DailyReport | None:
    """Return the newest revision whose content has this hash; there may be several alike."""
    rows = visible_daily_reports(actor).filter(content_hash=content_hash)
    return rows.select_related("mission").order_by("-pk").first()


def single_reports_of(actor: Actor, mission: Mission) -> QuerySet[DailyReport]:
    """Return the flash and spot reports, newest first."""
    rows = visible_daily_reports(actor).filter(mission=mission, kind__in=OF_INCIDENTS)
    return rows.order_by("-published_at", "-pk")


def reports_about(actor: Actor, incident: Incident) -> list[DailyReport]:
    """Return the flash and spot reports that tell of an incident, newest first."""
    rows = single_reports_of(actor, incident.mission)
    return list(rows.filter(about__contains=[incident.pk]).defer("content"))


def superseding(actor: Actor, report: DailyReport) -> DailyReport | None:
    """Return what stands instead of a report: its newest revision, or a later spot report."""
    newest = revisions_of(actor, report.mission, report.name).first()
    if report.kind in OF_INCIDENTS:
        spots = single_reports_of(actor, report.mission)
        newest = spots.filter(pk__in=later_spots(report)).first()
    return newest if newest != report else None


def later_spots(report: DailyReport) -> QuerySet[DailyReport]:
    """Return the spot reports, whoever may read them, that supersede a flash or a spot report."""
    if report.kind not in OF_INCIDENTS:
        return DailyReport.objects.none()
    spots = DailyReport.objects.filter(mission=report.mission_id, kind=PublicationKind.SPOT)
    return spots.filter(about__contains=report.about, pk__gt=report.pk)


def told_by_others(actor: Actor, mission: Mission, day: date) -> QuerySet[DatasetRecord]:
    """Return what datasets of others say of a day, as far as the actor may read them."""
    rows = visible_datasets(actor).filter(mission=mission, day_from__lte=day, day_until__gte=day)
    return rows.select_related("batch").order_by("dataset", "external_id")


def published_content(report: DailyReport) -> dict[str, Any]:
    """Return what a published revision says, exactly as it was published."""
    return parsed(bytes(report.content))


def preliminary_content(mission: Mission, day: date) -> dict[str, Any]:
    """Return what an unpublished day's report would say, as far as it is counted."""
    return dict(content_of(mission, day))
