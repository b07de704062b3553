"""Flash to bang."""

import pytest

from incidents.geo.sound import flash_to_bang, speed_of_sound


@pytest.mark.parametrize("celsius, speed", [(-20, 318.9), (0, 331.3), (10, 337.3), (30, 349.0)])
def test_sound_is_slower_in_the_cold(celsius, speed):
    assert speed_of_sound(celsius) == pytest.approx(speed, abs=0.1)


def test_six_seconds_at_ten_degrees_are_two_kilometres():
    band = flash_to_bang(6, 10)
    assert (band.near_m + band.far_m) / 2 == pytest.approx(2024, abs=1)
    assert band.far_m - band.near_m == pytest.approx(540, abs=1)


def test_at_once_is_close_by():
    assert flash_to_bang(0).near_m == 0
