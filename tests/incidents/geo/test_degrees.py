"""Degrees in the spellings of the wild, and what is wrong with those that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError, plain
from incidents.geo.degrees import read_degrees
from tests.incidents.spellings import DECIMAL, MINUTES, SECONDS, SWAPPED, rows

SPELLINGS = rows(DECIMAL, MINUTES, SECONDS)
REFUSED = {
    "91N 46E": ("lat_range", "91"),
    "39N 181E": ("lon_range", "181"),
    "400, 500": ("lat_range", "400"),
    "39°60'N 46°E": ("minutes", "60"),
    "39°49'60\"N 46°45'E": ("seconds", "60"),
    "39°99'99\" 46°": ("minutes", "99"),
    "39.5°20'N 46°E": ("fraction", "39.5"),
    "39N 46S": ("two_lat", "N S"),
    "46E 39W": ("two_lon", "E W"),
    "39N": ("one_letter", "n"),
    "39N 46": ("one_letter", "n"),
    "39N 46E 12S": ("many_letters", "n"),
    "39 Ю 46 E": ("letters", "Ю E"),
    "39 N 46 D": ("letters", "N D"),
    "-39N 46E": ("minus_letter", "-39 N"),
    "39": ("one_number", "39"),
    "39 49 16": ("numbers", "3"),
    "1 2 3 4 5 6 7 8": ("numbers", "8"),
    "39'49°N 46E": ("unit", "min"),
    "39.82130000000000000001 46": ("number", "39.821300000000000"),
    "lat 39 lat 46": ("axes", "lat lat"),
}
NO_DEGREES = ["Velmura", "N-1 NE 2 km", "38SPK4995209392", "", "???", "39 bananas 46", "0x1F 3"]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_gives_the_same_point(typed):
    point = read_degrees(plain(typed))
    assert point.lat == pytest.approx(39.8213, abs=2e-6)
    assert point.lon == pytest.approx(46.7521, abs=2e-6)
    assert point.doubts == ()


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_is_refused_by_name(typed):
    with pytest.raises(NotUnderstoodError) as refused:
        read_degrees(plain(typed))
    assert (refused.value.code, refused.value.found) == REFUSED[typed]


@pytest.mark.parametrize("typed", NO_DEGREES)
def test_what_is_something_else_is_left_to_others(typed):
    assert read_degrees(plain(typed)) is None


@pytest.mark.parametrize("typed", SWAPPED)
def test_longitude_first_is_read_and_said(typed):
    point = read_degrees(plain(typed))
    assert abs(point.lat) <= 90
    assert [doubt.code for doubt in point.doubts] == ["swapped"]


@pytest.mark.parametrize(
    "typed, point",
    [
        ("39.8S 46.7W", (-39.8, -46.7)),
        ("-39.8 -46.7", (-39.8, -46.7)),
        ("39,8 Ю 46,7 З", (-39.8, -46.7)),
        ("39.8G 46.7B", (-39.8, -46.7)),
        ("39 30 S, 46 30 W", (-39.5, -46.5)),
        ("-39 30, -46 30", (-39.5, -46.5)),
        ("-39.8S 46.7E", (-39.8, 46.7)),
        ("0 N 0 E", (0, 0)),
        ("90N 180E", (90, 180)),
        ("39,46", (39, 46)),
        ("46.7 O 39.8 N", (39.8, -46.7)),
    ],
    ids=str,
)
def test_signs_and_letters_say_the_side(typed, point):
    read = read_degrees(plain(typed))
    assert (read.lat, read.lon) == pytest.approx(point)


@pytest.mark.parametrize("typed", ["39.8 C 46.7 B", "39.8 N 46.7 Е", "39.8 К 46.7 D"])
def test_letters_that_only_look_alike_are_taken_with_a_doubt(typed):
    point = read_degrees(plain(typed))
    assert (point.lat, point.lon) == (39.8, 46.7)
    assert [doubt.code for doubt in point.doubts] == ["look_alike"]


@pytest.mark.parametrize(
    "typed, reach_m",
    [("39 N 46 E", 55_660), ("39.8213 46.7521", 5.566), ("39 49 N 46 45 E", 927.5)],
    ids=["degrees", "four decimals", "minutes"],
)
def test_the_last_digit_says_how_exact_it_is(typed, reach_m):
    assert read_degrees(typed).reach_m == pytest.approx(reach_m)


LATS = st.floats(-90, 90).map(lambda degrees: round(degrees, 6))
LONS = st.floats(-180, 180).map(lambda degrees: round(degrees, 6))


@given(LATS, LONS)
def test_decimal_degrees_come_back_as_they_went(lat, lon):
    point = read_degrees(f"{lat:.6f}, {lon:.6f}")
    assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=1e-9)


@given(LATS, LONS, st.sampled_from(["en", "ru", "tr"]))
def test_degrees_minutes_and_seconds_come_back_as_they_went(lat, lon, language):
    letters = {"en": "NSEW", "ru": "СЮВЗ", "tr": "KGDB"}[language]
    typed = f"{_spelt(lat, letters[:2])} {_spelt(lon, letters[2:])}"
    point = read_degrees(typed)
    assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=2e-6)


def _spelt(degrees, letters):
    hundredths = round(abs(degrees) * 360_000)
    minutes, seconds = divmod(hundredths, 6000)
    letter = letters[0] if degrees >= 0 else letters[1]
    return f"{minutes // 60}°{minutes % 60:02d}'{seconds / 100:05.2f}\"{letter}"
