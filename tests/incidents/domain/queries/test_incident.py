"""Incidents as lists and pages read them."""

from datetime import timedelta

import pytest

from incidents.domain.queries.incident import (
    incidents_at,
    reports_of,
    timeline_of,
    undated_incidents_at,
)
from incidents.domain.status import set_status
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import NOW, incident_of, tell

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def analyst(cast):
    """Somebody who reads all of the mission's reports."""
    return actor_of(cast.analyst)


@pytest.fixture
def incident(cast):
    """An incident that a post saw and a party then claimed, and an officer triaged."""
    seen = tell(cast.north_monitor)
    tell(None, now=NOW + 2 * HOUR, same_event_as=seen.report.report_id)
    officer = actor_of(cast.north_duty_officer)
    return set_status(incident_of(seen), "triaged", actor=officer, reason="Two.", now=NOW + HOUR)


def test_the_newest_incident_comes_first(cast, analyst):
    told = [tell(cast.north_monitor, occurred_from=NOW - n * HOUR) for n in (3, 1, 2)]
    tell(cast.stranger, mission="coast", post="C-1")
    newest = [str(row.pk) for row in incidents_at(analyst, cast.mission)]
    assert newest == [told[n].incident_id for n in (1, 2, 0)]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(
    cast, analyst, rows, django_assert_num_queries
):
    for _ in range(rows):
        tell(cast.north_monitor, place="pl-village")
    with django_assert_num_queries(2):
        listed = list(incidents_at(analyst, cast.mission))
        assert {(i.mission.code, i.post.code) for i in listed} == {("ridge", "N-1")}
        assert all(len(i.place.names.all()) == 3 for i in listed)


def test_undated_incidents_are_listed_apart(cast, analyst):
    tell(cast.north_monitor)
    undated = tell(cast.north_monitor, occurred_from=None, time_precision="T0")
    (row,) = undated_incidents_at(analyst, cast.mission)
    assert str(row.pk) == undated.incident_id


def test_the_reports_of_an_incident_are_those_the_reader_may_read(cast, incident, analyst):
    assert [r.kind for r in reports_of(analyst, incident)] == ["observation", "allegation"]
    assert [r.kind for r in reports_of(Actor(), incident)] == ["allegation"]


def test_the_timeline_tells_the_staff_of_reports_and_steps_in_order(incident, analyst):
    moments = timeline_of(analyst, incident)
    assert [m.kind for m in moments] == ["report", "status", "report"]
    assert (moments[1].source, moments[1].target, moments[1].reason) == (
        "submitted",
        "triaged",
        "Two.",
    )


def test_the_timeline_tells_the_public_of_published_reports_only(incident):
    assert [m.kind for m in timeline_of(Actor(), incident)] == ["report"]
