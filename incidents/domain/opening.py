"""Opening: an incident begins with its first report; any number of them in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from incidents.domain.content import ReportContent
from incidents.domain.duty import recounts
from incidents.domain.journal import Entry, write_entries
from incidents.domain.projection import project
from incidents.enums import OWN_SOURCES, Action, Release
from incidents.ledger.uuid7 import spoken_form, uuid7
from incidents.models import Incident, Report, SameEventLink
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission, User


@dataclass(frozen=True, slots=True)
class Opening:
    """A stored report, and the incident that it opens, which is not saved yet.

    ``filed`` is what the journal has still to say of the report itself.
    """

    report: Report
    incident: Incident
    actor: User | None
    filed: Entry | None = None


def new_incident(content: ReportContent, mission: Mission) -> Incident:
    """Return an unsaved incident; by rare chance the database will refuse its reference."""
    return _named(mission, _release_of(content))


def unused_incident(content: ReportContent, mission: Mission) -> Incident:
    """Return an unsaved incident whose reference is free."""
    return _unused(mission, _release_of(content))


def unused_beside(incident: Incident) -> Incident:
    """Return an unsaved incident at the same mission, for the same readers."""
    return _unused(incident.mission, incident.release)


def _unused(mission: Mission, release: str) -> Incident:
    made = _named(mission, release)
    if Incident.objects.filter(mission=mission, reference=made.reference).exists():
        return _unused(mission, release)
    return made


def _named(mission: Mission, release: str) -> Incident:
    made = uuid7()
    reference = f"{mission.code.upper()}-I-{spoken_form(made)}"
    return Incident(id=made, mission=mission, reference=reference, release=release)


def _release_of(content: ReportContent) -> Release:
    return Release.PUBLIC if is_published(content) else Release.MISSION


def is_published(content: ReportContent) -> bool:
    """Tell whether all that the report says is public already, at its source.

    What the mission's own people saw is not, whatever address they give.
    """
    return (
        bool(content.source_url)
        and content.source_kind not in OWN_SOURCES
        and content.category not in RESTRICTED_CATEGORIES
    )


def open_all(openings: Sequence[Opening], at: datetime) -> None:
    """Open incidents: their rows, the links of their reports, the journal and the duties."""
    opened = incidents_of(openings, at)
    links = [_link(opening, at) for opening in openings]
    duties = [
        due
        for incident in opened
        for due in recounts(incident.mission, {incident.mission_day}, cause=str(incident.pk), at=at)
    ]
    entries = [entry for opening in openings for entry in _entries_of(opening, at)]
    write_entries(entries, after=(opened, links, duties))


def incidents_of(openings: Sequence[Opening], at: datetime) -> list[Incident]:
    """Return the unsaved rows of new incidents as their first reports tell of them."""
    prefetch_related_objects([opening.report for opening in openings], "casualties")
    for opening in openings:
        opening.incident.opened_at = at
        project(opening.incident, [opening.report], at)
    return [opening.incident for opening in openings]


def _link(opening: Opening, at: datetime) -> SameEventLink:
    return SameEventLink(
        report_id=opening.report.pk,
        incident_id=opening.incident.pk,
        linked_by_id=opening.actor.pk if opening.actor else None,
        linked_at=at,
    )


def opened_entry(opening: Opening, at: datetime) -> Entry:
    """Return what the journal says of an incident that is opened."""
    report, incident = opening.report, opening.incident
    return Entry(
        action=Action.INCIDENT_OPENED,
        mission=report.mission,
        subject=("incident", str(incident.pk)),
        body={"reference": incident.reference, "report": str(report.report_id)},
        actor=opening.actor,
        at=at,
    )


def _entries_of(opening: Opening, at: datetime) -> list[Entry]:
    linked = link_entry(Action.REPORT_LINKED, opening.report, opening.incident, opening.actor, at)
    filed = [opening.filed] if opening.filed else []
    return [*filed, opened_entry(opening, at), linked]


def link_entry(
    action: Action, report: Report, incident: Incident, actor: User | None, at: datetime
) -> Entry:
    """Return what the journal says of a report that is linked to an incident, or no more."""
    return Entry(
        action=action,
        mission=report.mission,
        subject=("incident", str(incident.pk)),
        body={"report": str(report.report_id), "content_hash": report.content_hash},
        actor=actor,
        at=at,
    )
