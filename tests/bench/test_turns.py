"""Both sides take turns, and their figures become ratios."""

import pytest

from bench.results import table
from bench.turns import Comparison, Outcome, Side, take_turns, timed


def comparison(**options):
    figures = {"ours": iter([9.0, 1.0, 2.0]), "other": iter([9.0, 10.0, 40.0])}
    order = []

    def side(name):
        def turn():
            order.append(name)
            return next(figures[name])

        return Side(name, turn)

    made = Comparison("A title", "ms", side("ours"), side("other"), rounds=2, **options)
    return made, order


def test_sides_alternate_after_warming_up():
    made, order = comparison()
    outcome = take_turns(made)
    assert order == ["ours", "other"] * 3
    assert (outcome.ours, outcome.other) == ([1.0, 2.0], [10.0, 40.0])


def test_ratio_is_the_median_of_the_pairs():
    outcome = Outcome(comparison()[0], [1.0, 2.0, 4.0], [10.0, 40.0, 60.0])
    assert outcome.ratios == [10.0, 20.0, 15.0]
    assert outcome.ratio == 15.0


@pytest.mark.parametrize(
    "options,reached",
    [
        ({}, None),
        ({"ratio_aim": 10}, True),
        ({"ratio_aim": 16}, False),
        ({"ceiling": 2}, True),
        ({"ceiling": 1}, False),
    ],
)
def test_an_aim_is_reached_or_not(options, reached):
    outcome = Outcome(comparison(**options)[0], [1.0, 2.0, 4.0], [10.0, 40.0, 60.0])
    assert outcome.reached is reached


def test_table_shows_both_sides_and_the_ratio():
    text = table([Outcome(comparison(ratio_aim=5)[0], [2.0], [20.0])])
    assert "ours" in text
    assert "500/s" in text
    assert "ratio 10 (pairs from 10 to 10); aim ratio >= 5: reached" in text


def test_a_short_action_is_repeated_within_a_turn():
    done = []
    turn = timed(lambda: done.append(1), shortest=0.001)
    assert turn() > 0
    assert len(done) > 2
