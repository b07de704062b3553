"""Findings as pages and the API read them, with both totals always together."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from incidents.domain.queries.access import visible_findings, visible_incidents, visible_reports
from incidents.enums import Action
from incidents.judgements import NAMES_A_SIDE, FindingStatus
from incidents.ledger.canonical import parsed
from incidents.models import AttributedSide, Finding, Incident, JournalEntry, SignOff, SignOffCall
from parties.domain.acting import Actor
from parties.models import Mission, Party


def findings_with_rows(actor: Actor) -> QuerySet[Finding]:
    """Return the readable versions with all that stands below them."""
    return (
        visible_findings(actor)
        .select_related("mission", "mission__chair", "incident", "incident__mission")
        .prefetch_related(
            "breaches__provision",
            "sides__party",
            "notices__party",
            "notices__reply",
            "calls__party",
            "sign_offs__party",
        )
    )


def findings_of(actor: Actor, incident: Incident) -> QuerySet[Finding]:
    """Return the readable versions of an incident's finding, newest first."""
    return findings_with_rows(actor).filter(incident=incident).order_by("-version")


@dataclass(frozen=True, slots=True)
class PartySaid:
    """A party that was asked, and what it said so far."""

    call: SignOffCall
    said: SignOff | None


def said_by_parties(finding: Finding) -> list[PartySaid]:
    """Return every called party with its sign-off, side by side, by party."""
    said = {row.party_id: row for row in finding.sign_offs.all()}
    calls = sorted(finding.calls.all(), key=lambda call: call.party.code)
    return [PartySaid(call, said.get(call.party_id)) for call in calls]


@dataclass(frozen=True, slots=True)
class Totals:
    """Of one party: incidents in which it is alleged, and those in which it is ruled.

    The two never appear apart, and are never added: a ruled one was mostly alleged too.
    """

    party: Party
    alleged: int
    ruled: int


def totals_of(actor: Actor, mission: Mission, day: date | None = None) -> list[Totals]:
    """Return both totals of each party that is alleged or ruled, by party.

    Of one mission day's incidents, if a day is given.
    """
    of = {"mission": mission} if day is None else {"mission": mission, "mission_day": day}
    incidents = Incident.objects.filter(**of).order_by()
    alleged, ruled = _alleged(actor, incidents), _ruled(actor, incidents)
    parties = Party.objects.filter(pk__in=alleged.keys() | ruled.keys()).order_by("code")
    return [Totals(p, alleged.get(p.pk, 0), ruled.get(p.pk, 0)) for p in parties]


def _alleged(actor: Actor, incidents: QuerySet[Incident]) -> dict[int, int]:
    linked, visible = Q(links__unlinked_at__isnull=True), visible_incidents(actor)
    told = visible_reports(actor).filter(
        linked, alleged_party__isnull=False, links__incident__in=(visible & incidents).values("pk")
    )
    counted = told.values("alleged_party").annotate(n=Count("links__incident", distinct=True))
    return {row["alleged_party"]: row["n"] for row in counted.order_by()}


def _ruled(actor: Actor, incidents: QuerySet[Incident]) -> dict[int, int]:
    published = visible_findings(actor).filter(
        incident__in=incidents.values("pk"),
        status=FindingStatus.PUBLISHED,
        attribution__in=NAMES_A_SIDE,
    )
    sides = AttributedSide.objects.filter(finding__in=published.values("pk"))
    counted = sides.values("party").annotate(n=Count("finding__incident", distinct=True))
    return {row["party"]: row["n"] for row in counted.order_by()}


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a version: when, from where to where, and why."""

    at: datetime
    source: str
    target: str
    reason: str


def turns_of(finding: Finding) -> list[Turn]:
    """Return the steps of a version, oldest first, from the journal."""
    entries = JournalEntry.objects.filter(
        subject_type="finding", subject_id=str(finding.pk), action=Action.FINDING_MOVED
    ).order_by("seq")
    bodies = ((entry, parsed(bytes(entry.body))) for entry in entries)
    return [Turn(entry.at, body["from"], body["to"], entry.reason) for entry, body in bodies]
