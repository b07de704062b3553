"""Linking: which reports tell of which incident; the incident table's one writer."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from incidents.domain.content import ReportContent
from incidents.domain.duty import impose
from incidents.domain.journal import write_entry
from incidents.domain.losses import losses_of
from incidents.domain.references import References
from incidents.domain.severity import suggest_severity
from incidents.enums import ASSERTING, DATED, Action, DutyKind, Release, Scope, TimePrecision
from incidents.geo.position import coarsened
from incidents.ledger.uuid7 import spoken_form, uuid7
from incidents.missionday.window import day_of, local_date
from incidents.models import Incident, Report, SameEventLink
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


def incident_for(
    content: ReportContent, found: References, earlier: Report | None
) -> Incident | None:
    """Return the incident that a report tells of: a known one, or a new unsaved one.

    A variant tells of the incident of the first report with its id, a correction
    of the corrected report's, a same-event report of the named report's. A report
    that speaks of no single event (a total, a nil statement) has none.
    """
    if content.scope != Scope.EVENT:
        return None
    known = earlier or found.corrects or found.same_event_as
    if known is not None:
        linked = Incident.objects.filter(
            links__report=known, links__unlinked_at__isnull=True
        ).first()
        if linked is not None:
            return linked
    made = uuid7()
    return Incident(
        id=made,
        mission=found.mission,
        reference=f"{found.mission.code.upper()}-I-{spoken_form(made)}",
        severity=suggest_severity(content),
        release=Release.PUBLIC if is_published(content) else Release.MISSION,
    )


def is_published(content: ReportContent) -> bool:
    """Tell whether all that the report says is public already, at its source."""
    return bool(content.source_url) and content.category not in RESTRICTED_CATEGORIES


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
    _project(incident, _leading(incident), at)
    incident.save()
    _journal_and_duties(report, incident, actor, {day_before, incident.mission_day})


def _open(incident: Incident, report: Report, actor: User | None, at: datetime) -> None:
    incident.opened_at = at
    _project(incident, report, at, first=True)
    incident.save(force_insert=True)
    write_entry(
        Action.INCIDENT_OPENED,
        mission=report.mission,
        subject=("incident", str(incident.pk)),
        body={"reference": incident.reference, "report": str(report.report_id)},
        actor=actor,
        at=at,
    )
    _link(report, incident, actor, at)
    _journal_and_duties(report, incident, actor, {incident.mission_day})


def _link(report: Report, incident: Incident, actor: User | None, at: datetime) -> None:
    SameEventLink.objects.create(report=report, incident=incident, linked_by=actor, linked_at=at)


def _journal_and_duties(
    report: Report, incident: Incident, actor: User | None, days: set[date | None]
) -> None:
    entry = write_entry(
        Action.REPORT_LINKED,
        mission=report.mission,
        subject=("incident", str(incident.pk)),
        body={"report": str(report.report_id), "content_hash": report.content_hash},
        actor=actor,
        at=report.received_at,
    )
    impose_recounts(report.mission, days, cause=entry.seq, at=report.received_at)


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


def _leading(incident: Incident) -> Report:
    """Return the report whose facts the incident repeats.

    The first that asserts the event, else the first; of that one, the newest version.
    """
    told = current_reports(incident).order_by("key")
    return told.filter(stance__in=ASSERTING).first() or told.first() or incident_first(incident)


def current_reports(incident: Incident) -> Any:
    """Return the linked reports without variants and corrected versions."""
    return Report.objects.filter(
        Q(corrections__isnull=True),
        links__incident=incident,
        links__unlinked_at__isnull=True,
        is_variant=False,
    )


def incident_first(incident: Incident) -> Report:
    """Return the first report that was ever linked."""
    return Report.objects.filter(links__incident=incident).order_by("key")[0]


def _project(incident: Incident, leading: Report, at: datetime, *, first: bool = False) -> None:
    for name in _REPEATED:
        setattr(incident, name, getattr(leading, name))
    incident.mission_day = mission_day_of(leading)
    incident.sort_at = leading.occurred_from or leading.received_at
    if leading.lat is not None and leading.lon is not None:
        incident.public_lat, incident.public_lon = coarsened(leading.lat), coarsened(leading.lon)
    told = [leading] if first else list(current_reports(incident).prefetch_related("casualties"))
    incident.report_count = len(told)
    incident.asserted = any(report.stance in ASSERTING for report in told)
    losses = losses_of(told)
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
