"""The steps of a finding that people take by hand, and those that a clock takes for them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain import reply, signoff
from incidents.domain.attribution import problems_of_attribution
from incidents.domain.content_checks import refuse
from incidents.domain.finding import (
    Do,
    Seen,
    check_actor,
    check_settled,
    lock_finding,
    move_finding,
    step_by,
)
from incidents.domain.finding_content import content_of, record_of
from incidents.domain.status import check_reason
from incidents.domain.writing import writing
from incidents.judgements import FindingStatus
from incidents.models import Finding
from incidents.rules import steps_at
from incidents.steps import FINDING, Transition
from parties.domain.acting import Actor

BY_HAND = (Do.SEND, Do.ASK, Do.PUBLISH)


def take_step(
    finding: Finding,
    action: str,
    *,
    actor: Actor,
    reason: str = "",
    seen: Seen | None = None,
    now: datetime | None = None,
) -> Finding:
    """Take a step by its name and return the version as it is then.

    Raises:
        PermissionDenied: the actor takes no step of findings at this mission.
        FindingChangedError: it is not what ``seen`` says any more.
        ValidationError: there is no such step from here, a reason is missing, the
            clock of a reply still runs, or the gate of attribution is shut again.

    """
    at = now or timezone.now()
    check_actor(actor, finding.incident, at)
    with writing():
        locked = lock_finding(finding, seen)
        step = step_by(action if action in BY_HAND else "", locked.status, locked.incident, actor)
        check_reason(step, reason)
        _take(locked, step, actor, at, reason)
    return locked


def _take(
    finding: Finding, step: Transition, actor: Actor | None, at: datetime, reason: str = ""
) -> None:
    check_gate(finding)
    if step.action == Do.ASK and reply.is_clock_running(finding, at):
        message = _("A notified party still has time to reply.")
        raise ValidationError({"action": [ValidationError(message, "clock_runs")]})
    if step.action == Do.PUBLISH:
        _check_established(finding)
        _supersede(finding, at)
    move_finding(finding, step.target, step, actor, at, reason)
    if step.action == Do.SEND:
        reply.notify_parties(finding, at)
    if step.action == Do.ASK:
        signoff.call_parties(finding, at)


def check_gate(finding: Finding) -> None:
    """Refuse to go on with an attribution whose gate has shut since it was drafted.

    Raises:
        ValidationError: it has.

    """
    evidence = record_of(finding)["evidence"]
    refuse(problems_of_attribution(finding.incident, content_of(finding), evidence))


def _check_established(finding: Finding) -> None:
    if not signoff.is_established(finding):
        message = _("The sign-offs of this version do not carry it.")
        raise ValidationError({"action": [ValidationError(message, "not_established")]})


def _supersede(finding: Finding, at: datetime) -> None:
    before = Finding.objects.select_related("mission").filter(
        incident=finding.incident, status=FindingStatus.PUBLISHED
    )
    step = next(s for s in steps_at(finding.mission_id, FINDING) if s.action == Do.SUPERSEDE)
    for published in before:
        move_finding(published, step.target, step, None, at)


def open_when_due(finding_id: str, at: datetime) -> None:
    """Open the sign-off of a finding whose time for replies is over; nothing if it moved on."""
    finding = Finding.objects.select_related("incident").get(pk=UUID(finding_id))
    with writing():
        locked = lock_finding(finding)
        if locked.status != FindingStatus.WITH_PARTIES:
            return
        check_settled(locked.incident)
        steps = steps_at(locked.mission_id, FINDING)
        for step in (s for s in steps if s.action == Do.ASK):
            _take(locked, step, None, at)


def close_when_due(finding_id: str, at: datetime) -> None:
    """Close the sign-off of a finding whose time is over; nothing if it is settled."""
    signoff.close_sign_off(Finding.objects.get(pk=UUID(finding_id)), at)
