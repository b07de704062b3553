"""The escalation watch: known tails, what less watch may do and may not, and gaps that are none."""

from datetime import date, timedelta
from math import comb, fsum
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.alerting import EscalationState
from incidents.missionday.escalation import BASELINE, RECENT, State, escalation_of, span_of

DAY = date(2021, 3, 10)
LAST = [DAY - timedelta(days=n) for n in range(RECENT)]
BEFORE = [DAY - timedelta(days=RECENT + n) for n in range(BASELINE)]
EVERY = dict.fromkeys(span_of(DAY), 1.0)
RAISED, CALM, UNKNOWN = "raised", "not_raised", "not_known"
numbers = st.integers(0, 40)
weights = st.sampled_from([0.0, 0.24, 1.0, 2.4])
histories = st.dictionaries(st.sampled_from(list(EVERY)), numbers)
watches = st.dictionaries(st.sampled_from(list(EVERY)), weights, max_size=91)


def told(recent=0, before=0, exposure=EVERY):
    """The watch of so many incidents on the last day, and so many on the day before all seven."""
    return escalation_of(DAY, {LAST[0]: recent, BEFORE[0]: before}, exposure)


# Seven days of thirty-five: the later period has a fifth of the watch.
@pytest.mark.parametrize(
    "recent, before, state",
    [
        (0, 0, CALM),
        (4, 0, CALM),  # fewer than five
        (5, 0, RAISED),  # 0.2 ** 5 = 0.00032
        (5, 1, CALM),  # 0.0016
        (6, 1, RAISED),  # 0.00037
        (10, 20, CALM),
        (18, 20, RAISED),
        (100, 200, RAISED),  # exactly twice the rate
        (99, 200, CALM),  # rarer than one in a thousand, and not twofold
        (1, 50, CALM),
    ],
)
def test_a_rise_is_of_five_twofold_and_rarer_than_one_in_a_thousand(recent, before, state):
    assert told(recent, before).state == state


@given(recent=st.integers(0, 60), before=st.integers(0, 60))
def test_the_chance_is_the_exact_binomial_tail(recent, before):
    of = recent + before
    exact = fsum(comb(of, n) * 0.2**n * 0.8 ** (of - n) for n in range(recent, of + 1))
    assert told(recent, before).chance == pytest.approx(exact, rel=1e-9)


@given(counts=histories)
def test_without_any_watch_it_says_so_whatever_happened(counts):
    found = escalation_of(DAY, counts, {})
    assert (found.state, found.chance, found.ratio) == (UNKNOWN, None, None)
    assert set(found.gaps) == set(LAST)


@given(each=st.integers(1, 9), watched=st.lists(weights, min_size=RECENT, max_size=RECENT))
def test_less_watch_of_the_same_rate_raises_nothing(each, watched):
    exposure = EVERY | dict(zip(LAST, watched, strict=True))
    counts = {day: int(each * 25 * weight) for day, weight in exposure.items()}
    assert escalation_of(DAY, counts, exposure).state != RAISED


@given(counts=histories, exposure=watches, lost=st.sampled_from(LAST))
def test_watch_that_is_lost_turns_no_rise_into_calm(counts, exposure, lost):
    before = escalation_of(DAY, counts, exposure)
    after = escalation_of(DAY, counts, exposure | {lost: 0.0})
    assert not (before.state == RAISED and after.state == CALM)


@given(counts=histories, exposure=watches, lost=st.sampled_from(LAST))
def test_watch_that_is_lost_on_a_day_makes_no_rise_of_what_was_seen_on_it(counts, exposure, lost):
    alone = escalation_of(DAY, {lost: 500}, EVERY | {lost: 0.0})
    assert (alone.state, alone.left_out, alone.gaps) == (UNKNOWN, 500, (lost,))
    seen = escalation_of(DAY, counts | {lost: 500}, exposure | {lost: 0.0})
    unseen = escalation_of(DAY, counts | {lost: 0}, exposure | {lost: 0.0})
    assert (seen.state == RAISED) == (unseen.state == RAISED)


@given(counts=histories, exposure=watches)
def test_more_incidents_never_calm_a_rise(counts, exposure):
    before = escalation_of(DAY, counts, exposure)
    more = counts | {DAY: counts.get(DAY, 0) + 10}
    assert not (before.state == RAISED and escalation_of(DAY, more, exposure).state != RAISED)


def test_the_baseline_is_made_of_watched_days_and_reaches_past_gaps():
    gone = set(BEFORE[:20])
    exposure = {day: 1.0 for day in EVERY if day not in gone}
    found = escalation_of(DAY, {BEFORE[0]: 900, BEFORE[0] - timedelta(days=40): 3}, exposure)
    assert (found.baseline.days, found.baseline.number) == (BASELINE, 3)


def test_a_baseline_of_too_few_days_says_that_nothing_is_known():
    exposure = dict.fromkeys([*LAST, *BEFORE[:13]], 1.0)
    assert told(50, 0, exposure).state == UNKNOWN
    assert told(50, 0, exposure | {BEFORE[13]: 1.0}).state == RAISED


def test_each_state_has_its_label():
    assert set(get_args(State)) == set(EscalationState.values)
