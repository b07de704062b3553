"""Status: every step of the table works for a duty officer, and no other step for anybody."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from incidents.domain.linking import move_status
from incidents.domain.status import set_status
from incidents.enums import Action, DutyKind, Status
from incidents.ledger.canonical import parsed
from incidents.models import Duty, Incident, JournalEntry
from incidents.rules import TRANSITIONS
from parties.domain.acting import actor_of
from tests.incidents.telling import DAY, NOW, incident_of, row_counts, tell

pytestmark = pytest.mark.django_db

STEPS = {(step.source, step.target) for step in TRANSITIONS}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def incident(cast):
    """An incident that was just submitted."""
    return incident_of(tell(cast.north_monitor))


@pytest.fixture
def officer(cast):
    """A duty officer at work."""
    return actor_of(cast.north_duty_officer)


@pytest.fixture
def triage(incident, officer):
    """The step to triaged, taken or to be taken."""

    def take(**fields):
        return set_status(incident, **{"to": "triaged", "actor": officer, "now": LATER} | fields)

    return take


def test_a_duty_officer_takes_every_step_of_the_table(incident, officer):
    for source, target in sorted(STEPS):
        move_status(incident, source, NOW)
        assert set_status(incident, target, actor=officer, reason="Seen.").status == target


def test_a_duty_officer_takes_no_other_step(incident, officer):
    for source, target in sorted(set(product(Status.values, repeat=2)) - STEPS):
        move_status(incident, source, NOW)
        with pytest.raises(ValidationError) as refused:
            set_status(incident, target, actor=officer, reason="Seen.")
        assert refused.value.error_dict["to"][0].code == "no_such_step"


@pytest.mark.parametrize("to", ["", "nonsense", "\x00", "\ud800", "x" * 10_000])
def test_a_status_that_does_not_exist_is_no_step(triage, to):
    with pytest.raises(ValidationError):
        triage(to=to)


@pytest.mark.parametrize(
    "name",
    ["north_monitor", "analyst", "administrator", "observer", "stranger", "public"],
)
def test_nobody_else_takes_any_step(cast, incident, name):
    before = row_counts()
    actor = actor_of(cast.everybody[name])
    for target in Status.values:
        with pytest.raises(PermissionDenied):
            set_status(incident, target, actor=actor, reason="Seen.")
    assert row_counts() == before


def test_the_step_is_stored(incident, triage):
    triage()
    incident.refresh_from_db()
    assert (incident.status, incident.updated_at) == (Status.TRIAGED, LATER)


def test_the_step_is_journalled_with_its_actor_and_reason(cast, incident, triage):
    triage(reason="Two posts heard it.")
    entry = JournalEntry.objects.get(action=Action.STATUS_SET)
    assert (entry.actor, entry.reason) == (cast.north_duty_officer, "Two posts heard it.")
    assert (entry.subject_type, entry.subject_id) == ("incident", str(incident.pk))
    assert parsed(bytes(entry.body)) == {
        "from": "submitted",
        "to": "triaged",
        "action": "triage",
        "reason": "Two posts heard it.",
    }


def test_the_step_makes_its_day_due_for_a_recount(triage):
    Duty.objects.update(done_at=NOW)
    triage()
    duty = Duty.objects.get(done_at=None)
    assert (duty.kind, duty.subject) == (DutyKind.RECOUNT_DAY, DAY.isoformat())


def test_each_step_of_the_table_asks_for_a_reason_or_does_not(incident, officer):
    for step in TRANSITIONS:
        move_status(incident, step.source, NOW)
        try:
            set_status(incident, step.target, actor=officer, reason=" \n ")
        except ValidationError as refused:
            assert step.reason_required, step
            assert refused.error_dict["reason"][0].code == "required"  # noqa: PT017
        else:
            assert not step.reason_required, step


@pytest.mark.parametrize(
    "reason,code",
    [("a\x00b", "characters"), ("\ud800", "characters"), ("x" * 2001, "max_length")],
)
def test_a_reason_is_text_of_some_length(incident, triage, reason, code):
    with pytest.raises(ValidationError) as refused:
        triage(reason=reason)
    assert refused.value.error_dict["reason"][0].code == code
    assert Incident.objects.get(pk=incident.pk).status == Status.SUBMITTED


def test_a_refused_step_writes_nothing(incident, officer):
    before = row_counts()
    with pytest.raises(ValidationError):
        set_status(incident, "withdrawn_by_filer", actor=officer)
    assert row_counts() == before


def test_a_step_is_judged_by_the_status_that_is_stored_not_by_an_old_page(incident, triage):
    triage()
    with pytest.raises(ValidationError):
        triage()  # the same step again, from the same old page
