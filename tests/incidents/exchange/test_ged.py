"""UCDP GED: its columns, and a code for every precision of ours."""

from incidents.enums import PositionPrecision, TimePrecision
from incidents.exchange.ged import COLUMNS, DATE_PRECISION, WHERE_PRECISION


def test_there_are_49_columns():
    assert (len(COLUMNS), len(set(COLUMNS))) == (49, 49)


def test_every_precision_has_a_code():
    assert set(WHERE_PRECISION) == set(PositionPrecision.values)
    assert set(DATE_PRECISION) == set(TimePrecision.values) - {"T0"}
