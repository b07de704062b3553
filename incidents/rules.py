"""Who may do and see what: one table, read by pages, API, docs and tests."""

from dataclasses import dataclass
from typing import Literal

from incidents.enums import Release, Status
from parties.domain.acting import Actor
from parties.models import Appointment

MONITOR = Appointment.Role.MONITOR.value
DUTY_OFFICER = Appointment.Role.DUTY_OFFICER.value
ANALYST = Appointment.Role.ANALYST.value
ADMINISTRATOR = Appointment.Role.ADMINISTRATOR.value
OBSERVER = Appointment.Role.OBSERVER.value
PUBLIC = "public"

Deed = Literal["file_report", "file_return", "read", "set_status", "read_open_day", "read_journal"]

# Deed → the roles that may do it at their own mission.
PERMISSIONS: dict[Deed, frozenset[str]] = {
    "file_report": frozenset({MONITOR, DUTY_OFFICER}),
    "file_return": frozenset({MONITOR, DUTY_OFFICER}),
    "set_status": frozenset({DUTY_OFFICER}),
    "read_open_day": frozenset({MONITOR, DUTY_OFFICER, ANALYST}),
    "read_journal": frozenset({MONITOR, DUTY_OFFICER, ANALYST}),
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


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that the status of an incident may take."""

    source: str
    target: str
    roles: frozenset[str]
    reason_required: bool


def _steps(sources: tuple[Status, ...], targets: tuple[Status, ...]) -> list[Transition]:
    officers = frozenset({DUTY_OFFICER})
    plain = {Status.TRIAGED, Status.UNDER_VERIFICATION}
    return [
        Transition(source.value, target.value, officers, reason_required=target not in plain)
        for source in sources
        for target in targets
        if source != target
    ]


_OPEN = (Status.SUBMITTED, Status.TRIAGED, Status.UNDER_VERIFICATION, Status.REOPENED)
_SET_ASIDE = (
    Status.NOT_A_VIOLATION,
    Status.EXERCISE_OUTSIDE_ZONE,
    Status.OUT_OF_MANDATE,
    Status.WITHDRAWN,
    Status.UNVERIFIED_CLOSED,
)
_FOUND = (Status.VERIFIED, Status.PARTLY_VERIFIED, Status.INCONCLUSIVE)

# The status machine: every step that exists. What is not here is refused.
TRANSITIONS: tuple[Transition, ...] = tuple(
    _steps((Status.SUBMITTED, Status.REOPENED), (Status.TRIAGED,))
    + _steps((Status.TRIAGED, Status.REOPENED), (Status.UNDER_VERIFICATION,))
    + _steps((Status.UNDER_VERIFICATION,), _FOUND)
    + _steps(_OPEN, _SET_ASIDE)
    + _steps(_FOUND + _SET_ASIDE, (Status.REOPENED,))
)


def roles_of(actor: Actor, mission_id: int) -> frozenset[str]:
    """Return the actor's roles at a mission; everyone is also the public."""
    return actor.roles_at(mission_id) | {PUBLIC}


def may(actor: Actor, deed: Deed, mission_id: int) -> bool:
    """Tell whether the actor may do ``deed`` at a mission."""
    return bool(PERMISSIONS[deed] & roles_of(actor, mission_id))


def readable_groups(actor: Actor, mission_id: int) -> frozenset[str]:
    """Return the groups of incident fields that the actor reads at a mission."""
    roles = roles_of(actor, mission_id)
    return frozenset(group for group, readers in FIELD_GROUPS.items() if readers & roles)


def allowed_transitions(actor: Actor, mission_id: int, status: str) -> list[Transition]:
    """Return the steps that the actor may take from ``status``."""
    roles = roles_of(actor, mission_id)
    return [step for step in TRANSITIONS if step.source == status and step.roles & roles]
