"""Incidents as lists and pages read them, with what stands beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from incidents.domain.queries.access import visible_incidents, visible_reports
from incidents.domain.queries.relation import relation_to
from incidents.enums import Action
from incidents.ledger.canonical import parsed
from incidents.models import Incident, JournalEntry, Report
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission


def incidents_at(actor: Actor, mission: Mission) -> QuerySet[Incident]:
    """Return a mission's readable incidents, newest first, with places and posts."""
    return (
        visible_incidents(actor)
        .filter(mission=mission)
        .select_related("mission", "place", "post")
        .prefetch_related("place__names")
        .order_by("-sort_at", "-id")
    )


def undated_incidents_at(actor: Actor, mission: Mission) -> QuerySet[Incident]:
    """Return a mission's readable incidents that count on no mission day."""
    return incidents_at(actor, mission).filter(mission_day__isnull=True)


def reports_of(actor: Actor, incident: Incident) -> QuerySet[Report]:
    """Return the readable reports that tell of an incident, oldest first."""
    return (
        visible_reports(actor)
        .filter(links__incident=incident, links__unlinked_at__isnull=True)
        .select_related("source_party", "alleged_party", "post__place", "place", "corrects")
        .prefetch_related("casualties__side", "place__names")
        .order_by("received_at", "key")
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of an incident's timeline."""

    at: datetime
    kind: str
    report: Report | None = None
    source: str = ""
    target: str = ""
    reason: str = ""


def timeline_of(actor: Actor, incident: Incident) -> list[Moment]:
    """Return what happened to an incident, in the order in which it became known.

    The event itself and the readable reports; for the mission's own staff also the
    steps of verification, from the journal.
    """
    moments = list(_reported(actor, incident))
    if may(actor, "read_journal", incident.mission_id, relation_to(actor, incident)):
        moments += _steps(incident)
    return sorted(moments, key=lambda moment: moment.at)


def _reported(actor: Actor, incident: Incident) -> Iterator[Moment]:
    for report in reports_of(actor, incident):
        yield Moment(at=report.received_at, kind="report", report=report)


def _steps(incident: Incident) -> Iterator[Moment]:
    entries = JournalEntry.objects.filter(
        subject_type="incident", subject_id=str(incident.pk), action=Action.STATUS_SET
    )
    for entry in entries:
        body: dict[str, Any] = parsed(bytes(entry.body))
        yield Moment(
            at=entry.at,
            kind="status",
            source=body["from"],
            target=body["to"],
            reason=entry.reason,
        )
