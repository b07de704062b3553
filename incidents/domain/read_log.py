"""The read log's one writer: a reading is noted before its answer leaves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone

from incidents.domain.queries.relation import groups_for
from incidents.enums import Reading
from incidents.models import Incident, ReadLog, Report
from incidents.rules import RESTRICTED_GROUPS, Relation, readable_groups
from parties.domain.acting import Actor
from parties.models import User

LONGEST_QUERY = 500
# Filters whose values are codes, numbers or dates; what people typed is not kept.
KEPT = frozenset(
    {
        *("category", "status", "severity", "severity_min", "day_after", "day_before"),
        *("dated", "undated", "occurred_after", "occurred_before", "box", "has_casualties"),
        *("mine", "report_id", "incident", "kind", "scope", "stance", "source_kind"),
        *("variant", "limit", "format"),
    }
)
TYPED = "*"


def note_reading(
    actor: Actor,
    what: Reading,
    row: Incident | Report,
    subject: str = "",
    *,
    now: datetime | None = None,
) -> None:
    """Note that a person reads an incident or a report, if that shows restricted fields.

    One insert; nothing for the public and for those who read no restricted field of it.

    Args:
        actor: who reads.
        what: what of it.
        row: the incident or report whose fields are read, or that a finding is about.
        subject: the id of what is read, if it is not the row's own.
        now: when, for tests.

    """
    if actor.user is None:
        return
    groups = RESTRICTED_GROUPS & groups_for(actor, row)
    if groups:
        _note(actor.user, what, row, subject or str(row.pk), sorted(groups), now)


def _note(
    reader: User,
    what: Reading,
    row: Incident | Report,
    subject: str,
    groups: list[str],
    now: datetime | None,
) -> None:
    ReadLog.objects.create(
        at=now or timezone.now(),
        reader=reader,
        mission_id=row.mission_id,
        what=what,
        subject=subject,
        rows=1,
        groups=groups,
    )


def note_list(
    actor: Actor,
    what: Reading,
    query: Mapping[str, Iterable[str]],
    rows: int,
    *,
    now: datetime | None = None,
) -> None:
    """Note that a person reads a list over the API: a row for each mission they act at.

    Args:
        actor: who reads; of the public nothing is noted.
        what: which list.
        query: the parameters, each with its values.
        rows: how many rows the answer holds.
        now: when, for tests.

    """
    if actor.user is None:
        return
    for mission_id in sorted(actor.mission_ids):  # one, mostly: not worth a transaction
        ReadLog.objects.create(
            at=now or timezone.now(),
            reader=actor.user,
            mission_id=mission_id,
            what=what,
            query=kept_query(query),
            rows=rows,
            groups=_restricted(actor, mission_id),
        )


def kept_query(query: Mapping[str, Iterable[str]]) -> str:
    """Return a query as the log keeps it: words that somebody typed are left out."""
    pairs = [
        (name, value if name in KEPT else TYPED)
        for name, values in query.items()
        for value in values
    ]
    return urlencode(sorted(pairs), safe=TYPED + ",:")[:LONGEST_QUERY]


def _restricted(actor: Actor, mission_id: int) -> list[str]:
    return sorted(RESTRICTED_GROUPS & readable_groups(actor, mission_id, Relation.SAME_PARTY))
