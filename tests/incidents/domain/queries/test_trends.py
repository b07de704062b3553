"""Trends: counts by mission day for each category or area."""

from datetime import timedelta

import pytest

from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.trends import series_of, sum_of
from incidents.enums import Status
from incidents.missionday.span import Span
from incidents.models import Incident
from parties.domain.acting import Actor
from tests.incidents.telling import DAY, NOW, tell

ONE = timedelta(days=1)
SPAN = Span(DAY - ONE, DAY)


@pytest.fixture
def told(cast):
    """An incident of the day before, two of the day, and one of long before."""
    tell(None, occurred_from=NOW - ONE, area_text="Upper valley")
    tell(None, occurred_from=NOW - timedelta(hours=1))
    tell(None, occurred_from=NOW - timedelta(hours=3), category="IND-MOR", area_text="Upper valley")
    tell(None, occurred_from=NOW - 30 * ONE)
    return cast


def series(cast, dimension):
    return series_of(Actor(), incidents_at(Actor(), cast.mission), dimension, SPAN)


def test_each_category_has_its_days(told):
    assert series(told, "category") == {"FIR": {DAY - ONE: 1, DAY: 1}, "IND": {DAY: 1}}


def test_an_area_that_is_not_known_comes_last(told):
    found = series(told, "area")
    assert list(found) == ["Upper valley", None]
    assert sum_of(found) == {DAY - ONE: 1, DAY: 2}


def test_what_was_set_aside_is_in_no_trend(told):
    Incident.objects.filter(category="IND-MOR").update(status=Status.NOT_A_VIOLATION)
    assert list(series(told, "category")) == ["FIR"]


def test_it_is_one_query(told, django_assert_num_queries):
    with django_assert_num_queries(1):
        series(told, "area")
