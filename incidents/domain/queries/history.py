"""The history of an incident: who changed what, when and why, from the journal.

Actors are told as role and party: observers are protected, and only people themselves
are told that it was they.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from incidents.domain.queries.access import (
    visible_daily_reports,
    visible_findings,
    visible_incidents,
    visible_merged,
    visible_reports,
)
from incidents.domain.queries.relation import relation_to
from incidents.domain.queries.who import Who, appointments_among, who_was
from incidents.enums import Action
from incidents.ledger.canonical import parsed
from incidents.models import Incident, JournalEntry, Report
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Appointment

# What of a body is told; the rest may concern fewer readers.
STEP = ("from", "to", "action", "version")
MOVES = frozenset({Action.INCIDENT_MERGED, Action.INCIDENT_UNMERGED, Action.INCIDENT_SPLIT})
STEPS = frozenset({Action.STATUS_SET, Action.FINDING_MADE, Action.FINDING_MOVED}) | MOVES
# What is compared with the version before, field by field.
TELLS_CHANGES = frozenset({Action.REPORT_LINKED, Action.CORRECTION_PROPOSED})
REPORT = ("report", "reference", "content_hash")
# What tells versions apart without being said by the source.
NOT_SAID = frozenset({"report_id", "mission", "author", "corrects", "same_event_as"})


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two versions of a report tell differently; None is not stated."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of the journal about an incident, as its readers are told.

    ``who`` is None for the system. ``earlier`` is the version that ``report`` corrects,
    or the first report with its id if it is a variant; ``changes`` compares the two.
    """

    seq: int
    at: datetime
    action: str
    reason: str
    who: Who | None
    details: Mapping[str, str]
    report: Report | None = None
    earlier: Report | None = None
    changes: tuple[Change, ...] = ()


def history_of(actor: Actor, incident: Incident) -> list[HistoryEntry]:
    """Return what the journal holds of an incident, oldest first; nothing for other readers."""
    if not may(actor, "read_journal", incident.mission_id, relation_to(actor, incident)):
        return []
    entries = list(_entries(actor, incident))
    bodies = {entry.seq: parsed(bytes(entry.body)) for entry in entries}
    bodies |= _moves(actor, {e.seq: bodies[e.seq] for e in entries if e.action in MOVES})
    versions = _Versions(actor, bodies.values())
    people = appointments_among((e.actor_id for e in entries if e.actor_id), [incident.mission_id])
    return [
        _told(entry, bodies[entry.seq], versions, _who(entry, actor, people)) for entry in entries
    ]


def _moves(actor: Actor, bodies: Mapping[int, Mapping[str, object]]) -> dict[int, dict[str, Any]]:
    """Tell between which incidents reports moved, by reference, as far as they may be read."""
    ids = {str(body[name]) for body in bodies.values() for name in ("from", "to")}
    named: dict[str, str] = {}
    for rows in (visible_incidents(actor), visible_merged(actor)) if ids else ():
        found = rows.filter(pk__in=ids).values_list("pk", "reference")
        named |= {str(pk): reference for pk, reference in found}
    return {
        seq: {name: named[str(body[name])] for name in ("from", "to") if str(body[name]) in named}
        for seq, body in bodies.items()
    }


def _entries(actor: Actor, incident: Incident) -> QuerySet[JournalEntry]:
    about = Q(subject_type="incident", subject_id=str(incident.pk))
    findings = visible_findings(actor).filter(incident=incident).values_list("pk", flat=True)
    about |= Q(subject_type="finding", subject_id__in=list(map(str, findings)))
    if incident.mission_day is not None:
        about |= _publications(actor, incident, incident.mission_day)
    return JournalEntry.objects.filter(about).order_by("seq")


def _publications(actor: Actor, incident: Incident, day: date) -> Q:
    published = visible_daily_reports(actor).filter(mission_id=incident.mission_id, name=str(day))
    numbers = published.values_list("revision", flat=True)
    return Q(
        subject_type="daily_report",
        subject_id__in=[f"{day}/{number}" for number in numbers],
        mission=incident.mission_id,
        at__gte=incident.opened_at,
    )


def _who(entry: JournalEntry, actor: Actor, people: Iterable[Appointment]) -> Who | None:
    if entry.actor_id is None:
        return None
    day = entry.at.date()
    return who_was(entry.actor_id, entry.mission_id, day, reader=actor, among=people)


class _Versions:
    """The readable reports that some entries speak of, and what each of them follows."""

    def __init__(self, actor: Actor, bodies: Iterable[Mapping[str, object]]) -> None:
        rows = (
            visible_reports(actor)
            .select_related("mission", "post", "place", "source_party", "alleged_party")
            .prefetch_related("place__names", "casualties__side")
            .order_by("key")
        )
        ids = {str(body["report"]) for body in bodies if "report" in body}
        found = list(rows.filter(report_id__in=ids)) if ids else []
        self._by_key = {report.key: report for report in found}
        bases = {r.corrects_id for r in found if r.corrects_id} - self._by_key.keys()
        self._by_key |= {report.key: report for report in rows.filter(key__in=bases) if bases}
        self._firsts = {report.report_id: report for report in reversed(found)}
        self._by_hash = {(str(r.report_id), r.content_hash): r for r in found}

    def told_in(self, body: Mapping[str, object]) -> Report | None:
        """The very version that an entry speaks of; the first where it names none."""
        wanted = str(body.get("report", ""))
        if "content_hash" in body:
            return self._by_hash.get((wanted, str(body["content_hash"])))
        return next((r for r in self._firsts.values() if str(r.report_id) == wanted), None)

    def before(self, report: Report) -> Report | None:
        """What a report corrects, or stands beside as a variant."""
        if report.corrects_id is not None:
            return self._by_key.get(report.corrects_id)
        return self._firsts[report.report_id] if report.is_variant else None


def _told(
    entry: JournalEntry, body: Mapping[str, object], versions: _Versions, who: Who | None
) -> HistoryEntry:
    report = versions.told_in(body)
    names: tuple[str, ...] = STEP if entry.action in STEPS else REPORT if report else ()
    if entry.action in (Action.DAY_PUBLISHED, Action.DAY_RELEASED):
        body, names = _published(entry), ("mission_day", "revision")
    earlier = versions.before(report) if report and entry.action in TELLS_CHANGES else None
    return HistoryEntry(
        seq=entry.seq,
        at=entry.at,
        action=entry.action,
        reason=entry.reason,
        who=who,
        details={name: str(body[name]) for name in names if name in body},
        report=report,
        earlier=earlier,
        changes=changes_between(earlier, report) if earlier and report else (),
    )


def _published(entry: JournalEntry) -> Mapping[str, object]:
    day, _slash, revision = entry.subject_id.partition("/")
    return {"mission_day": day, "revision": revision}


def changes_between(earlier: Report, later: Report) -> tuple[Change, ...]:
    """Return, field by field, where the canonical contents of two versions differ."""
    old: Mapping[str, object] = parsed(bytes(earlier.content))
    new: Mapping[str, object] = parsed(bytes(later.content))
    fields = sorted((old.keys() | new.keys()) - NOT_SAID)
    return tuple(
        Change(name, old.get(name), new.get(name))
        for name in fields
        if old.get(name) != new.get(name)
    )
