"""Proposed corrections as pages and the API read them: what each would change, and its fate."""

from dataclasses import dataclass

from django.db.models import QuerySet

from incidents.domain.proposal import incident_of
from incidents.domain.queries.access import visible_incidents, visible_proposals
from incidents.domain.queries.history import Change, changes_between
from incidents.domain.version import version_of
from incidents.models import Incident, Proposal, ProposalDecision
from incidents.rules import may
from parties.domain.acting import Actor

WITH = ("mission", "decision")
SIDES = ("report", "about")
NAMED = ("mission", "post", "place", "source_party", "alleged_party")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed correction, the incident it concerns if that may be read, and what may be done."""

    row: Proposal
    incident: Incident | None
    version: str
    changes: tuple[Change, ...]
    decision: ProposalDecision | None
    may_decide: bool
    may_withdraw: bool

    @property
    def allowed_actions(self) -> list[str]:
        """The names of what the actor may do."""
        return ["decide"] * self.may_decide + ["withdraw"] * self.may_withdraw


def proposals_with_rows(actor: Actor) -> QuerySet[Proposal]:
    """Return the readable proposals with the reports that they compare."""
    joined = [f"{side}__{name}" for side in SIDES for name in NAMED]
    return visible_proposals(actor).select_related(*WITH, *SIDES, *joined)


def proposals_about(actor: Actor, incident: Incident) -> list[Proposed]:
    """Return the readable proposals about the accounts that an incident holds, newest first."""
    rows = proposals_with_rows(actor).filter(
        about__links__incident=incident, about__links__unlinked_at__isnull=True
    )
    return [proposed(row, actor) for row in rows.order_by("-proposed_at", "-pk")]


def proposed(row: Proposal, actor: Actor) -> Proposed:
    """Return a proposal as an actor reads it."""
    incident = incident_of(row)
    readable = visible_incidents(actor).filter(pk=incident.pk).exists()
    decision = getattr(row, "decision", None)
    own = actor.user is not None and row.report.author_id == actor.user.pk
    return Proposed(
        row=row,
        incident=incident if readable else None,
        version=version_of(incident),
        changes=changes_between(row.report.corrects or row.about, row.report),
        decision=decision,
        may_decide=decision is None and not own and may(actor, "decide_proposals", row.mission_id),
        may_withdraw=decision is None and own,
    )
