"""The read log's one writer: a reading is noted before its answer leaves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from incidents.domain.queries.relation import groups_for
from incidents.enums import Reading
from incidents.models import Finding, Incident, ReadLog, Report
from incidents.rules import RESTRICTED_GROUPS, Relation, readable_groups
from parties.domain.acting import Actor
from parties.models import User

LONGEST_QUERY = 500
# Filters whose values are codes, numbers or dates; what people typed is not kept.
KEPT = frozenset(
    {
        *("category", "status", "severity", "severity_min", "day_after", "day_before"),
        *("dated", "undated", "occurred_after", "occurred_before", "box", "bbox", "has_casualties"),
        *("mine", "report_id", "incident", "kind", "scope", "stance", "source_kind"),
        *("weapon", "polygon", "near", "provision", "has_evidence", "updated_since"),
        *("order", "fields", "count", "profile", "by"),
        *("datetime", "variant", "limit", "format", "older", "newer", "page", "revision", "year"),
        *("zoom", "view", "against", "wall", "measure", "as_of"),
    }
)
TYPED = "*"
FINDING = "finding"


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
        subject = subject or str(row.pk)
        _note(actor.user, row.mission_id, what, now, subject=subject, rows=1, groups=sorted(groups))


def note_finding(actor: Actor, finding: Finding, *, now: datetime | None = None) -> None:
    """Note that a person reads a version of a finding that was never published."""
    if actor.user is None or finding.published_at is not None:
        return
    _note(
        actor.user,
        finding.mission_id,
        Reading.FINDING,
        now,
        subject=str(finding.pk),
        rows=1,
        groups=[FINDING],
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
        _note(
            actor.user,
            mission_id,
            what,
            now,
            query=kept_query(query),
            rows=rows,
            groups=_restricted(actor, mission_id),
        )


def note_page(
    actor: Actor, what: Reading, mission_id: int, query: QueryDict, rows: int, *shown: str
) -> None:
    """Note that a person reads a page of a mission where they act.

    ``rows`` is how many incidents or findings it lists; ``shown`` are the groups of
    fields that it may show, of which the actor's restricted ones are noted.
    """
    if actor.user is None or mission_id not in actor.mission_ids:
        return
    groups = [group for group in _restricted(actor, mission_id) if group in shown]
    kept = kept_query(dict(query.lists()))
    _note(actor.user, mission_id, what, None, query=kept, rows=rows, groups=groups)


def _note(
    reader: User, mission_id: int, what: Reading, now: datetime | None, **told: object
) -> None:
    at = now or timezone.now()
    row = ReadLog(at=at, reader=reader, mission_id=mission_id, what=what, **told)
    ReadLog.objects.insert_all([row])


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
