"""Moving averages with their intervals: known limits, windows, exposures, gaps."""

from datetime import date, timedelta

import pytest

from incidents.missionday.moving import Average, limits_of, moving_averages
from incidents.missionday.span import Span

FIRST = date(2021, 3, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(-7, 10)]
SPAN = Span(FIRST, FIRST + timedelta(days=9))
EVERY = dict.fromkeys(DAYS, 1.0)


# Exact limits from Garwood's table (Biometrika 28, 1936), as every textbook has them.
@pytest.mark.parametrize(
    "number,low,high",
    [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.39), (50, 37.11, 65.92)],
)
def test_limits_are_close_to_the_exact_ones(number, low, high):
    found = limits_of(number)
    assert found[0] == pytest.approx(low, abs=0.03)
    assert found[1] == pytest.approx(high, abs=0.03)


def averages(counts, exposure=EVERY, watched=frozenset(DAYS), window=7):
    return list(moving_averages(SPAN, window, counts, exposure, watched))


def test_there_is_one_average_for_each_day_over_the_window_that_ends_with_it():
    found = averages({FIRST: 7, FIRST - timedelta(days=6): 7, FIRST - timedelta(days=7): 70})
    assert len(found) == len(SPAN)
    assert [round(one.mean, 2) for one in found] == [2, 1, 1, 1, 1, 1, 1, 0, 0, 0]


def test_the_interval_is_that_of_the_window_as_a_whole():
    low, high = limits_of(10)
    assert averages({FIRST: 10})[0] == Average(10 / 7, low / 7, high / 7)


def test_a_window_that_nobody_watched_is_a_gap_and_not_zero():
    watched = {FIRST - timedelta(days=5)}
    found = averages({}, watched=watched)
    assert [one is None for one in found] == [False, False] + [True] * 8


def test_what_was_seen_on_a_day_that_weighs_nothing_is_in_no_rate():
    hours = {FIRST: 0.5, FIRST + timedelta(days=1): 0.0}
    found = averages({FIRST: 1, FIRST + timedelta(days=1): 9}, exposure=hours)
    assert found[1].mean == 2.0


def test_without_any_exposure_there_is_no_rate():
    assert averages({FIRST: 3}, exposure={}) == [None] * len(SPAN)
