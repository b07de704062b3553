"""Linking: which reports tell of which incident; the incident table's one writer."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects

from incidents.domain.content import ReportContent
from incidents.domain.duty import impose
from incidents.domain.journal import write_entry
from incidents.domain.losses import losses_of
from incidents.domain.references import References
from incidents.domain.severity import severity_of
from incidents.enums import (
    ASSERTING,
    DATED,
    OWN_SOURCES,
    Action,
    DutyKind,
    Release,
    Scope,
    Severity,
    TimePrecision,
)
from incidents.geo.position import coarsened
from incidents.ledger.uuid7 import spoken_form, uuid7
from incidents.missionday.window import day_of, local_date
from incidents.models import Incident, IncidentMerge, JournalEntry, Report, SameEventLink
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission, User

_REPEATED = (
    "occurred_from",
    "occurred_until",
    "time_precision",
    "place_id",
    "area_text",
    "lat",
    "lon",
    "position_precision",
    "post_id",
    "category",
    "weapon",
    "count_low",
    "count_high",
    "count_qualifier",
    "count_unit",
)

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
    return _incident_of(found.same_event_as) or _new_incident(content, found.mission)


def _incident_of(report: Report | None) -> Incident | None:
    """Return the incident that a report tells of, or that its proposal would correct."""
    if report is None:
        return None
    linked = Incident.objects.filter(links__unlinked_at__isnull=True)
    known = linked.filter(links__report=report).first()
    return known or linked.filter(links__report__proposals__report=report).first()


def _new_incident(content: ReportContent, mission: Mission) -> Incident:
    return _unused(mission, Release.PUBLIC if is_published(content) else Release.MISSION)


def _unused(mission: Mission, release: str) -> Incident:
    made = uuid7()
    reference = f"{mission.code.upper()}-I-{spoken_form(made)}"
    if Incident.objects.filter(mission=mission, reference=reference).exists():
        return _unused(mission, release)
    return Incident(id=made, mission=mission, reference=reference, release=release)


def is_published(content: ReportContent) -> bool:
    """Tell whether all that the report says is public already, at its source.

    What the mission's own people saw is not, whatever address they give.
    """
    return (
        bool(content.source_url)
        and content.source_kind not in OWN_SOURCES
        and content.category not in RESTRICTED_CATEGORIES
    )


def attach(report: Report, incident: Incident | None, *, actor: User | None, at: datetime) -> None:
    """Link a stored report to its incident and bring the incident up to date."""
    if incident is None:
        return
    if incident._state.adding:  # noqa: SLF001 - as Model.save does
        _open(incident, report, actor, at)
        return
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    day_before = incident.mission_day
    _link(report, incident, actor, at)
    _project(incident, standing_reports(incident), at)
    incident.save()
    _journal_and_duties(report, incident, actor, at, {day_before, incident.mission_day})


def _open(incident: Incident, report: Report, actor: User | None, at: datetime) -> None:
    _insert(incident, report, actor, at)
    _link(report, incident, actor, at)
    _journal_and_duties(report, incident, actor, at, {incident.mission_day})


def _insert(incident: Incident, report: Report, actor: User | None, at: datetime) -> None:
    incident.opened_at = at
    prefetch_related_objects([report], "casualties")
    _project(incident, [report], at)
    incident.save(force_insert=True)
    write_entry(
        Action.INCIDENT_OPENED,
        mission=report.mission,
        subject=("incident", str(incident.pk)),
        body={"reference": incident.reference, "report": str(report.report_id)},
        actor=actor,
        at=at,
    )


def _link(report: Report, incident: Incident, actor: User | None, at: datetime) -> None:
    SameEventLink.objects.create(report=report, incident=incident, linked_by=actor, linked_at=at)


def _journal_and_duties(
    report: Report, incident: Incident, actor: User | None, at: datetime, days: set[date | None]
) -> None:
    entry = _journal_link(Action.REPORT_LINKED, report, incident, actor, at)
    impose_recounts(report.mission, days, cause=entry.seq, at=at)


def _journal_link(
    action: Action, report: Report, incident: Incident, actor: User | None, at: datetime
) -> JournalEntry:
    return write_entry(
        action,
        mission=report.mission,
        subject=("incident", str(incident.pk)),
        body={"report": str(report.report_id), "content_hash": report.content_hash},
        actor=actor,
        at=at,
    )


def impose_recounts(mission: Mission, days: set[date | None], *, cause: int, at: datetime) -> None:
    """Write the duty to recount each dated day, caused by a journal entry."""
    for day in sorted(day for day in days if day is not None):
        impose(
            DutyKind.RECOUNT_DAY,
            mission=mission,
            subject=day.isoformat(),
            cause=str(cause),
            at=at,
        )


def standing_reports(incident: Incident) -> list[Report]:
    """Return the newest version of each account of an incident, first account first.

    Of several reports with one id the first stands; variants beside it do not.
    """
    return _standing_among(_linked(incident))


def _standing_among(linked: Iterable[Report]) -> list[Report]:
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
    for report in reports:
        _journal_link(Action.REPORT_UNLINKED, report, source, move.actor, move.at)
        _journal_link(Action.REPORT_LINKED, report, target, move.actor, move.at)
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
        _project(incident, standing, at)
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
    _project(told, _standing_among(linked), incident.updated_at)
    return told


def open_beside(incident: Incident, report: Report, move: Move) -> Incident:
    """Open an incident for a report that leaves another one; its link must be moved next."""
    made = _unused(incident.mission, incident.release)
    _insert(made, report, move.actor, move.at)
    return made


def lead_to(incident: Incident, into: Incident | None) -> None:
    """Let an incident's id lead to another incident, or to itself again."""
    incident.merged_into = into
    incident.save(update_fields=["merged_into"])


def _project(incident: Incident, standing: list[Report], at: datetime) -> None:
    """Repeat the leading report's facts and add up what counts.

    The leading report is the first that asserts the event, else the first that
    speaks of it, else (all were corrected away) the first. Unless it is restricted
    itself, restricted reports add nothing: what they say must not show in a sum.
    """
    events = [report for report in standing if report.scope == Scope.EVENT]
    asserting = [report for report in events if report.stance in ASSERTING]
    leading = (asserting or events or standing)[0]
    if leading.category not in RESTRICTED_CATEGORIES:
        events = [report for report in events if report.category not in RESTRICTED_CATEGORIES]
        asserting = [report for report in asserting if report in events]
    for name in _REPEATED:
        setattr(incident, name, getattr(leading, name))
    incident.mission_day = mission_day_of(leading)
    incident.sort_at = leading.occurred_from or leading.received_at
    incident.public_lat = None if leading.lat is None else coarsened(leading.lat)
    incident.public_lon = None if leading.lon is None else coarsened(leading.lon)
    incident.report_count = len(events)
    incident.asserted = bool(asserting)
    incident.severity = max((severity_of(report) for report in events), default=Severity.S0)
    losses = losses_of(events)
    incident.killed_low, incident.killed_high = losses["killed"]
    incident.injured_low, incident.injured_high = losses["injured"]
    incident.updated_at = at


def mission_day_of(report: Report) -> date | None:
    """Return the mission day that a report's event counts on; None if undated.

    A time that is known only to the day counts on the mission day of that date;
    one known only to the week or month counts on none.
    """
    if report.occurred_from is None or report.time_precision not in DATED:
        return None
    mission = report.mission
    if report.time_precision == TimePrecision.T5:
        return local_date(report.occurred_from, mission.time_zone)
    return day_of(report.occurred_from, mission.time_zone, mission.cut_off)


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
