"""Suggestions: incidents that may be the same event, for who may read them."""

from datetime import timedelta

import pytest

from incidents.domain import merging
from incidents.domain.queries.suggestions import suggestions_for, suggestions_for_report
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, incident_of, tell

WHERE = {"place": "pl-village"}


@pytest.fixture
def officer(cast):
    return actor_of(cast.north_duty_officer)


def two_posts(cast):
    posts = ((cast.north_monitor, "N-1"), (cast.south_monitor, "S-1"))
    return [incident_of(tell(who, post=post, **WHERE)) for who, post in posts]


def test_two_posts_that_report_one_blast_suggest_each_other(cast, officer):
    one, other = two_posts(cast)
    found = suggestions_for(officer, one)
    assert [suggestion.incident for suggestion in found] == [other]
    assert found[0].reasons
    assert [s.incident for s in suggestions_for(officer, other)] == [one]


def test_a_report_is_suggested_what_its_incident_is(cast, officer):
    told = tell(cast.north_monitor, **WHERE)
    other = incident_of(tell(cast.south_monitor, post="S-1", **WHERE))
    assert [s.incident for s in suggestions_for_report(officer, told.report)] == [other]


def test_a_total_is_suggested_nothing(cast, officer):
    assert suggestions_for_report(officer, tell(None, scope="daily_total").report) == []


def test_what_happened_on_another_day_is_not_suggested(cast, officer):
    one = incident_of(tell(cast.north_monitor, **WHERE))
    tell(cast.south_monitor, post="S-1", occurred_from=NOW - timedelta(days=2), **WHERE)
    assert suggestions_for(officer, one) == []


def test_merged_incidents_are_not_suggested_again(cast, officer):
    one, other = two_posts(cast)
    merging.merge(other, one, actor=officer, reason="One blast.")
    assert suggestions_for(officer, one) == []


def test_nobody_is_suggested_what_he_may_not_read(cast, officer):
    public = incident_of(tell(None, **WHERE))
    tell(cast.north_monitor, **WHERE)
    assert len(suggestions_for(officer, public)) == 1
    assert suggestions_for(actor_of(cast.observer), public) == []


@pytest.mark.parametrize("number", [1, 6])
def test_more_candidates_cost_no_more_queries(cast, officer, number, django_assert_num_queries):
    one = incident_of(tell(cast.north_monitor, **WHERE))
    for _ in range(number):
        tell(cast.south_monitor, post="S-1", **WHERE)
    with django_assert_num_queries(9):
        assert suggestions_for(officer, one)


def test_the_same_file_is_a_reason_however_far_apart_two_events_are_told(cast):
    from tests.incidents.sending import attach

    mine = tell(cast.north_monitor)
    far = tell(cast.south_monitor, post="S-1", occurred_from=NOW - timedelta(days=300))
    for person, filed in ((cast.north_monitor, mine), (cast.south_monitor, far)):
        attach(person, report_id=filed.report.report_id)
    officer = actor_of(cast.north_duty_officer)
    [found] = suggestions_for(officer, incident_of(mine))
    assert (str(found.incident.pk), found.score) == (far.incident_id, 60)
    assert found.reasons == ("the same file came with both",)
