"""Weekly reports: made from the published reports of their days, and revised with them.

Weeks follow each other without gap or overlap from the mission's first day on, also where
the day on which they end is changed: the next one is shorter then. A week is published
when the report of each of its days is there and the last of them is due.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from incidents.domain.daily_count import one_at_a_time
from incidents.domain.daily_report import (
    days_without_report,
    keep_revision,
    latest_revision,
    newest_due_day,
    newest_position,
)
from incidents.enums import Action
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, parsed
from incidents.missionday.week import Week, week_content, weeks_from
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReport, JournalEntry
from incidents.publishing import PublicationKind
from parties.models import Mission


def name_of_week(last: date) -> str:
    """Return how the report of the week that ends on a day is named."""
    return f"{PublicationKind.WEEK}-{last.isoformat()}"


def weeks_without_report(mission: Mission, now: datetime) -> list[Week]:
    """Return the due weeks that have no report, earliest first, computed from the database."""
    newest = _weeks(mission).order_by("-mission_day", "-revision").first()
    first = newest.mission_day + ONE_DAY if newest else mission.opened_on
    due = newest_due_day(mission, now)
    missing = days_without_report(mission, now)
    until = min(due, missing[0] - ONE_DAY) if missing else due
    found = [*weeks_from(first, until, mission.week_ends_on)]
    rest = found[-1][1] + ONE_DAY if found else first
    if mission.closed_on and rest <= mission.closed_on == until:
        found.append((rest, until))
    return list(_numbered(found, newest))


def _weeks(mission: Mission) -> QuerySet[DailyReport]:
    return DailyReport.objects.filter(mission=mission, kind=PublicationKind.WEEK)


def _numbered(found: Sequence[tuple[date, date]], newest: DailyReport | None) -> Iterator[Week]:
    year, number = (newest.year, newest.number) if newest else (0, 0)
    for first, last in found:
        number = number + 1 if last.year == year else 1
        year = last.year
        yield Week(first, last, number)


def publish_week(mission: Mission, last: date, now: datetime | None = None) -> DailyReport | None:
    """Publish the week that ends on a day, or its next revision if its days' reports changed.

    Earlier weeks without a report are published before it. Returns the current revision;
    None if no week ends then, or its days are not all published and due. Doing it twice,
    or twice at once, publishes once.
    """
    at = now or timezone.now()
    with one_at_a_time(mission):
        for week in weeks_without_report(mission, at):
            if week.last <= last:
                _publish(mission, week, at, None)
        newest = latest_revision(mission, name_of_week(last))
        return _publish(mission, _week_of(newest), at, newest) if newest else None


def _week_of(report: DailyReport) -> Week:
    return Week(report.first_day, report.mission_day, report.number)


def _publish(mission: Mission, week: Week, at: datetime, newest: DailyReport | None) -> DailyReport:
    position = newest_position(mission)
    stored = canonical_bytes(week_at(mission, week, position))
    if newest is not None and newest.content_hash == content_hash(stored):
        return newest
    return keep_revision(
        DailyReport(
            mission=mission,
            kind=PublicationKind.WEEK,
            name=name_of_week(week.last),
            first_day=week.first,
            mission_day=week.last,
            year=week.last.year,
            number=week.number,
            revision=newest.revision + 1 if newest else 1,
            content=stored,
            journal_position=position,
            published_at=at,
        )
    )


def week_at(mission: Mission, week: Week, position: int) -> dict[str, Canonical]:
    """Return what a week's report says by the days' reports up to a journal position."""
    reports = _current_at(mission, week.first - week.days * ONE_DAY, week.last, position)
    contents = [parsed(bytes(one.content)) for one in reports]
    before = sum(1 for one in reports if one.mission_day < week.first)
    cited = [
        {"number": one.number, "revision": one.revision, "content_hash": one.content_hash}
        for one in reports[before:]
    ]
    return week_content(week, contents[before:], contents[:before], cited)


def _current_at(mission: Mission, first: date, last: date, position: int) -> list[DailyReport]:
    """Return the revisions of some days that were current at a position, by their days."""
    rows = DailyReport.objects.filter(
        mission=mission, kind=PublicationKind.DAY, mission_day__range=(first, last)
    )
    reports = {f"{one.name}/{one.revision}": one for one in rows.order_by("revision")}
    published = JournalEntry.objects.filter(
        mission=mission,
        action=Action.DAY_PUBLISHED,
        subject_type="daily_report",
        subject_id__in=list(reports),
        seq__lte=position,
    )
    known = set(published.values_list("subject_id", flat=True))
    current = {one.name: one for name, one in reports.items() if name in known}
    return sorted(current.values(), key=lambda one: one.mission_day)


def recompute_week(report: DailyReport) -> bytes:
    """Return the bytes of a week's revision, made again up to its journal position."""
    week = _week_of(report)
    return canonical_bytes(week_at(report.mission, week, report.journal_position))
