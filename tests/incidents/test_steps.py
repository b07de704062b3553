"""The status machine is one table: documents show it, missions adapt it, nobody adds to it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from incidents.domain.status import set_status
from incidents.enums import Status
from incidents.judgements import FindingStatus
from incidents.rules import allowed_transitions, steps_at
from incidents.steps import FINDING, FINDING_STEPS, INCIDENT_STEPS, STEPS, diagram, table
from parties.domain.acting import actor_of
from parties.models import MissionStep
from tests.architecture.sources import ROOT
from tests.incidents.telling import incident_of, tell

Do = MissionStep.Action


@pytest.fixture
def own_step(cast):
    """A row by which the mission takes a step in its own way."""

    def make(action, **fields):
        step = MissionStep(mission=cast.mission, action=action, **fields)
        step.full_clean()
        step.save()
        return step

    return make


def test_the_document_shows_the_machine_as_it_is():
    text = (ROOT / "docs" / "status.md").read_text("utf-8")
    assert f"```mermaid\n{diagram()}\n```" in text
    assert table() in text


def test_no_step_of_a_flow_stands_twice():
    for steps in (INCIDENT_STEPS, FINDING_STEPS):
        pairs = [(step.source, step.target) for step in steps]
        assert len(pairs) == len(set(pairs))


def test_every_step_has_a_name_that_a_mission_can_name():
    assert {step.action for step in STEPS} == set(Do.values)


def test_every_state_of_a_finding_is_reached_and_only_superseded_is_an_end():
    assert {step.target for step in FINDING_STEPS} == set(FindingStatus.values)
    starts = {step.source for step in FINDING_STEPS} - set(Status.values)
    assert set(FindingStatus.values) - starts == {"superseded"}


def test_whatever_is_closed_can_be_reopened_with_a_reason():
    closed = set(Status.values) - {"submitted", "triaged", "under_verification", "reopened"}
    reopened = {s.source for s in INCIDENT_STEPS if s.target == "reopened" and s.reason_required}
    assert reopened == closed


def test_adopting_takes_two_sign_offs():
    signed = {step.target: step.sign_offs for step in STEPS if step.sign_offs}
    assert signed == {"adopted": 2, "adopted_with_dissent": 2}


def test_what_follows_by_itself_is_offered_to_nobody(cast):
    officer = actor_of(cast.north_duty_officer)
    offered = allowed_transitions(officer, cast.mission.pk, "sign_off", FINDING)
    assert [step.action for step in offered] == ["amend"]


def test_a_mission_gives_a_step_to_another_role(cast, own_step):
    incident = incident_of(tell(cast.north_monitor))
    own_step(Do.TRIAGE, roles=["analyst"])
    assert set_status(incident, "triaged", actor=actor_of(cast.analyst)).status == "triaged"
    offered = allowed_transitions(
        actor_of(cast.north_duty_officer), cast.mission.pk, Status.SUBMITTED
    )
    assert "triaged" not in [step.target for step in offered]


def test_a_mission_leaves_a_step_out(cast, own_step):
    own_step(Do.EXERCISE, enabled=False)
    targets = {step.target for step in steps_at(cast.mission.pk)}
    assert "exercise_outside_zone" not in targets
    assert "exercise_outside_zone" in {step.target for step in steps_at(cast.other_mission.pk)}


def test_a_mission_asks_for_a_reason(cast, own_step):
    incident = incident_of(tell(cast.north_monitor))
    own_step(Do.TRIAGE, reason_required=True)
    with pytest.raises(ValidationError, match="Give a reason"):
        set_status(incident, "triaged", actor=actor_of(cast.south_duty_officer))


def test_a_mission_asks_for_more_sign_offs(cast, own_step):
    own_step(Do.ADOPT, sign_offs=3)
    steps = {step.action: step.sign_offs for step in steps_at(cast.mission.pk, FINDING)}
    assert (steps["adopt"], steps["adopt_with_dissent"]) == (3, 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"action": Do.ADOPT, "sign_offs": 1},
        {"action": Do.VERIFY, "sign_offs": 2},
        {"action": Do.REOPEN, "enabled": False},
        {"action": Do.AMEND, "enabled": False},
        {"action": Do.TRIAGE, "roles": ["observer"]},
        {"action": Do.TRIAGE, "roles": ["administrator"]},
        {"action": "invent_a_state"},
    ],
)
def test_a_mission_cannot_bend_the_machine(own_step, fields):
    with pytest.raises(ValidationError):
        own_step(**fields)


def test_the_database_itself_refuses_one_sign_off(cast):
    with pytest.raises(IntegrityError):
        MissionStep.objects.create(mission=cast.mission, action=Do.ADOPT, sign_offs=1)
