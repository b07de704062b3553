"""Counts of the situation room: by day, by period, and when anything was written last."""

from datetime import date, timedelta

import pytest

from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.room import compared, extent_of, found_by_day, newest_write
from incidents.enums import Status
from incidents.missionday.span import Span
from incidents.models import Incident
from parties.domain.acting import Actor
from tests.incidents.telling import DAY, NOW, tell

ONE = timedelta(days=1)
BEFORE = Span(DAY - ONE, DAY - ONE)
TODAY = Span(DAY, DAY)


@pytest.fixture
def told(cast):
    """One incident of the day before, and two of the day, of two categories."""
    tell(None, occurred_from=NOW - ONE)
    tell(None, occurred_from=NOW - timedelta(hours=1), area_text="Upper valley")
    tell(None, occurred_from=NOW - timedelta(hours=3), category="IND-MOR")
    return cast


def rows(cast):
    return incidents_at(Actor(), cast.mission)


def test_days_are_counted_within_the_span(told):
    assert found_by_day(rows(told), Span(BEFORE.first, DAY)) == {BEFORE.first: 1, DAY: 2}
    assert found_by_day(rows(told), TODAY) == {DAY: 2}


def test_the_extent_is_what_one_reads(told):
    assert extent_of(Actor(), told.mission) == Span(BEFORE.first, DAY)
    assert extent_of(Actor(), told.other_mission) is None


def test_two_periods_stand_beside_each_other(told):
    lines = compared(Actor(), rows(told), "category", TODAY, BEFORE)
    assert [(one.key, one.now, one.then, one.difference) for one in lines] == [
        ("FIR", 1, 1, 0),
        ("IND", 1, 0, 1),
    ]


def test_an_area_that_is_not_known_is_a_line_of_its_own(told):
    lines = compared(Actor(), rows(told), "area", TODAY, BEFORE)
    assert [(one.key, one.now, one.then) for one in lines] == [("Upper valley", 1, 0), (None, 1, 1)]


def test_what_the_mission_set_aside_is_in_no_comparison(told):
    Incident.objects.filter(category="IND-MOR").update(status=Status.NOT_A_VIOLATION)
    lines = compared(Actor(), rows(told), "category", TODAY, BEFORE)
    assert {one.key for one in lines} == {"FIR"}


def test_every_write_moves_the_journal_on(cast):
    before = newest_write()
    tell(None)
    assert newest_write() > before


def test_a_day_of_no_incident_is_left_out(cast):
    assert found_by_day(rows(cast), Span(date(2000, 1, 1), date(2000, 1, 2))) == {}
