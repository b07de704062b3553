"""The period that an address asks for: named days, the last ones, or all."""

from datetime import date, timedelta

import pytest

from incidents.domain.queries.period import DAYS, Period
from incidents.missionday.span import Span
from parties.domain.acting import Actor
from tests.incidents.telling import DAY, tell

ONE = timedelta(days=1)
LATER = DAY + 400 * ONE


def period(cast, first=None, last=None, today=DAY + ONE, **more):
    return Period(Actor(), cast.mission, today, first, last, **more)


@pytest.mark.parametrize(
    "first,last,span",
    [
        (DAY - ONE, DAY, Span(DAY - ONE, DAY)),
        (DAY, None, Span(DAY, DAY + ONE)),
        (LATER, None, Span(LATER, LATER)),
        (None, DAY + ONE, Span(DAY, DAY + ONE)),
        (None, DAY - 9 * ONE, Span(DAY - 9 * ONE, DAY - 9 * ONE)),
        (None, None, Span.ending(DAY + ONE, DAYS)),
    ],
)
def test_named_days_are_taken_and_an_open_end_is_filled_in(cast, first, last, span):
    tell(None)
    assert period(cast, first, last).span == span


def test_without_days_and_with_nothing_lately_it_is_all_that_there_is(cast):
    tell(None)
    assert period(cast, today=LATER).span == Span(DAY, DAY)


def test_without_an_incident_it_is_the_last_days(cast):
    assert period(cast, today=LATER).span == Span.ending(LATER, DAYS)


def test_the_day_that_is_running_is_not_over(cast):
    assert period(cast, DAY, DAY + ONE).last_over == DAY
    assert period(cast, DAY - ONE, DAY - ONE).last_over == DAY - ONE
    assert period(cast, LATER).last_over == DAY


@pytest.mark.parametrize(
    "first,last,faults",
    [
        (date.min, DAY, {"day_after": "range"}),
        (None, date.min, {"day_before": "range"}),
        (date(1899, 12, 31), None, {"day_after": "range"}),
        (date(1900, 1, 1), date(1900, 1, 1), {}),
        (DAY, DAY - ONE, {"day_before": "invalid"}),
        (DAY, date.max, {"day_after": "range"}),
        (date.max, date.max, {}),
        (None, None, {}),
    ],
)
def test_days_of_which_nothing_can_be_said_are_named(cast, first, last, faults):
    found = period(cast, first, last)
    assert {name: code for name, (_said, code) in found.faults.items()} == faults
    assert found.last_over <= DAY


def test_a_page_of_fewer_days_refuses_more(cast):
    assert period(cast, DAY - 9 * ONE, DAY, most=10).faults == {}
    assert list(period(cast, DAY - 10 * ONE, DAY, most=10).faults) == ["day_after"]
