"""Daily reports: the account of a mission day, published in revisions that never change."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import structlog
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from incidents.domain.daily_content import content_of, in_form, says_more_than
from incidents.domain.daily_count import keep_count, one_at_a_time
from incidents.domain.day_rule import rule_of
from incidents.domain.duty import impose_all
from incidents.domain.journal import write_entry
from incidents.domain.linking import release_day
from incidents.enums import Action, DutyKind, Release
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, parsed
from incidents.missionday.numbering import number_of
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReport, Incident, JournalEntry
from incidents.publishing import OF_INCIDENTS, PublicationKind
from parties.models import Mission, User

log = structlog.get_logger(__name__)

# Late returns of a day have this long before its report is published.
GRACE = timedelta(hours=2)
_LONGEST_WEEK = 7 * ONE_DAY


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
        report = keep_revision(
            DailyReport(
                mission=mission,
                name=day.isoformat(),
                first_day=day,
                mission_day=day,
                year=day.year,
                number=newest.number if newest else number_of(day, mission.opened_on),
                revision=newest.revision + 1 if newest else 1,
                content=stored,
                journal_position=count.journal_position,
                published_at=at,
            )
        )
        _revise_weeks(report)
    return report


def _revise_weeks(report: DailyReport) -> None:
    """Have the published weeks made again that tell of a day, or of the days before them."""
    day = report.mission_day
    told = DailyReport.objects.filter(
        mission=report.mission,
        kind=PublicationKind.WEEK,
        first_day__lte=day + _LONGEST_WEEK,
        mission_day__gte=day,
    )
    at = report.published_at
    impose_all(
        DutyKind.PUBLISH_WEEK,
        mission=report.mission,
        due={last.isoformat(): at for last in told.values_list("mission_day", flat=True)},
        cause=f"{report.name}/{report.revision}",
        at=at,
    )


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


def latest_revision(mission: Mission, name: date | str) -> DailyReport | None:
    """Return the newest revision of a report, by its day or its name, if it was published."""
    rows = DailyReport.objects.filter(mission=mission, name=str(name))
    return rows.order_by("-revision").first()


def newest_position(mission: Mission) -> int:
    """Return the number of the newest entry of a mission's journal."""
    newest = JournalEntry.objects.filter(mission=mission).order_by("-seq")
    return newest.values_list("seq", flat=True).first() or 0


def keep_revision(report: DailyReport, author: User | None = None) -> DailyReport:
    """Store and journal an unsaved revision; it is public at once, or when its embargo ends."""
    report.content_hash = content_hash(bytes(report.content))
    at = report.published_at
    report.released_at = at if _may_be_public(report, at) else None
    report.save(force_insert=True)
    write_entry(
        Action.DAY_PUBLISHED,
        mission=report.mission,
        subject=subject_of(report),
        body={
            "content_hash": report.content_hash,
            "number": report.number,
            "revision": report.revision,
            "year": report.year,
        },
        actor=author,
        at=at,
    )
    return report


def subject_of(report: DailyReport) -> tuple[str, str]:
    """Return how the journal names a revision."""
    return "daily_report", f"{report.name}/{report.revision}"


def _may_be_public(report: DailyReport, at: datetime) -> bool:
    """Tell whether its embargo is over, and that of the days or incidents that it tells of."""
    if report.kind in OF_INCIDENTS:
        told = Incident.objects.filter(pk__in=report.about)
        return not told.exclude(release=Release.PUBLIC).exists()
    if at < public_from(report.mission, report.mission_day):
        return False
    if report.kind == PublicationKind.DAY:
        return True
    days = (report.first_day, report.mission_day)
    hidden = reports_under_embargo(report.mission).filter(kind=PublicationKind.DAY)
    return not hidden.filter(mission_day__range=days).exists()


def days_without_report(mission: Mission, now: datetime) -> list[date]:
    """Return the due days that have no report, earliest first, computed from the database."""
    sql = """
        SELECT d::date FROM generate_series(%s::date, %s::date, interval '1 day') d
        WHERE NOT EXISTS (SELECT 1 FROM incidents_dailyreport r
                          WHERE r.mission_id = %s AND r.kind = 'day'
                            AND r.mission_day = d::date)
        ORDER BY d"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [mission.opened_on, newest_due_day(mission, now), mission.pk])
        return [row[0] for row in cursor.fetchall()]


def public_from(mission: Mission, day: date) -> datetime:
    """Return the instant from which a day's report may be public, in UTC."""
    return due_at(mission, day) + timedelta(hours=mission.embargo_hours)


def reports_under_embargo(mission: Mission) -> QuerySet[DailyReport]:
    """Return the newest revisions that are not public, earliest first, days before weeks."""
    newer = DailyReport.objects.filter(
        mission=OuterRef("mission"), name=OuterRef("name"), revision__gt=OuterRef("revision")
    )
    rows = DailyReport.objects.filter(~Exists(newer), mission=mission, released_at__isnull=True)
    return rows.order_by("mission_day", "kind")


def release_report(mission: Mission, name: date | str, now: datetime) -> DailyReport | None:
    """Make the newest revision of a report public, if its embargo is over and it is not yet.

    Returns that revision, or None. Doing it twice, or twice at once, releases once; older
    revisions that never were public stay so. A day's incidents become public with it.
    """
    with one_at_a_time(mission):
        newest = latest_revision(mission, name)
        if newest is None or newest.released_at or not _may_be_public(newest, now):
            return None
        DailyReport.objects.filter(pk=newest.pk).update(released_at=now)
        if newest.kind == PublicationKind.DAY:
            release_day(mission, newest.mission_day, now)
            keep_count(mission, newest.mission_day)
        write_entry(
            Action.DAY_RELEASED,
            mission=mission,
            subject=subject_of(newest),
            body={"content_hash": newest.content_hash},
            actor=None,
            at=now,
        )
    newest.released_at = now
    return newest


def due_at(mission: Mission, day: date) -> datetime:
    """Return the instant at which a day's report is due, in UTC."""
    return rule_of(mission).window(day).ends + GRACE
