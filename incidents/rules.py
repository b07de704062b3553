"""Who may do and see what: the questions that pages, API, docs and tests ask the table."""

from incidents.enums import Release
from incidents.permissions import (
    ADMINISTRATOR,
    ANALYST,
    ANY,
    DEEDS,
    DUTY_OFFICER,
    EVIDENCE_COPIES,
    FIELDS,
    MONITOR,
    NEAR,
    OBSERVER,
    OWN_EVIDENCE,
    PUBLIC,
    PUBLISHED_GROUPS,
    READABLE,
    READS_RESTRICTED,
    RESTRICTED_CATEGORIES,
    RESTRICTED_GROUPS,
    Deed,
    Readers,
    Relation,
)
from incidents.steps import FINDING, INCIDENT, INCIDENT_STEPS, STEPS, Transition, adapted
from parties.domain.acting import Actor
from parties.models import MissionStep

__all__ = [
    "ADMINISTRATOR",
    "ANALYST",
    "DUTY_OFFICER",
    "EVIDENCE_COPIES",
    "FIELD_GROUPS",
    "MONITOR",
    "OBSERVER",
    "OWN_EVIDENCE",
    "PERMISSIONS",
    "PUBLIC",
    "PUBLISHED_GROUPS",
    "READABLE",
    "READS_RESTRICTED",
    "RESTRICTED_CATEGORIES",
    "RESTRICTED_GROUPS",
    "Deed",
    "Relation",
    "Release",
]

# Deed → the roles that may do it at their own mission, in some relation.
PERMISSIONS: dict[Deed, frozenset[str]] = {deed: frozenset(row) for deed, row in DEEDS.items()}
# Group of fields → the roles that read it, in some relation.
FIELD_GROUPS: dict[str, frozenset[str]] = {group: frozenset(row) for group, row in FIELDS.items()}

# Deeds that the status machine decides, mission by mission.
FLOW_OF_DEED: dict[Deed, str] = {"set_status": INCIDENT, "keep_findings": FINDING}

# The steps of an incident's status; ``steps`` holds the whole machine.
TRANSITIONS: tuple[Transition, ...] = INCIDENT_STEPS


def roles_of(actor: Actor, mission_id: int) -> frozenset[str]:
    """Return the actor's roles at a mission; everyone is also the public."""
    return actor.roles_at(mission_id) | {PUBLIC}


def may(actor: Actor, deed: Deed, mission_id: int, relation: Relation | None = None) -> bool:
    """Tell whether the actor may do ``deed`` at a mission, to something in this relation.

    Without a relation: to anything at all there. Who moves a status is said by the steps
    as the mission takes them.
    """
    if deed in FLOW_OF_DEED:
        return takes_steps(actor, mission_id, FLOW_OF_DEED[deed])
    return _granted(DEEDS[deed], roles_of(actor, mission_id), relation)


def _granted(readers: Readers, roles: frozenset[str], relation: Relation | None) -> bool:
    return any(relation in (None, *readers[role]) for role in roles & readers.keys())


def readable_groups(
    actor: Actor, mission_id: int, relation: Relation = Relation.OTHER_PARTY
) -> frozenset[str]:
    """Return the groups of fields that the actor reads of a thing in this relation.

    ``domain.queries.relation`` tells relations; where it is not told, it is the farthest.
    """
    roles = roles_of(actor, mission_id)
    return frozenset(g for g, readers in FIELDS.items() if _granted(readers, roles, relation))


def missions_reading(actor: Actor, group: str) -> tuple[set[int], set[int]]:
    """Return the missions where the actor reads a group of everything, and of what is near.

    What everybody reads is read everywhere; that is for the caller to know.
    """
    readers = FIELDS[group]
    all_of = actor.missions_as({role for role, held in readers.items() if held == ANY})
    near = actor.missions_as({role for role, held in readers.items() if held == NEAR})
    return all_of, near - all_of


def depends_on_relation(actor: Actor, mission_id: int) -> bool:
    """Tell whether relations make a difference to what the actor reads at a mission."""
    far = readable_groups(actor, mission_id)
    return far != readable_groups(actor, mission_id, Relation.SAME_PARTY)


def steps_at(mission_id: int, flow: str = INCIDENT) -> tuple[Transition, ...]:
    """Return the steps of a flow as a mission takes them."""
    own = {row.action: row for row in MissionStep.objects.filter(mission_id=mission_id)}
    return adapted((step for step in STEPS if step.flow == flow), own)


def takes_steps(actor: Actor, mission_id: int, flow: str = INCIDENT) -> bool:
    """Tell whether the actor takes any step of a flow at a mission."""
    roles = roles_of(actor, mission_id)
    return any(step.roles & roles for step in steps_at(mission_id, flow))


def allowed_transitions(
    actor: Actor, mission_id: int, status: str, flow: str = INCIDENT
) -> list[Transition]:
    """Return the steps that the actor may take from ``status``."""
    roles = roles_of(actor, mission_id)
    steps = steps_at(mission_id, flow)
    return [step for step in steps if step.source == status and step.roles & roles]
