"""One table says who may do and see what; the status machine is data too."""

import pytest

from incidents.enums import Release, Status
from incidents.rules import (
    FIELD_GROUPS,
    PERMISSIONS,
    READABLE,
    TRANSITIONS,
    Relation,
    allowed_transitions,
    may,
    readable_groups,
)
from parties.domain.acting import Actor, actor_of

pytestmark = pytest.mark.django_db

MAY = {
    "file_report": {"north_monitor", "south_monitor", "north_duty_officer", "south_duty_officer"},
    "file_return": {"north_monitor", "south_monitor", "north_duty_officer", "south_duty_officer"},
    "set_status": {"north_duty_officer", "south_duty_officer"},
    "link_reports": {"north_duty_officer", "south_duty_officer"},
    "keep_findings": {"north_duty_officer", "south_duty_officer"},
    "sign_off": {"north_duty_officer", "south_duty_officer"},
    "reply": {"north_duty_officer", "south_duty_officer", "observer"},
    "say_compliance": {"north_duty_officer", "south_duty_officer"},
    "read_findings": {"north_duty_officer", "south_duty_officer", "analyst"},
    "keep_queue": {"north_duty_officer", "south_duty_officer"},
    "keep_evidence": {"north_duty_officer", "south_duty_officer"},
    "carry_reports": {"north_duty_officer", "south_duty_officer"},
    "decide_proposals": {"north_duty_officer", "south_duty_officer"},
    "redact": {"north_duty_officer", "south_duty_officer"},
    "read_proposals": {
        "north_monitor",
        "south_monitor",
        "north_duty_officer",
        "south_duty_officer",
        "analyst",
    },
    "import_datasets": {"north_duty_officer", "south_duty_officer", "analyst"},
    "read_datasets": {
        "north_monitor",
        "south_monitor",
        "north_duty_officer",
        "south_duty_officer",
        "analyst",
    },
    "read_readings": {"north_duty_officer", "south_duty_officer"},
    "make_editions": {"administrator"},
    "read_open_day": {
        "north_monitor",
        "south_monitor",
        "north_duty_officer",
        "south_duty_officer",
        "analyst",
    },
    "read_journal": {
        "north_monitor",
        "south_monitor",
        "north_duty_officer",
        "south_duty_officer",
        "analyst",
    },
}


@pytest.mark.parametrize("deed", MAY)
def test_these_people_may_and_nobody_else(cast, deed):
    allowed = {
        name for name, user in cast.everybody.items() if may(actor_of(user), deed, cast.mission.pk)
    }
    assert allowed == MAY[deed]


def test_every_deed_is_tested():
    assert set(MAY) | {"read"} == set(PERMISSIONS)


def test_everybody_reads_what_is_public(cast):
    assert all(may(actor_of(u), "read", cast.mission.pk) for u in cast.everybody.values())


def test_the_public_reads_no_names_no_posts_and_no_exact_position():
    groups = readable_groups(Actor(), 1)
    assert groups == {"core", "coarse_position", "count", "casualties"}


@pytest.mark.parametrize(
    "name,hidden",
    [
        ("north_monitor", {"exact_position", "post", "reports", "narrative", "workflow"}),
        ("north_duty_officer", set()),
        ("analyst", set()),
        ("observer", {"exact_position", "post", "reports", "narrative", "workflow"}),
        (
            "administrator",
            {"exact_time", "exact_position", "post", "reports", "narrative", "workflow"},
        ),
        (
            "stranger",
            {"exact_time", "exact_position", "post", "reports", "narrative", "workflow"},
        ),
    ],
)
def test_each_role_reads_its_groups_of_fields(cast, name, hidden):
    groups = readable_groups(actor_of(cast.everybody[name]), cast.mission.pk)
    assert set(FIELD_GROUPS) - groups == hidden


def test_a_side_reads_everything_of_its_own_posts(cast):
    actor = actor_of(cast.north_monitor)
    for relation in (Relation.OWN, Relation.SAME_POST, Relation.SAME_PARTY):
        assert readable_groups(actor, cast.mission.pk, relation) == set(FIELD_GROUPS)
        assert may(actor, "read_journal", cast.mission.pk, relation)
    assert not may(actor, "read_journal", cast.mission.pk, Relation.OTHER_PARTY)


def test_administrators_read_no_more_than_the_public():
    assert READABLE["administrator"] == READABLE["public"] == {Release.PUBLIC}


def test_the_status_machine_has_no_step_twice():
    pairs = [(step.source, step.target) for step in TRANSITIONS]
    assert len(pairs) == len(set(pairs))


def test_no_status_is_a_dead_end_and_every_status_is_reached():
    assert {step.source for step in TRANSITIONS} == set(Status.values)
    assert {step.target for step in TRANSITIONS} == set(Status.values) - {Status.SUBMITTED}


def test_only_a_duty_officer_is_offered_steps(cast):
    offered = {
        name: bool(allowed_transitions(actor_of(user), cast.mission.pk, Status.SUBMITTED))
        for name, user in cast.everybody.items()
    }
    assert {name for name, any_ in offered.items() if any_} == MAY["set_status"]
