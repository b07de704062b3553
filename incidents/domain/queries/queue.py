"""The work queue: open incidents, gravest first and then oldest, with who is on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.who import Who, appointments_among, who_was
from incidents.enums import DutyKind
from incidents.models import Claim, Duty, Incident
from incidents.steps import OPEN
from parties.domain.acting import Actor
from parties.models import Mission


@dataclass(frozen=True, slots=True)
class Task:
    """An incident of the queue: who is on it until when, and whether a reminder is due."""

    incident: Incident
    claim: Claim | None
    who: Who | None
    reminder: datetime | None


def queue_at(actor: Actor, mission: Mission) -> QuerySet[Incident]:
    """Return a mission's readable open incidents, gravest first and then oldest."""
    rows = incidents_at(actor, mission).filter(status__in=OPEN)
    return rows.order_by("-severity", "opened_at", "id")


def tasks_of(rows: Sequence[Incident], actor: Actor, now: datetime) -> list[Task]:
    """Return what stands beside some incidents of one mission; three queries for any number."""
    ids = [row.pk for row in rows]
    open_claims = Claim.objects.filter(incident__in=ids, released_at__isnull=True, until__gt=now)
    claims = {claim.incident_id: claim for claim in open_claims}
    people = appointments_among(
        (claim.holder_id for claim in claims.values()), (row.mission_id for row in rows)
    )
    due = _due(rows, now)

    def who(row: Incident, claim: Claim) -> Who:
        day = now.date()
        return who_was(claim.holder_id, row.mission_id, day, reader=actor, among=people)

    return [
        Task(
            row,
            claim,
            who(row, claim) if claim else None,
            _standing(row, claim, due.get(str(row.pk))),
        )
        for row, claim in ((row, claims.get(row.pk)) for row in rows)
    ]


def _due(rows: Sequence[Incident], now: datetime) -> dict[str, datetime]:
    """Return the newest reminder of each incident that is due."""
    subjects = [str(row.pk) for row in rows]
    duties = Duty.objects.filter(kind=DutyKind.REMIND, subject__in=subjects, due_at__lte=now)
    return dict(duties.order_by("due_at").values_list("subject", "due_at"))


def _standing(row: Incident, claim: Claim | None, due: datetime | None) -> datetime | None:
    """Return a reminder after which nothing was done about the incident."""
    done = max(row.updated_at, claim.claimed_at) if claim else row.updated_at
    return due if due is not None and done < due else None
