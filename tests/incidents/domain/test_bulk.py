"""Bulk steps: the rules of one for each, and a report for each."""

from incidents.domain.bulk import set_status_of_each
from incidents.domain.status import set_status
from incidents.domain.version import version_of
from incidents.models import Incident, JournalEntry
from parties.domain.acting import actor_of
from tests.incidents.telling import incident_of, tell


def each(cast, to, *incidents, person=None, reason=""):
    actor = actor_of(person or cast.north_duty_officer)
    return set_status_of_each(incidents, to, actor=actor, reason=reason)


def test_a_refusal_stops_none_of_the_others(cast):
    first, second, third = (incident_of(tell(cast.north_monitor)) for _ in range(3))
    set_status(second, "triaged", actor=actor_of(cast.north_duty_officer))
    outcomes = each(cast, "triaged", first, second, third)
    assert [bool(one.error) for one in outcomes] == [False, True, False]
    assert set(Incident.objects.values_list("status", flat=True)) == {"triaged"}
    assert JournalEntry.objects.filter(action="status_set").count() == 3


def test_what_was_changed_since_it_was_shown_is_not_touched(cast):
    first, second = (incident_of(tell(cast.north_monitor)) for _ in range(2))
    seen = {str(one.pk): version_of(one) for one in (first, second)}
    officer = actor_of(cast.north_duty_officer)
    set_status(second, "triaged", actor=officer)
    outcomes = set_status_of_each(
        [first, second], "out_of_mandate", actor=officer, reason="Not ours.", seen=seen
    )
    assert [one.error for one in outcomes] == ["", "Somebody changed it after you read it."]
    assert Incident.objects.get(pk=second.pk).status == "triaged"


def test_a_reason_is_asked_for_as_for_one(cast):
    [outcome] = each(cast, "not_a_violation", incident_of(tell(cast.north_monitor)))
    assert outcome.error == "Give a reason."


def test_who_may_not_is_told_so_for_each(cast):
    [outcome] = each(cast, "triaged", incident_of(tell(cast.north_monitor)), person=cast.analyst)
    assert outcome.error == "You may not set its status."
