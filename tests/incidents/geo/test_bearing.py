"""Bearings: points in several languages, degrees, mils of both circles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.bearing import POINT, POINTS, find_bearing

SAID = {
    "ne": (45, 22.5),
    "nne": (22.5, 11.25),
    "north-east": (45, 22.5),
    "north east": (45, 22.5),
    "northeast": (45, 22.5),
    "north-north-east": (22.5, 11.25),
    "north north-east": (22.5, 11.25),
    "south-south-west": (202.5, 11.25),
    "ссв": (22.5, 11.25),
    "северо-восток": (45, 22.5),
    "северо-восточнее": (45, 22.5),
    "юго-запад": (225, 22.5),
    "юз": (225, 22.5),
    "kd": (45, 22.5),
    "kuzeydoğu": (45, 22.5),
    "güney": (180, 22.5),
    "no": (315, 22.5),
    "nord-ouest": (315, 22.5),
    "şimal": (0, 22.5),
    "հյուսիս": (0, 22.5),
    "045°": (45, 5),
    "45.5°": (45.5, 1),
    "45 deg": (45, 5),
    "45 degrees": (45, 5),
    "45 градусов": (45, 5),
    "310° ± 10": (310, 10),
    "045": (45, 5),
    "360": (0, 5),
    "0800 mils": (45, 2),
    "1600 mil": (90, 2),
    "15-00": (90, 2),
    "1500 тыс": (90, 2),
}


@pytest.mark.parametrize("said", SAID)
def test_a_bearing_is_degrees_from_north_and_a_spread(said):
    bearing, rest = find_bearing(f"n-1 {said}" if said[0].isdigit() else said)
    assert (bearing.degrees, bearing.spread) == pytest.approx(SAID[said])
    assert rest.strip() in ("", "n-1")


@pytest.mark.parametrize(
    "said, code",
    [("400°", "bearing"), ("6500 mils", "mils"), ("61-00", "mils"), ("999", "bearing")],
)
def test_what_no_circle_has_is_refused(said, code):
    with pytest.raises(NotUnderstoodError) as refused:
        find_bearing(said)
    assert refused.value.code == code


def test_a_magnetic_bearing_is_doubted_because_the_declination_is_not_known():
    assert find_bearing("045m")[0].doubts == (("magnetic", "045"),)


@pytest.mark.parametrize("said", ["velmura", "northern lights", "северо-блаблa", "2 km", ""])
def test_what_is_no_bearing_is_none(said):
    assert find_bearing(said) is None


@given(st.sampled_from(range(len(POINTS))))
def test_the_sixteen_points_stand_evenly(number):
    assert find_bearing(POINTS[number])[0].degrees == number * POINT


@given(st.integers(0, 359))
def test_three_digits_are_degrees(degrees):
    assert find_bearing(f"{degrees:03d}")[0].degrees == degrees
