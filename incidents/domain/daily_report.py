"""Daily reports: the account of a mission day, published in revisions."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from incidents.domain.daily_content import content_of
from incidents.domain.daily_count import recount_day
from incidents.domain.journal import journal_position, write_entry
from incidents.domain.linking import release_day
from incidents.enums import Action
from incidents.ledger.canonical import canonical_bytes, content_hash
from incidents.missionday.numbering import number_of
from incidents.missionday.window import last_closed_day, window_of
from incidents.models import DailyReport
from parties.models import Mission

# Late returns of a day have this long before its report is published.
GRACE = timedelta(hours=2)


def newest_due_day(mission: Mission, now: datetime) -> date:
    """Return the newest mission day whose report is due at ``now``."""
    newest = last_closed_day(now - GRACE, mission.time_zone, mission.cut_off)
    return min(newest, mission.closed_on) if mission.closed_on else newest


def publish_day(mission: Mission, day: date, now: datetime | None = None) -> DailyReport | None:
    """Publish a mission day, or its next revision if its content has changed.

    Returns the current revision; None if the day is before the mission's first day,
    after its last one, or its report is not due. Doing it twice, or twice at once,
    publishes once.
    """
    at = now or timezone.now()
    if not mission.opened_on <= day <= newest_due_day(mission, at):
        return None
    with transaction.atomic():
        _serialise(mission, day)
        position = journal_position(mission)
        recount_day(mission, day)
        content = canonical_bytes(content_of(mission, day))
        newest = latest_revision(mission, day)
        if newest is not None and newest.content_hash == content_hash(content):
            return newest
        release_day(mission, day, at)
        return _publish(mission, day, content, position, at, newest)


def latest_revision(mission: Mission, day: date) -> DailyReport | None:
    """Return the newest revision of a day's report, if it was published."""
    return (
        DailyReport.objects.filter(mission=mission, mission_day=day).order_by("-revision").first()
    )


def _serialise(mission: Mission, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [mission.pk, day.toordinal()])


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
        number=number_of(day, mission.opened_on),
        revision=newest.revision + 1 if newest else 1,
        content=content,
        content_hash=content_hash(content),
        journal_position=position,
        published_at=at,
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


def days_without_report(mission: Mission, now: datetime, limit: int) -> list[date]:
    """Return the earliest due days that have no report, computed from the database."""
    sql = """
        SELECT d::date FROM generate_series(%s::date, %s::date, interval '1 day') d
        WHERE NOT EXISTS (SELECT 1 FROM incidents_dailyreport r
                          WHERE r.mission_id = %s AND r.mission_day = d::date)
        ORDER BY d LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [mission.opened_on, newest_due_day(mission, now), mission.pk, limit])
        return [row[0] for row in cursor.fetchall()]


def due_at(mission: Mission, day: date) -> datetime:
    """Return the instant at which a day's report is due, in UTC."""
    return window_of(day, mission.time_zone, mission.cut_off).ends + GRACE
