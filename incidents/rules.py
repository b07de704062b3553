"""Who may do and see what: one table, read by pages, API, docs and tests."""

from typing import Literal

from incidents.enums import Release
from incidents.steps import FINDING, INCIDENT, INCIDENT_STEPS, STEPS, Transition, adapted
from parties.domain.acting import Actor
from parties.models import Appointment, MissionStep

MONITOR = Appointment.Role.MONITOR.value
DUTY_OFFICER = Appointment.Role.DUTY_OFFICER.value
ANALYST = Appointment.Role.ANALYST.value
ADMINISTRATOR = Appointment.Role.ADMINISTRATOR.value
OBSERVER = Appointment.Role.OBSERVER.value
PUBLIC = "public"

Deed = Literal[
    "file_report",
    "carry_reports",
    "file_return",
    "read",
    "set_status",
    "link_reports",
    "keep_findings",
    "sign_off",
    "reply",
    "say_compliance",
    "read_findings",
    "read_open_day",
    "read_journal",
    "read_readings",
    "keep_queue",
]

# Deed → the roles that may do it at their own mission.
PERMISSIONS: dict[Deed, frozenset[str]] = {
    "file_report": frozenset({MONITOR, DUTY_OFFICER}),
    "carry_reports": frozenset({DUTY_OFFICER}),
    "file_return": frozenset({MONITOR, DUTY_OFFICER}),
    "set_status": frozenset({DUTY_OFFICER}),
    "link_reports": frozenset({DUTY_OFFICER}),
    "keep_findings": frozenset({DUTY_OFFICER}),
    "sign_off": frozenset({DUTY_OFFICER}),
    "reply": frozenset({DUTY_OFFICER, OBSERVER}),
    "say_compliance": frozenset({DUTY_OFFICER}),
    "read_findings": frozenset({DUTY_OFFICER, ANALYST}),
    "read_open_day": frozenset({MONITOR, DUTY_OFFICER, ANALYST}),
    "read_journal": frozenset({MONITOR, DUTY_OFFICER, ANALYST}),
    "read_readings": frozenset({DUTY_OFFICER}),
    "keep_queue": frozenset({DUTY_OFFICER}),
    "read": frozenset({MONITOR, DUTY_OFFICER, ANALYST, OBSERVER, ADMINISTRATOR, PUBLIC}),
}

# Role → the release levels of incidents that it reads. Administrators manage the
# standing order and read no more of what happened than the public does.
READABLE: dict[str, frozenset[str]] = {
    MONITOR: frozenset(Release.values),
    DUTY_OFFICER: frozenset(Release.values),
    ANALYST: frozenset(Release.values),
    OBSERVER: frozenset({Release.PUBLIC, Release.PARTIES}),
    ADMINISTRATOR: frozenset({Release.PUBLIC}),
    PUBLIC: frozenset({Release.PUBLIC}),
}

# Categories that only some roles read, whatever the release level.
RESTRICTED_CATEGORIES = frozenset({"CIV-SGB", "CIV-CHD"})
READS_RESTRICTED = frozenset({DUTY_OFFICER, ANALYST})

_STAFF = frozenset({MONITOR, DUTY_OFFICER, ANALYST})
_EVERYONE = _STAFF | {OBSERVER, ADMINISTRATOR, PUBLIC}

# Group of fields → the roles that read it.
FIELD_GROUPS: dict[str, frozenset[str]] = {
    "core": _EVERYONE,
    "coarse_position": _EVERYONE,
    "count": _EVERYONE,
    "casualties": _EVERYONE,
    "exact_time": _STAFF | {OBSERVER},
    "exact_position": _STAFF,
    "post": _STAFF,
    "reports": _STAFF,
    "narrative": _STAFF,
    "workflow": _STAFF,
}

# Groups of fields whose reading is noted.
RESTRICTED_GROUPS = frozenset({"narrative", "reports", "exact_position"})

# Deeds that the status machine decides, mission by mission.
FLOW_OF_DEED: dict[Deed, str] = {"set_status": INCIDENT, "keep_findings": FINDING}

# The steps of an incident's status; ``steps`` holds the whole machine.
TRANSITIONS: tuple[Transition, ...] = INCIDENT_STEPS


def roles_of(actor: Actor, mission_id: int) -> frozenset[str]:
    """Return the actor's roles at a mission; everyone is also the public."""
    return actor.roles_at(mission_id) | {PUBLIC}


def may(actor: Actor, deed: Deed, mission_id: int) -> bool:
    """Tell whether the actor may do ``deed`` at a mission.

    Who moves a status is said by the steps as the mission takes them.
    """
    if deed in FLOW_OF_DEED:
        return takes_steps(actor, mission_id, FLOW_OF_DEED[deed])
    return bool(PERMISSIONS[deed] & roles_of(actor, mission_id))


def readable_groups(actor: Actor, mission_id: int) -> frozenset[str]:
    """Return the groups of incident fields that the actor reads at a mission."""
    roles = roles_of(actor, mission_id)
    return frozenset(group for group, readers in FIELD_GROUPS.items() if readers & roles)


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
