"""The table of who may change the standing order."""

import pytest

from parties.models import Appointment
from parties.rules import PERMISSIONS, Action, Reach, may, may_keep_account_of

ROLES = Appointment.Role
HERE, ELSEWHERE = 1, 2


@pytest.mark.parametrize("role", [r for r in ROLES if r != ROLES.ADMINISTRATOR])
@pytest.mark.parametrize("action", list(Action))
def test_nobody_but_an_administrator_changes_the_standing_order(role, action):
    assert not may([Appointment(role=role, mission_id=HERE)], action, HERE)


@pytest.mark.parametrize("action", list(Action))
def test_an_administrator_may_do_everything_at_their_mission(action):
    assert may([Appointment(role=ROLES.ADMINISTRATOR, mission_id=HERE)], action, HERE)


@pytest.mark.parametrize("action", list(Action))
def test_an_administrator_of_another_mission_may_only_what_is_shared(action):
    elsewhere = [Appointment(role=ROLES.ADMINISTRATOR, mission_id=ELSEWHERE)]

    assert may(elsewhere, action, HERE) is (PERMISSIONS[action].reach is Reach.ANYWHERE)


@pytest.mark.parametrize("action", list(Action))
def test_somebody_without_appointments_may_nothing(action):
    assert not may([], action, HERE)


@pytest.mark.parametrize(
    "serves_at,kept",
    [([], True), ([HERE], True), ([HERE, HERE], True), ([ELSEWHERE], False), ([HERE, 3], False)],
)
def test_an_account_is_kept_by_those_who_look_after_all_its_missions(serves_at, kept):
    assert may_keep_account_of([HERE], serves_at) is kept
