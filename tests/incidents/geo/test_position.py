"""Positions are exact to six places, coarsened the same each time, and on the earth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geo.position import coarsened, distance_km, on_earth, seem_swapped, six_places

latitudes = st.decimals(-90, 90, allow_nan=False, places=9)
CENTRE = (Decimal("40.5"), Decimal("46.5"))


def test_a_position_is_rounded_to_six_places():
    assert str(six_places(Decimal("40.1234567"))) == "40.123457"


def test_a_position_with_fewer_places_is_filled_up():
    assert str(six_places(Decimal("40.1"))) == "40.100000"


@given(latitudes)
def test_rounding_moves_a_position_by_half_a_step_at_most(degrees):
    assert abs(six_places(degrees) - degrees) <= Decimal("0.0000005")


@given(latitudes)
def test_rounding_twice_changes_nothing(degrees):
    once = six_places(degrees)
    assert six_places(once) == once


@given(latitudes)
def test_coarse_degrees_have_two_places_and_are_within_half_a_kilometre(degrees):
    coarse = coarsened(degrees)
    assert coarse * 100 == (coarse * 100).to_integral_value()
    assert abs(coarse - degrees) <= Decimal("0.005")


@given(latitudes)
def test_coarsening_again_reveals_nothing_more(degrees):
    assert coarsened(coarsened(degrees)) == coarsened(degrees) == coarsened(degrees)


@given(st.decimals("40.116", "40.124", places=6))
def test_all_positions_of_one_cell_look_the_same(degrees):
    assert coarsened(degrees) == Decimal("40.12")


@pytest.mark.parametrize(
    "lat,lon", [("90", "180"), ("-90", "-180"), ("0", "0"), ("89.999999", "-179.999999")]
)
def test_a_position_within_bounds_is_on_earth(lat, lon):
    assert on_earth(Decimal(lat), Decimal(lon))


@pytest.mark.parametrize(
    "lat,lon",
    [
        ("90.000001", "0"),
        ("-91", "0"),
        ("0", "180.000001"),
        ("0", "-181"),
        ("NaN", "0"),
        ("0", "sNaN"),
        ("Infinity", "0"),
        ("0", "-Infinity"),
        ("1E+400", "0"),
    ],
)
def test_a_position_out_of_bounds_is_not_on_earth(lat, lon):
    assert not on_earth(Decimal(lat), Decimal(lon))


def test_exchanged_degrees_are_noticed():
    assert seem_swapped(Decimal("46.6"), Decimal("40.4"), *CENTRE) is True


def test_degrees_near_the_centre_are_not_taken_for_exchanged():
    assert seem_swapped(Decimal("40.4"), Decimal("46.6"), *CENTRE) is False


def test_a_far_position_is_not_taken_for_exchanged():
    assert seem_swapped(Decimal(-33), Decimal(151), *CENTRE) is False


def test_where_latitude_and_longitude_are_alike_nothing_seems_exchanged():
    assert seem_swapped(Decimal(11), Decimal(10), Decimal(10), Decimal(10)) is False


@pytest.mark.parametrize(
    "one, other, km",
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 1), 111.2),
        ((40, 10), (41, 10), 111.2),
        ((0, 0), (0, 180), 20015.1),
    ],
)
def test_the_distance_is_that_on_a_sphere(one, other, km):
    assert distance_km(one, other) == pytest.approx(km, abs=0.1)
