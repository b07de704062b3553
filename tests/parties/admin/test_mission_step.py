"""An administrator adapts the steps of their own mission, and cannot bend the machine."""

import pytest

from parties.models import MissionStep
from tests.parties.admin.conftest import address, filled


def _row(**typed):
    row = {"action": "triage", "roles": ["analyst"], "enabled": "on", "reason_required": "unknown"}
    return {f"steps-0-{name}": value for name, value in (row | typed).items()}


def _send(client, mission, **typed):
    form = client.get(address("mission", "change", mission.pk))
    rows = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0"} | _row(**typed)
    return client.post(
        address("mission", "change", mission.pk),
        filled(form, zone="") | rows | {"change_reason": "Agreed."},
    )


def test_a_step_is_given_to_another_role_and_history_says_who_and_why(desk, cast):
    _send(desk, cast.mission)

    step = MissionStep.objects.get()
    entry = step.history.get()
    assert (step.action, step.roles) == ("triage", ["analyst"])
    assert (entry.history_user, entry.history_change_reason) == (cast.administrator, "Agreed.")


@pytest.mark.parametrize(
    "typed",
    [
        {"action": "invent_a_state"},
        {"roles": ["administrator"]},
        {"action": "adopt", "sign_offs": "1"},
        {"action": "verify", "sign_offs": "2"},
        {"action": "reopen", "enabled": ""},
    ],
)
def test_a_step_that_bends_the_machine_is_refused(desk, cast, typed):
    answer = _send(desk, cast.mission, **typed)

    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not MissionStep.objects.exists()


def test_another_missions_steps_are_out_of_reach(desk, cast):
    answer = desk.get(address("mission", "change", cast.other_mission.pk))

    assert answer.status_code in (302, 404)
