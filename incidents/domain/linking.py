"""Linking: which reports tell of which incident; the incident table's one writer."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from incidents.domain.content import ReportContent
from incidents.domain.duty import impose_each, recounts
from incidents.domain.journal import write_entries
from incidents.domain.opening import (
    Opening,
    incidents_of,
    link_entry,
    open_all,
    opened_entry,
    unused_beside,
    unused_incident,
)
from incidents.domain.projection import project
from incidents.domain.references import References
from incidents.enums import Action, Release, Scope
from incidents.models import Incident, IncidentMerge, Report, SameEventLink
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission, User

LONGEST_LINK_REASON = 300
_LINK_BOOK = 2  # first half of the advisory lock's key; the second is the mission


def hold_links(mission: Mission, *, alone: bool) -> None:
    """Keep who moves links apart from who joins reports, until the transaction ends.

    Any number may join at once; who moves links is alone in the mission, so that no
    report joins an incident while it is merged away.
    """
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, %s)", [_LINK_BOOK, mission.pk])


def incident_for(
    content: ReportContent, found: References, earlier: Report | None
) -> Incident | None:
    """Return the incident that a report tells of: a known one, or a new unsaved one.

    A variant tells of the incident of the first report with its id, a correction
    of the corrected report's, even if it now speaks of no event; a same-event report
    of the named report's. Any other total or nil statement has none.
    """
    if earlier or found.corrects or found.same_event_as:
        hold_links(found.mission, alone=False)
    known = _incident_of(earlier or found.corrects)
    if known is not None or content.scope != Scope.EVENT:
        return known
    return _incident_of(found.same_event_as) or unused_incident(content, found.mission)


def _incident_of(report: Report | None) -> Incident | None:
    """Return the incident that a report tells of, or that its proposal would correct."""
    if report is None:
        return None
    linked = Incident.objects.filter(links__unlinked_at__isnull=True)
    known = linked.filter(links__report=report).first()
    return known or linked.filter(links__report__proposals__report=report).first()


def attach(report: Report, incident: Incident | None, *, actor: User | None, at: datetime) -> None:
    """Link a stored report to its incident and bring the incident up to date."""
    if incident is None:
        return
    if incident._state.adding:  # noqa: SLF001 - as Model.save does
        open_all([Opening(report, incident, actor)], at)
        return
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    day_before = incident.mission_day
    SameEventLink.objects.create(report=report, incident=incident, linked_by=actor, linked_at=at)
    project(incident, standing_reports(incident), at)
    incident.save()
    (entry,) = write_entries([link_entry(Action.REPORT_LINKED, report, incident, actor, at)])
    days = {day_before, incident.mission_day}
    impose_recounts(report.mission, days, cause=entry.seq, at=at)


def impose_recounts(mission: Mission, days: set[date | None], *, cause: int, at: datetime) -> None:
    """Write the duty to recount each dated day, caused by a journal entry."""
    impose_each(recounts(mission, days, cause=str(cause), at=at))


def standing_reports(incident: Incident) -> list[Report]:
    """Return the newest version of each account of an incident, first account first.

    Of several reports with one id the first stands; variants beside it do not.
    """
    return standing_among(_linked(incident))


def standing_among(linked: Iterable[Report]) -> list[Report]:
    """Return the newest version of each account among reports, first account first."""
    firsts: dict[UUID, Report] = {}
    for report in linked:
        firsts.setdefault(report.report_id, report)
    roots: dict[int | None, int] = {}
    newest: dict[int, Report] = {}
    for report in firsts.values():
        roots[report.key] = roots.get(report.corrects_id, report.key)
        newest[roots[report.key]] = report
    return list(newest.values())


def _linked(incident: Incident) -> QuerySet[Report]:
    return (
        Report.objects.filter(links__incident=incident, links__unlinked_at__isnull=True)
        .select_related("mission")
        .prefetch_related("casualties")
        .order_by("key")
    )


def accounts_of(incident: Incident) -> list[list[Report]]:
    """Return an incident's reports by account: a report, its variants and its corrections.

    They stay together wherever they are moved.
    """
    accounts: list[list[Report]] = []
    by_id: dict[UUID, list[Report]] = {}
    by_key: dict[int | None, list[Report]] = {}
    for report in _linked(incident):
        account = by_id.get(report.report_id) or by_key.get(report.corrects_id) or []
        if not account:
            accounts.append(account)
        account.append(report)
        by_id[report.report_id] = by_key[report.key] = account
    return accounts


@dataclass(frozen=True, slots=True)
class Move:
    """Who moves reports, when, why, and by which merge if it is one."""

    actor: User | None
    at: datetime
    reason: str
    merge: IncidentMerge | None = None


def move_reports(
    reports: Sequence[Report], source: Incident, target: Incident, move: Move
) -> set[date | None]:
    """End the links of reports to one incident, link them to another, bring both up to date.

    Returns the mission days that must be counted again. Both rows must be locked.
    """
    days = {source.mission_day, target.mission_day}
    linked = SameEventLink.objects.filter(incident=source, unlinked_at__isnull=True)
    linked.filter(report__in=reports).update(unlinked_at=move.at)
    SameEventLink.objects.bulk_create(_moved_links(reports, target, move))
    write_entries(
        link_entry(action, report, incident, move.actor, move.at)
        for report in reports
        for action, incident in ((Action.REPORT_UNLINKED, source), (Action.REPORT_LINKED, target))
    )
    for incident in (source, target):
        _bring_up_to_date(incident, move.at)
    return days | {source.mission_day, target.mission_day}


def _moved_links(
    reports: Iterable[Report], target: Incident, move: Move
) -> Iterable[SameEventLink]:
    for report in reports:
        yield SameEventLink(
            report=report,
            incident=target,
            linked_by=move.actor,
            linked_at=move.at,
            reason=move.reason[:LONGEST_LINK_REASON],
            merge=move.merge,
        )


def _bring_up_to_date(incident: Incident, at: datetime) -> None:
    """Project an incident anew; one without reports keeps its facts and counts nothing."""
    standing = standing_reports(incident)
    if standing:
        project(incident, standing, at)
    else:
        incident.report_count, incident.asserted, incident.updated_at = 0, False, at
    incident.save()


def retell(reports: Sequence[Report], *, cause: int, at: datetime) -> None:
    """Bring incidents up to date after values of their reports were destroyed."""
    told = Incident.objects.filter(links__report__in=reports, links__unlinked_at__isnull=True)
    rows = Incident.objects.select_for_update(of=("self",)).select_related("mission")
    for incident in rows.filter(pk__in=told.values("pk")).order_by("pk"):
        day = incident.mission_day
        _bring_up_to_date(incident, at)
        impose_recounts(incident.mission, {day, incident.mission_day}, cause=cause, at=at)


def retold_by(incident: Incident, linked: Sequence[Report]) -> Incident:
    """Return an incident as it stands when these reports tell of it; nothing is written.

    They are given in the order in which they came.
    """
    told = copy(incident)
    project(told, standing_among(linked), incident.updated_at)
    return told


def open_beside(incident: Incident, report: Report, move: Move) -> Incident:
    """Open an incident for a report that leaves another one; its link must be moved next."""
    made = unused_beside(incident)
    opening = Opening(report, made, move.actor)
    write_entries([opened_entry(opening, move.at)], after=[incidents_of([opening], move.at)])
    return made


def lead_to(incident: Incident, into: Incident | None) -> None:
    """Let an incident's id lead to another incident, or to itself again."""
    incident.merged_into = into
    incident.save(update_fields=["merged_into"])


def release_day(mission: Mission, day: date, at: datetime) -> int:
    """Make the incidents of a published day readable for the public."""
    return (
        Incident.objects.filter(mission=mission, mission_day=day)
        .exclude(release=Release.PUBLIC)
        .exclude(category__in=RESTRICTED_CATEGORIES)
        .update(release=Release.PUBLIC, updated_at=at)
    )


def move_status(incident: Incident, status: str, at: datetime) -> None:
    """Write a status that ``domain.status`` has allowed."""
    Incident.objects.filter(pk=incident.pk).update(status=status, updated_at=at)
