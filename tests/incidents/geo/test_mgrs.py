"""Grid references: the centre of the square, its half as reach, and clear refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.mgrs import mgrs_of, read_mgrs
from tests.incidents.grid_points import POINTS

HERE = (39.8, 46.7)
REFUSED = {
    "38IPK4995209392": ("letter_io", "I"),
    "38SPO4995209392": ("letter_io", "O"),
    "38YPK4995209392": ("band", "Y"),
    "61SPK4995209392": ("zone", "61"),
    "38SAK4995209392": ("column", "A"),
    "38SPX4995209392": ("row", "X"),
    "38SPK499520939": ("odd_digits", "499520939"),
    "38SPK499520939212": ("odd_digits", "499520939212"),
    "38NPV4995209392": ("square", "PV"),
}


@pytest.mark.parametrize("lat, lon, zone, band, east, north, grid", POINTS)
def test_references_are_those_of_geotrans(lat, lon, zone, band, east, north, grid):
    assert mgrs_of(lat, lon).replace(" ", "") == grid.lstrip("0")


@pytest.mark.parametrize("lat, lon, zone, band, east, north, grid", POINTS)
def test_references_lead_back_to_the_point(lat, lon, zone, band, east, north, grid):
    point = read_mgrs(grid)
    assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=1e-4)


@given(st.floats(-80, 84), st.floats(-180, 179.999), st.integers(1, 5))
def test_a_square_holds_its_point_and_is_named_by_its_own_centre(lat, lon, digits):
    reference = mgrs_of(lat, lon, digits)
    point = read_mgrs(reference)
    assert point.reach_m == 10 ** (5 - digits) / 2
    if -80 <= point.lat <= 84 and mgrs_of(point.lat, point.lon)[:3] == mgrs_of(lat, lon)[:3]:
        assert mgrs_of(point.lat, point.lon, digits) == reference


def test_the_position_is_the_centre_and_not_the_corner():
    square, corner = read_mgrs("38SPK4909"), read_mgrs("38SPK4900009000")
    assert square.reach_m == 500
    assert square.lat > corner.lat
    assert square.lon > corner.lon


@pytest.mark.parametrize("typed", ["PK 499 093", "pk4995209392", "MGRS PK 49 09"])
def test_without_a_zone_that_of_the_mission_is_taken_with_a_doubt(typed):
    point = read_mgrs(typed, HERE)
    assert point.lat == pytest.approx(39.82, abs=0.01)
    assert point.doubts[0] == ("zone_assumed", "38S")
    assert read_mgrs(typed) is None


@pytest.mark.parametrize("typed", REFUSED)
def test_what_no_square_is_called_is_refused_by_name(typed):
    with pytest.raises(NotUnderstoodError) as refused:
        read_mgrs(typed, HERE)
    assert (refused.value.code, refused.value.found) == REFUSED[typed]


@pytest.mark.parametrize("typed", ["Velmura", "39.8 46.7", "38N 649952 4409392", "", "OP12"])
def test_what_is_no_reference_is_left_to_others(typed):
    assert read_mgrs(typed, HERE) is None


def test_the_poles_have_another_grid():
    with pytest.raises(NotUnderstoodError, match="polar"):
        mgrs_of(86, 0)
