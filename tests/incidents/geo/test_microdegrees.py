"""The microdegrees between two angles are those of the coordinates between them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geo.microdegrees import PER_DEGREE, microdegrees_within

MOST = 180 * PER_DEGREE
whole = st.integers(-MOST, MOST)
# On a coordinate, between two of them, and anywhere.
degrees = st.one_of(
    whole.map(lambda number: number / PER_DEGREE),
    st.builds(lambda number, part: (number + part) / PER_DEGREE, whole, st.floats(-1, 1)),
    st.floats(-180, 180, allow_nan=False),
)


@pytest.mark.parametrize(
    "low, high, span",
    [
        (45.9, 46.1, (45_900_000, 46_100_000)),  # as floats both are a little less
        (-0.3, 0, (-300_000, 0)),
        (-180.0, 180.0, (-180_000_000, 180_000_000)),
        (40.0000001, 40.0000029, (40_000_001, 40_000_002)),
        (-40.0000029, -40.0000001, (-40_000_002, -40_000_001)),
        (5e-07, 1e-06, (1, 1)),
        (40.0000001, 40.0000009, (40_000_001, 40_000_000)),  # none lies between
    ],
)
def test_the_ends_count_and_what_lies_beyond_them_does_not(low, high, span):
    assert microdegrees_within(low, high) == span


@given(low=degrees, high=degrees, at=st.one_of(whole, st.none()), near=st.integers(-2, 2))
def test_a_coordinate_lies_between_as_it_does_in_decimals(low, high, at, near):
    at = round(low * PER_DEGREE) + near if at is None else at
    first, last = microdegrees_within(low, high)
    coordinate = Decimal(at) / PER_DEGREE
    assert (first <= at <= last) == (Decimal(str(low)) <= coordinate <= Decimal(str(high)))
