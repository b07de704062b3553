"""Who may change the standing order: one table of action, roles and reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from parties.models import Appointment

Role = Appointment.Role


class Action(StrEnum):
    """What can be done to the standing order."""

    OPEN_ADMIN = "open_admin"
    CHANGE_MISSION = "change_mission"  # the mission, its posts, who takes part in it
    APPOINT = "appoint"  # begin and end appointments at it
    CHANGE_REFERENCE = "change_reference"  # what missions share: parties, places, agreements
    KEEP_ACCOUNTS = "keep_accounts"  # make people, set their passwords


class Reach(StrEnum):
    """Where a role must be held for an action."""

    THERE = "there"  # at the mission that is changed
    ANYWHERE = "anywhere"  # at any mission


@dataclass(frozen=True)
class Rule:
    """The roles that may do something, and where they must be held."""

    roles: frozenset[Role]
    reach: Reach


ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

PERMISSIONS: dict[Action, Rule] = {
    Action.OPEN_ADMIN: Rule(ADMINISTRATORS, Reach.ANYWHERE),
    Action.CHANGE_MISSION: Rule(ADMINISTRATORS, Reach.THERE),
    Action.APPOINT: Rule(ADMINISTRATORS, Reach.THERE),
    Action.CHANGE_REFERENCE: Rule(ADMINISTRATORS, Reach.ANYWHERE),
    Action.KEEP_ACCOUNTS: Rule(ADMINISTRATORS, Reach.ANYWHERE),
}


def may(appointments: Iterable[Appointment], action: Action, mission_id: int | None = None) -> bool:
    """Tell whether these appointments allow an action, at a mission where that matters."""
    rule = PERMISSIONS[action]
    return any(
        a.role in rule.roles and (rule.reach is Reach.ANYWHERE or a.mission_id == mission_id)
        for a in appointments
    )


def may_appoint(appointer_id: int, appointee_id: int) -> bool:
    """Nobody extends their own powers: somebody else must appoint them."""
    return appointer_id != appointee_id


def may_keep_account_of(administered: Iterable[int], serves_at: Iterable[int]) -> bool:
    """Tell whether somebody's account is an administrator's business.

    It is, if every mission at which that person ever served is one that the
    administrator looks after: a new password opens all of that person's missions.
    """
    return set(serves_at) <= set(administered)
