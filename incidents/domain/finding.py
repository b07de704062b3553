"""Findings: versions of what the mission concluded, made and never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.attribution import problems_of_attribution
from incidents.domain.content_checks import Problem, no_text_message, refuse
from incidents.domain.finding_content import (
    FindingContent,
    Named,
    evidence_of,
    rows_named,
    snapshot_of,
)
from incidents.domain.journal import write_entry
from incidents.domain.linking import impose_recounts
from incidents.domain.status import check_reason
from incidents.domain.version import check_seen
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.judgements import CannotRule, FindingStatus, Ruling
from incidents.ledger.canonical import content_hash, is_text
from incidents.ledger.uuid7 import uuid7
from incidents.models import AttributedSide, BreachOf, Finding, Incident
from incidents.rules import allowed_transitions, may
from incidents.steps import FINDING, SETTLED, Transition
from parties.domain.acting import Actor
from parties.domain.queries.participation import acts_for_operator
from parties.models import MissionStep

Do = MissionStep.Action
LONGEST_TEXT = 20_000
MOST_ROWS = 50


class FindingChangedError(Exception):
    """Somebody moved or amended the finding after it was read; ``finding`` is as it is now."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.pk)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before their eyes: a version's snapshot and its state."""

    snapshot_hash: str
    status: str = ""


def draft_finding(
    incident: Incident,
    content: FindingContent,
    *,
    actor: Actor,
    seen: str | None = None,
    now: datetime | None = None,
) -> Finding:
    """Make the first version of an incident's finding, in draft.

    Raises:
        PermissionDenied: the actor takes no step of findings at this mission.
        IncidentChangedError: the incident is not the version that was ``seen``.
        ValidationError: the incident is not settled or has a finding, or the content
            is refused, field by field.

    """
    check_actor(actor, incident, now or timezone.now())
    with writing():
        locked = lock_incident(incident)
        check_seen({locked.pk: locked}, {} if seen is None else {locked.pk: seen})
        if Finding.objects.filter(incident=locked).exists():
            refuse([Problem("incident", _("It has a finding: amend it."), "has_finding")])
        step_by(Do.DRAFT, locked.status, locked, actor)
        _check_content(locked, content)
        return make_version(locked, content, actor, now or timezone.now())


def amend_finding(
    finding: Finding,
    content: FindingContent,
    *,
    actor: Actor,
    reason: str,
    seen: Seen | None = None,
    now: datetime | None = None,
) -> Finding:
    """Make the next version, in draft; sign-offs of the version before bind it no more.

    A version that was never published is superseded at once; a published one stays
    public until the next is published.

    Raises:
        PermissionDenied: the actor takes no step of findings at this mission.
        FindingChangedError: it is not what ``seen`` says any more.
        ValidationError: it cannot be amended, or the content is refused.

    """
    at = now or timezone.now()
    check_actor(actor, finding.incident, at)
    with writing():
        locked = lock_finding(finding, seen)
        step = step_by(Do.AMEND, locked.status, locked.incident, actor)
        check_reason(step, reason)
        newest = Finding.objects.filter(incident=locked.incident).order_by("-version")[0]
        if newest.pk != locked.pk:
            refuse([Problem("version", _("There is a newer version: amend that."), "newer")])
        if locked.status != FindingStatus.PUBLISHED:
            move_finding(locked, FindingStatus.SUPERSEDED, step, actor, at, reason)
        _check_content(locked.incident, content)
        return make_version(locked.incident, content, actor, at, locked.version + 1, reason)


def check_actor(actor: Actor, incident: Incident, at: datetime) -> None:
    """Refuse who keeps no findings here, or acts for a party that has no rights today.

    Raises:
        PermissionDenied: so it is.

    """
    if not may(actor, "keep_findings", incident.mission_id):
        raise PermissionDenied
    if not acts_for_operator(actor, incident.mission, at.date()):
        raise PermissionDenied(_("Your party does not operate this mission today."))


def lock_incident(incident: Incident) -> Incident:
    """Return the incident, held until the transaction ends: one writer of findings at a time."""
    rows = Incident.objects.select_for_update(of=("self",)).select_related("mission")
    return rows.get(pk=incident.pk)


def lock_finding(finding: Finding, seen: Seen | None = None) -> Finding:
    """Return a version as it is now, held with its incident.

    Raises:
        FindingChangedError: it is not what ``seen`` says any more.

    """
    incident = lock_incident(finding.incident)
    locked = Finding.objects.select_related("mission").get(pk=finding.pk)
    locked.incident = incident
    if seen is not None and not _is_as_seen(locked, seen):
        raise FindingChangedError(locked)
    return locked


def _is_as_seen(finding: Finding, seen: Seen) -> bool:
    same = finding.snapshot_hash == seen.snapshot_hash
    return same and seen.status in ("", finding.status)


def step_by(action: str, status: str, incident: Incident, actor: Actor) -> Transition:
    """Return the step that the actor may take from a status.

    Raises:
        ValidationError: there is none, or the incident is not settled.

    """
    for step in allowed_transitions(actor, incident.mission_id, status, FINDING):
        if step.action == action:
            check_settled(incident)
            return step
    message = _("This step is not possible from the present status.")
    raise ValidationError({"action": [ValidationError(message, "no_such_step")]})


def check_settled(incident: Incident) -> None:
    """Refuse to go on with the finding of an incident that is open again.

    Raises:
        ValidationError: it is.

    """
    if incident.status not in SETTLED:
        message = _("The incident must be verified, partly verified or inconclusive.")
        raise ValidationError({"incident": [ValidationError(message, "not_settled")]})


