"""Distances as observers give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.band import find_band, not_given

SAID = {
    "2-5 km": (2000, 5000),
    "1.5-2km": (1500, 2000),
    "1,5 - 2 км": (1500, 2000),
    "5-10km": (5000, 10_000),
    "500-800 m": (500, 800),
    "500 m - 2 km": (500, 2000),
    "5-2 km": (2000, 5000),
    "2 to 5 km": (2000, 5000),
    "2-5": (2000, 5000),
    "2 km": (1500, 2500),
    "2k": (1500, 2500),
    "2000m": (1500, 2500),
    "2 км": (1500, 2500),
    "2 ± 0.5 km": (1500, 2500),
    "2 km ± 500 m": (1500, 2500),
    "2 km +/- 500 m": (1500, 2500),
    "> 10 km": (10_000, 30_000),
    "more than 10 km": (10_000, 30_000),
    "< 1 km": (0, 1000),
    "up to 500 m": (0, 500),
    "6 s": (1754, 2294),
    "6s": (1754, 2294),
    "6 sec at -5c": (1707, 2232),
}


@pytest.mark.parametrize("said", SAID)
def test_a_distance_is_a_band_in_metres(said):
    band, rest = find_band(f"n {said} e")
    assert (band.near_m, band.far_m) == pytest.approx(SAID[said], abs=1)
    assert rest.split() == ["n", "e"]


@pytest.mark.parametrize("said, code", [("900 km", "distance"), ("6 s at 99c", "temperature")])
def test_what_nobody_sees_or_hears_is_refused(said, code):
    with pytest.raises(NotUnderstoodError) as refused:
        find_band(said)
    assert refused.value.code == code


@pytest.mark.parametrize("said", ["ne", "045", "velmura", "2 kmh", "", "15-00-00"])
def test_what_is_no_distance_is_none(said):
    assert find_band(said) is None


def test_no_distance_reaches_as_far_as_one_hears_and_is_doubted():
    assert not_given().doubts == (("no_distance", ""),)


@given(st.integers(0, 90_000), st.integers(0, 90_000))
def test_a_band_is_never_turned_round(one, other):
    band, _rest = find_band(f"{one}-{other} m")
    assert 0 <= band.near_m <= band.far_m
