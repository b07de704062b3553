"""What may be read of proposed corrections, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.domain.queries.proposal import proposals_about, proposals_with_rows, proposed
from incidents.models import Incident
from tests.incidents.judging import acting, concluded_with, correct


def read(person):
    return proposed(proposals_with_rows(acting(person)), acting(person))


def test_each_tells_what_it_would_change_and_what_its_reader_may_do(cast):
    finding, report = concluded_with(cast)
    correct(cast.north_monitor, report)
    [one] = read(cast.north_monitor)
    assert [(c.field, c.after) for c in one.changes] == [("weapon", "howitzer")]
    assert one.allowed_actions == ["withdraw"]
    assert read(cast.south_duty_officer)[0].allowed_actions == ["decide"]
    assert read(cast.analyst)[0].allowed_actions == []
    assert [p.row for p in proposals_about(acting(cast.analyst), finding.incident)] == [one.row]


def test_what_concerns_a_restricted_incident_is_read_by_few(cast):
    finding, report = concluded_with(cast)
    correct(cast.north_monitor, report)
    Incident.objects.filter(pk=finding.incident_id).update(category="CIV-SGB")
    assert read(cast.south_monitor) == []
    assert read(cast.observer) == []
    assert len(read(cast.analyst)) == 1
    assert read(cast.north_monitor)[0].incident is None


@pytest.mark.parametrize("rows", [1, 3])
def test_many_cost_no_more_queries_than_one(cast, rows):
    _finding, report = concluded_with(cast)
    for number in range(rows):
        correct(cast.north_monitor, report, count_text=str(number))
    with CaptureQueriesContext(connection) as queries:
        assert len(read(cast.analyst)) == rows
    assert len(queries) == 6
