"""Daily reports: the account of a mission day, published in revisions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import structlog
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from incidents.domain.daily_content import content_of, in_form, says_more_than
from incidents.domain.daily_count import keep_count, one_at_a_time
from incidents.domain.day_rule import rule_of
from incidents.domain.journal import write_entry
from incidents.domain.linking import release_day
from incidents.enums import Action
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, parsed
from incidents.missionday.numbering import number_of
from incidents.models import DailyReport
from parties.models import Mission

log = structlog.get_logger(__name__)

# Late returns of a day have this long before its report is published.
GRACE = timedelta(hours=2)


def newest_due_day(mission: Mission, now: datetime) -> date:
    """Return the newest mission day whose report is due at ``now``."""
    newest = rule_of(mission).last_closed(now - GRACE)
    return min(newest, mission.closed_on) if mission.closed_on else newest


def publish_day(mission: Mission, day: date, now: datetime | None = None) -> DailyReport | None:
    """Publish a mission day, or its next revision if its content has changed.

    Returns the current revision; None if the day is before the mission's first day,
    after its last one, or its report is not due. Doing it twice, or twice at once,
    publishes once. The day's incidents become public, unless an embargo lasts.
    """
    at = now or timezone.now()
    if not mission.opened_on <= day <= newest_due_day(mission, at):
        return None
    with one_at_a_time(mission):
        if at >= public_from(mission, day):
            release_day(mission, day, at)
        count = keep_count(mission, day)
        content = content_of(mission, day)
        newest = latest_revision(mission, day)
        if newest is not None and _says(newest, content):
            return newest
        stored = canonical_bytes(content)
        return _publish(mission, day, stored, count.journal_position, at, newest)


def _says(report: DailyReport, content: Mapping[str, Canonical]) -> bool:
    """Tell whether a revision says this already, in the form that it was published in."""
    form = parsed(bytes(report.content))["v"]
    if says_more_than(content, form):
        return False
    return content_hash(canonical_bytes(in_form(content, form))) == report.content_hash


def revise_day(mission: Mission, day: date, now: datetime) -> DailyReport | None:
    """Publish the next revision of a published day, if its content has changed.

    Returns the current revision; None if the day was not published yet.
    """
    published = latest_revision(mission, day) is not None
    return publish_day(mission, day, now) if published else None


def publish_days_until(mission: Mission, day: date, now: datetime) -> None:
    """Publish the due days up to ``day`` that have no report, earliest first.

    An earlier day that cannot be published does not hold up the later ones; its own
    duty is kept.
    """
    for missed in days_without_report(mission, now):
        if missed < day:
            _publish_if_possible(mission, missed, now)
    if latest_revision(mission, day) is None:
        publish_day(mission, day, now)


def _publish_if_possible(mission: Mission, day: date, now: datetime) -> None:
    try:
        publish_day(mission, day, now)
    except Exception as error:  # noqa: BLE001 - the day's own duty reports it
        log.warning("day_not_published", mission=mission.code, day=str(day), error=str(error))


def latest_revision(mission: Mission, day: date) -> DailyReport | None:
    """Return the newest revision of a day's report, if it was published."""
    return (
        DailyReport.objects.filter(mission=mission, mission_day=day).order_by("-revision").first()
    )


def _publish(
    mission: Mission,
    day: date,
    content: bytes,
    position: int,
    at: datetime,
    newest: DailyReport | None,
) -> DailyReport:
    report = DailyReport.objects.create(
        mission=mission,
        mission_day=day,
        year=day.year,
        number=newest.number if newest else number_of(day, mission.opened_on),
        revision=newest.revision + 1 if newest else 1,
        content=content,
        content_hash=content_hash(content),
        journal_position=position,
        published_at=at,
        released_at=at if at >= public_from(mission, day) else None,
    )
    write_entry(
        Action.DAY_PUBLISHED,
        mission=mission,
        subject=("daily_report", f"{day.isoformat()}/{report.revision}"),
        body={
            "content_hash": report.content_hash,
            "number": report.number,
            "revision": report.revision,
            "year": report.year,
        },
        actor=None,
        at=at,
    )
    return report


def days_without_report(mission: Mission, now: datetime) -> list[date]:
    """Return the due days that have no report, earliest first, computed from the database."""
    sql = """
        SELECT d::date FROM generate_series(%s::date, %s::date, interval '1 day') d
        WHERE NOT EXISTS (SELECT 1 FROM incidents_dailyreport r
                          WHERE r.mission_id = %s AND r.mission_day = d::date)
        ORDER BY d"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [mission.opened_on, newest_due_day(mission, now), mission.pk])
        return [row[0] for row in cursor.fetchall()]


def public_from(mission: Mission, day: date) -> datetime:
    """Return the instant from which a day's report may be public, in UTC."""
    return due_at(mission, day) + timedelta(hours=mission.embargo_hours)


def days_under_embargo(mission: Mission) -> list[date]:
    """Return the days whose newest revision is not public, earliest first."""
    newer = DailyReport.objects.filter(
        mission=OuterRef("mission"),
        mission_day=OuterRef("mission_day"),
        revision__gt=OuterRef("revision"),
    )
    rows = DailyReport.objects.filter(~Exists(newer), mission=mission, released_at__isnull=True)
    return list(rows.order_by("mission_day").values_list("mission_day", flat=True))


def release_report(mission: Mission, day: date, now: datetime) -> DailyReport | None:
    """Make the newest revision of a day public, if its embargo is over and it is not yet.

    Returns that revision, or None. Doing it twice, or twice at once, releases once; older
    revisions that never were public stay so. The day's incidents become public with it.
    """
    with one_at_a_time(mission):
        newest = latest_revision(mission, day)
        if newest is None or newest.released_at or now < public_from(mission, day):
            return None
        DailyReport.objects.filter(pk=newest.pk).update(released_at=now)
        release_day(mission, day, now)
        keep_count(mission, day)
        write_entry(
            Action.DAY_RELEASED,
            mission=mission,
            subject=("daily_report", f"{day.isoformat()}/{newest.revision}"),
            body={"content_hash": newest.content_hash},
            actor=None,
            at=now,
        )
    newest.released_at = now
    return newest


def due_at(mission: Mission, day: date) -> datetime:
    """Return the instant at which a day's report is due, in UTC."""
    return rule_of(mission).window(day).ends + GRACE