def move_finding(
    finding: Finding,
    to: str,
    step: Transition,
    actor: Actor | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Write a status that the table allowed, with its journal entry."""
    before, finding.status = finding.status, to
    if to == FindingStatus.PUBLISHED:
        finding.published_at = at
    Finding.objects.filter(pk=finding.pk).update(
        status=finding.status, published_at=finding.published_at
    )
    entry = write_entry(
        Action.FINDING_MOVED,
        mission=finding.mission,
        subject=("finding", str(finding.pk)),
        body={
            "incident": str(finding.incident_id),
            "snapshot_hash": finding.snapshot_hash,
            "from": before,
            "to": to,
            "action": step.action,
        },
        actor=actor.user if actor else None,
        at=at,
        reason=reason,
    )
    if FindingStatus.PUBLISHED in (before, to):  # the day's report says what is published
        days = {finding.incident.mission_day}
        impose_recounts(finding.mission, days, cause=entry.seq, at=at)


def problems_of_finding(
    incident: Incident, content: FindingContent, named: Named
) -> Iterator[Problem]:
    """Yield what is wrong with the content of a finding, its attribution aside."""
    yield from _texts(content)
    if content.ruling not in Ruling.values:
        yield Problem("ruling", _("There is no such code."), "invalid_choice")
    if set(content.cannot_rule) - set(CannotRule.values):
        yield Problem("cannot_rule", _("There is no such code."), "invalid_choice")
    yield from _ruling(content)
    yield from _rows(content, named)


def _texts(content: FindingContent) -> Iterator[Problem]:
    if not content.text.strip():
        yield Problem("text", _("Say what the mission concluded."), "required")
    texts = {
        "text": content.text,
        "grounds": content.grounds,
        "cannot_rule_note": content.cannot_rule_note,
        "breaches": "".join(breach.note for breach in content.breaches),
    }
    for field, text in texts.items():
        if not is_text(text):
            yield Problem(field, no_text_message(), "characters")
        elif len(text) > LONGEST_TEXT:
            yield Problem(field, _("Shorten the text."), "max_length")


def _ruling(content: FindingContent) -> Iterator[Problem]:
    cannot = content.ruling == Ruling.CANNOT_RULE
    if cannot and not content.cannot_rule:
        yield Problem("cannot_rule", _("Give the reasons why the mission cannot rule."), "required")
    if not cannot and (content.cannot_rule or content.cannot_rule_note):
        message = _("Reasons for not ruling belong to a finding that cannot rule.")
        yield Problem("cannot_rule", message, "ruled")
    if cannot and content.breaches:
        message = _("Who cannot rule finds no breach.")
        yield Problem("breaches", message, "cannot_rule")


def _rows(content: FindingContent, named: Named) -> Iterator[Problem]:
    codes = {
        "breaches": ([breach.provision for breach in content.breaches], set(named.provisions)),
        "sides": ([side.party for side in content.sides], set(named.parties)),
    }
    for field, (given, known) in codes.items():
        if set(given) - known:
            yield Problem(field, _("There is nothing with this code here."), "unknown")
        if len(given) > len(set(given)) or len(given) > MOST_ROWS:
            yield Problem(field, _("Name each of them once."), "twice")


def _check_content(incident: Incident, content: FindingContent) -> None:
    named, evidence = rows_named(content, incident), evidence_of(incident)
    refuse(
        [
            *problems_of_finding(incident, content, named),
            *problems_of_attribution(incident, content, evidence),
        ]
    )


def make_version(
    incident: Incident,
    content: FindingContent,
    actor: Actor,
    at: datetime,
    version: int = 1,
    reason: str = "",
) -> Finding:
    """Write a version in draft, of a content that was checked; the incident is locked."""
    named, evidence = rows_named(content, incident), evidence_of(incident)
    finding = Finding(
        id=uuid7(),
        mission=incident.mission,
        incident=incident,
        version=version,
        status=FindingStatus.DRAFT,
        text=content.text,
        ruling=content.ruling,
        cannot_rule=sorted(content.cannot_rule),
        cannot_rule_note=content.cannot_rule_note,
        attribution=content.attribution,
        confidence=content.confidence,
        basis=sorted(content.basis),
        grounds=content.grounds,
        reason=reason,
        made_at=at,
        made_by=actor.user,
    )
    finding.snapshot = snapshot_of(finding, content, evidence)
    finding.snapshot_hash = content_hash(finding.snapshot)
    Finding.objects.bulk_create([finding])
    _make_rows(finding, content, named)
    _journal_made(finding, actor, at, reason)
    return finding


def _make_rows(finding: Finding, content: FindingContent, named: Named) -> None:
    BreachOf.objects.bulk_create(
        BreachOf(finding=finding, provision=named.provisions[b.provision], note=b.note)
        for b in content.breaches
    )
    AttributedSide.objects.bulk_create(
        AttributedSide(
            finding=finding, party=named.parties[s.party], responsibility=s.responsibility
        )
        for s in content.sides
    )


def _journal_made(finding: Finding, actor: Actor, at: datetime, reason: str) -> None:
    write_entry(
        Action.FINDING_MADE,
        mission=finding.mission,
        subject=("finding", str(finding.pk)),
        body={
            "incident": str(finding.incident_id),
            "version": finding.version,
            "snapshot_hash": finding.snapshot_hash,
        },
        actor=actor.user,
        at=at,
        reason=reason,
    )
