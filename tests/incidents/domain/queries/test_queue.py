"""The queue: open incidents by severity and age, who is on them, reminders that are due."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.domain.bulk import set_status_of_each
from incidents.domain.claim import LASTS, claim_incident, remind_of
from incidents.domain.pump import run_due
from incidents.domain.queries.queue import queue_at, tasks_of
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, incident_of, killed, tell

HOUR = timedelta(hours=1)


def queue(cast, at=NOW):
    actor = actor_of(cast.south_duty_officer)
    return tasks_of(list(queue_at(actor, cast.mission)), actor, at)


def test_the_gravest_come_first_and_then_the_oldest(cast):
    new = incident_of(tell(cast.north_monitor, NOW + HOUR))
    old = incident_of(tell(cast.north_monitor))
    grave = incident_of(tell(cast.north_monitor, NOW + HOUR, casualties=(killed(9),)))
    assert [task.incident for task in queue(cast)] == [grave, old, new]


def test_what_is_closed_is_not_in_it(cast):
    incident = incident_of(tell(cast.north_monitor))
    actor = actor_of(cast.north_duty_officer)
    set_status_of_each([incident], "not_a_violation", actor=actor, reason="Gas.")
    assert queue(cast) == []


def test_it_says_who_is_on_it_until_the_claim_runs_out(cast):
    incident = incident_of(tell(cast.north_monitor))
    claim_incident(incident, actor=actor_of(cast.north_duty_officer), now=NOW)
    [task] = queue(cast)
    assert [a.party for a in task.who.appointments] == [cast.north]
    [task] = queue(cast, NOW + LASTS)
    assert (task.claim, task.who) == (None, None)


def test_a_reminder_shows_when_it_is_due_until_somebody_is_on_it(cast):
    incident = incident_of(tell(cast.north_monitor))
    officer = actor_of(cast.south_duty_officer)
    due = remind_of(incident, 1, actor=officer, now=NOW)
    run_due(due)
    assert [t.reminder for at in (due - HOUR / 2, due) for t in queue(cast, at)] == [None, due]
    claim_incident(incident, actor=officer, now=due + HOUR)
    assert [task.reminder for task in queue(cast, due + HOUR)] == [None]


def test_many_cost_no_more_queries_than_one(cast):
    counts = []
    for _ in range(3):
        incident = incident_of(tell(cast.north_monitor, place="pl-village"))
        claim_incident(incident, actor=actor_of(cast.north_duty_officer), now=NOW)
        with CaptureQueriesContext(connection) as queries:
            queue(cast)
        counts.append(len(queries))
    assert counts[0] == counts[2]
