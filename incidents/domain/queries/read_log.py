"""Readings as those read them who may know: newest first, with who and what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from incidents.domain.queries.access import visible_incidents, visible_readings
from incidents.domain.queries.who import Who, appointments_among, who_was
from incidents.enums import Reading
from incidents.models import ReadLog
from parties.domain.acting import Actor
from parties.models import Mission

OF_AN_INCIDENT = (
    Reading.INCIDENT,
    Reading.HISTORY,
    Reading.ACCOUNTS,
    Reading.SUGGESTIONS,
    Reading.PROOF,
)


@dataclass(frozen=True, slots=True)
class ReadingTold:
    """A reading, by role and party; ``reference`` names the incident that was read."""

    row: ReadLog
    who: Who
    reference: str = ""


def readings_at(actor: Actor, mission: Mission) -> QuerySet[ReadLog]:
    """Return a mission's readings, newest first."""
    return visible_readings(actor).filter(mission=mission).order_by("-id")


def readings_told(rows: Sequence[ReadLog], actor: Actor) -> list[ReadingTold]:
    """Return some readings with who and which incident; as many queries for one as for many."""
    people = appointments_among((r.reader_id for r in rows), (r.mission_id for r in rows))
    read = {row.subject for row in rows if row.what in OF_AN_INCIDENT}
    known = visible_incidents(actor).filter(pk__in=read).values_list("pk", "reference")
    references = {str(pk): reference for pk, reference in known}
    return [
        ReadingTold(
            row,
            who_was(row.reader_id, row.mission_id, row.at.date(), reader=actor, among=people),
            references.get(row.subject, ""),
        )
        for row in rows
    ]
