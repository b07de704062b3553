"""Proposed corrections as pages and the API read them: what each would change, and its fate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from incidents.domain.queries.access import visible_incidents, visible_proposals
from incidents.domain.queries.history import Change, changes_between
from incidents.domain.version import versions_of
from incidents.models import Incident, Proposal, ProposalDecision, SameEventLink
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission

MOST_SHOWN = 50
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
    return visible_proposals(actor).select_related(*WITH, *SIDES, "report__corrects", *joined)


def proposals_about(actor: Actor, incident: Incident) -> list[Proposed]:
    """Return the readable proposals about the accounts that an incident holds, newest first."""
    rows = proposals_with_rows(actor).filter(
        about__links__incident=incident, about__links__unlinked_at__isnull=True
    )
    return proposed(rows.order_by("-proposed_at", "-pk"), actor)


def proposals_waiting_at(actor: Actor, mission: Mission) -> list[Proposed]:
    """Return the readable proposals of a mission that nobody has decided, oldest first."""
    rows = proposals_with_rows(actor).filter(mission=mission, decision__isnull=True)
    return proposed(rows.order_by("proposed_at", "pk")[:MOST_SHOWN], actor)


def proposed(rows: Iterable[Proposal], actor: Actor) -> list[Proposed]:
    """Return some proposals as an actor reads them; three queries for any number."""
    told = list(rows)
    links = SameEventLink.objects.filter(
        report__in=[row.about_id for row in told], unlinked_at__isnull=True
    )
    held = dict(links.values_list("report_id", "incident_id")) if told else {}
    readable = visible_incidents(actor).in_bulk(set(held.values())) if told else {}
    versions = versions_of(set(held.values())) if told else {}
    return [_proposed(row, actor, held[row.about_id], readable, versions) for row in told]


def _proposed(
    row: Proposal,
    actor: Actor,
    incident: UUID,
    readable: Mapping[UUID, Incident],
    versions: Mapping[UUID, str],
) -> Proposed:
    decision = getattr(row, "decision", None)
    own = actor.user is not None and row.report.author_id == actor.user.pk
    return Proposed(
        row=row,
        incident=readable.get(incident),
        version=versions[incident],
        changes=changes_between(row.report.corrects or row.about, row.report),
        decision=decision,
        may_decide=decision is None and not own and may(actor, "decide_proposals", row.mission_id),
        may_withdraw=decision is None and own,
    )
