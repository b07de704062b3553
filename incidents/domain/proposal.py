"""Proposals: after publication a correction waits, and what was published stays.

A correction of a report of an incident whose finding is published is kept like every
report, with its receipt, but tells of nothing yet. A duty officer accepts or refuses
it, its author may withdraw it; each once, with a reason. Accepted, it is linked, the
days are counted again, and the incident is open again: the finding stays public until
the next version is.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import problems_of_reason, refuse
from incidents.domain.journal import write_entry
from incidents.domain.linking import attach, hold_links
from incidents.domain.status import LONGEST_REASON, reopen_after
from incidents.domain.version import check_seen
from incidents.domain.voiding import void_open_version
from incidents.domain.writing import writing
from incidents.enums import Action, ProposalOutcome
from incidents.judgements import FindingStatus
from incidents.models import Finding, Incident, Proposal, ProposalDecision, Report
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import User

_SAID = {
    ProposalOutcome.ACCEPTED: Action.PROPOSAL_ACCEPTED,
    ProposalOutcome.REFUSED: Action.PROPOSAL_REFUSED,
    ProposalOutcome.WITHDRAWN: Action.PROPOSAL_WITHDRAWN,
}
BY_OFFICERS = (ProposalOutcome.ACCEPTED, ProposalOutcome.REFUSED)


def must_wait(incident: Incident | None, corrected: Report | None, earlier: Report | None) -> bool:
    """Tell whether a report must wait as a proposal; its incident is held from then on.

    So must a correction of what was published, and whatever comes under the id of a
    report, or corrects one, that waits or was not accepted itself.
    """
    before = earlier or corrected
    account = account_of(before) if before else None
    if incident is None or before is None or account is None:
        return False
    if account.pk != before.pk:
        return True
    Incident.objects.select_for_update().only("pk").get(pk=incident.pk)
    published = Finding.objects.filter(incident=incident, status=FindingStatus.PUBLISHED)
    return corrected is not None and published.exists()


def account_of(report: Report) -> Report | None:
    """Return the linked report to whose account a report belongs: itself, if it is linked."""
    if is_linked(report):
        return report
    proposal = Proposal.objects.filter(report=report).select_related("about").first()
    return proposal.about if proposal else None


def is_linked(report: Report) -> bool:
    """Tell whether a report tells of an incident now."""
    return report.links.filter(unlinked_at__isnull=True).exists()


def propose(
    report: Report, incident: Incident, before: Report, author: User | None, at: datetime
) -> Proposal:
    """Let a stored report wait: it corrects, or stands beside, the report before."""
    about = account_of(before) or before
    made = Proposal.objects.create(
        report=report, about=about, mission=report.mission, proposed_at=at
    )
    _journal(Action.CORRECTION_PROPOSED, made, incident, author, at)
    return made


def incident_of(proposal: Proposal) -> Incident:
    """Return the incident that holds the account which a proposal would correct."""
    linked = Incident.objects.filter(
        links__report=proposal.about_id, links__unlinked_at__isnull=True
    )
    return linked.select_related("mission").get()


def decide_proposal(
    proposal: Proposal,
    outcome: str,
    *,
    actor: Actor,
    reason: str,
    seen: str | None = None,
    now: datetime | None = None,
) -> ProposalDecision:
    """Accept or refuse a proposed correction, once, with a reason.

    Raises:
        PermissionDenied: the actor decides on no proposals at this mission.
        IncidentChangedError: its incident is not the version that was ``seen``.
        ValidationError: it was decided already, it is the actor's own, what it corrects
            is not accepted, or the reason or the outcome cannot be.

    """
    if actor.user is None or not may(actor, "decide_proposals", proposal.mission_id):
        raise PermissionDenied
    if outcome not in BY_OFFICERS:
        raise _refused("outcome", _("Accept or refuse it."), "invalid_choice")
    if proposal.report.author_id == actor.user.pk:
        message = _("It is your own: somebody else decides. You may withdraw it.")
        raise _refused("outcome", message, "own")
    return _decide(proposal, ProposalOutcome(outcome), (actor, actor.user), reason, seen, now)


def withdraw_proposal(
    proposal: Proposal,
    *,
    actor: Actor,
    reason: str,
    seen: str | None = None,
    now: datetime | None = None,
) -> ProposalDecision:
    """Withdraw one's own proposed correction; it stays on record.

    Raises:
        PermissionDenied: it is somebody else's.
        IncidentChangedError: its incident is not the version that was ``seen``.
        ValidationError: it was decided already, or the reason cannot be.

    """
    if actor.user is None or proposal.report.author_id != actor.user.pk:
        raise PermissionDenied
    return _decide(proposal, ProposalOutcome.WITHDRAWN, (actor, actor.user), reason, seen, now)


def _decide(
    proposal: Proposal,
    outcome: ProposalOutcome,
    who: tuple[Actor, User],
    reason: str,
    seen: str | None,
    now: datetime | None,
) -> ProposalDecision:
    refuse(problems_of_reason(reason, LONGEST_REASON))
    actor, user = who
    at = now or timezone.now()
    with writing():
        hold_links(proposal.mission, alone=False)
        incident = incident_of(proposal)
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        if ProposalDecision.objects.filter(proposal=proposal).exists():
            message = _("Somebody accepted, refused or withdrew this meanwhile.")
            raise _refused("outcome", message, "decided")
        check_seen({incident.pk: incident}, {} if seen is None else {incident.pk: seen})
        if outcome == ProposalOutcome.ACCEPTED:
            _check_ground(proposal)
        decision = ProposalDecision.objects.create(
            proposal=proposal,
            outcome=outcome,
            reason=reason,
            decided_at=at,
            decided_by=user,
        )
        _journal(_SAID[outcome], proposal, incident, user, at, reason)
        if outcome == ProposalOutcome.ACCEPTED:
            _take_over(proposal, incident, actor, reason, at)
    return decision


def _take_over(
    proposal: Proposal, incident: Incident, actor: Actor, reason: str, at: datetime
) -> None:
    """Link an accepted correction, and let what was concluded be looked at again."""
    attach(proposal.report, incident, actor=actor.user, at=at)
    held = Incident.objects.select_related("mission").get(pk=incident.pk)
    reopen_after(held, actor, reason, at)
    void_open_version(held, actor, reason, at)


def _check_ground(proposal: Proposal) -> None:
    """Refuse to accept a correction of what was not accepted itself."""
    corrected = proposal.report.corrects
    if corrected is not None and not is_linked(corrected):
        message = _("What it corrects is not accepted: accept that first, or refuse this.")
        raise _refused("outcome", message, "not_accepted")


def _refused(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: [ValidationError(message, code)]})


def _journal(
    action: Action,
    proposal: Proposal,
    incident: Incident,
    user: User | None,
    at: datetime,
    reason: str = "",
) -> None:
    write_entry(
        action,
        mission=proposal.mission,
        subject=("incident", str(incident.pk)),
        body={
            "report": str(proposal.report.report_id),
            "content_hash": proposal.report.content_hash,
        },
        actor=user,
        at=at,
        reason=reason,
    )
