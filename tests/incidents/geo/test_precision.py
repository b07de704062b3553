"""Classes of precision and the metres behind them."""

import pytest

from incidents.geo.precision import FINEST_FIRST, REACH_M, coarser, precision_of


@pytest.mark.parametrize(
    "metres, name",
    [(0, "P1"), (10, "P1"), (11, "P2"), (1000, "P3"), (1001, "P5"), (10_001, "P6"), (1e9, "P7")],
)
def test_the_finest_class_that_holds_the_uncertainty(metres, name):
    assert precision_of(metres) == name


def test_the_coarser_of_two_is_taken_and_nothing_says_nothing():
    assert coarser("P1", "P4") == coarser("P4", "P1") == coarser("P4", "") == "P4"
    assert coarser("", "P0") == "P0"


def test_every_class_but_the_settlement_has_a_reach():
    assert set(FINEST_FIRST) - set(REACH_M) == {"P4"}
