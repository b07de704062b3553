"""The version of an incident: what somebody had before their eyes when they decided."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Max

from incidents.enums import Action
from incidents.models import Incident, JournalEntry

# What changes an incident; who is on it, or what is concluded of it, does not.
CHANGES = (
    Action.INCIDENT_OPENED,
    Action.REPORT_LINKED,
    Action.REPORT_UNLINKED,
    Action.INCIDENT_MERGED,
    Action.INCIDENT_UNMERGED,
    Action.INCIDENT_SPLIT,
    Action.STATUS_SET,
)


class IncidentChangedError(Exception):
    """Somebody changed the incident after it was read; ``version`` is the one it has now."""

    def __init__(self, pk: UUID, version: str) -> None:
        super().__init__(pk, version)
        self.pk, self.version = pk, version


def version_of(incident: Incident) -> str:
    """Return the version of an incident: the place in the journal of its newest change."""
    return versions_of([incident.pk])[incident.pk]


def versions_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the version of each of some incidents, by id; one query for any number."""
    wanted = list(ids)
    entries = JournalEntry.objects.filter(
        subject_type="incident", subject_id__in=list(map(str, wanted)), action__in=CHANGES
    )
    newest = entries.order_by().values("subject_id").annotate(newest=Max("seq"))
    known = dict(newest.values_list("subject_id", "newest"))
    return {pk: str(known.get(str(pk), 0)) for pk in wanted}


def check_seen(rows: Mapping[UUID, Incident], seen: Mapping[UUID, str]) -> None:
    """Refuse to go on if a locked incident is not as it was seen.

    Args:
        rows: the incidents as they are now, locked, by id.
        seen: the version that was seen of each that matters; none is asked for if empty.

    Raises:
        IncidentChangedError: one was changed, or is not among the rows any more.

    """
    for pk, version in seen.items():
        newest = versions_of([pk])[pk]
        if pk not in rows or newest != version:
            raise IncidentChangedError(pk, newest)
