"""UTM against the figures of NGA's GEOTRANS and of another implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.utm import BANDS, band_of, projected, read_utm, unprojected, zone_of
from tests.incidents.grid_points import POINTS
from tests.incidents.spellings import GRIDS, rows

HERE = (39.8, 46.7)
SPELLINGS = [row for row in rows(GRIDS) if "PK" not in row.upper()]
REFUSED = {
    "61N 649952 4409392": "zone",
    "0N 649952 4409392": "zone",
    "38I 649952 4409392": "band",
    "38N 49952 4409392": "easting",
    "38N 999952 4409392": "easting",
    "38N 649952 44093920": "northing",
    "38X 649952 9999999": "polar",
}


@pytest.mark.parametrize("lat, lon, zone, band, east, north, grid", POINTS)
def test_points_project_to_the_published_figures(lat, lon, zone, band, east, north, grid):
    assert (zone_of(lat, lon), band_of(lat)) == (zone, band)
    found = projected(lat, lon, zone)
    shown = found[1] if lat >= 0 else found[1] + 10_000_000
    assert (found[0], shown) == pytest.approx((east, north), abs=0.006)


@given(st.floats(-80, 84), st.floats(-180, 179.999))
def test_projecting_and_back_is_the_same_point(lat, lon):
    zone = zone_of(lat, lon)
    assert unprojected(*projected(lat, lon, zone), zone) == pytest.approx((lat, lon), abs=1e-9)


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_gives_the_same_point(typed):
    point = read_utm(typed, HERE)
    assert (point.lat, point.lon) == pytest.approx((39.8213, 46.7521), abs=1e-5)


@pytest.mark.parametrize("typed", REFUSED)
def test_figures_off_the_grid_are_refused_by_name(typed):
    with pytest.raises(NotUnderstoodError) as refused:
        read_utm(typed)
    assert refused.value.code == REFUSED[typed]


@pytest.mark.parametrize("typed", ["Velmura", "39.8 46.7", "38SPK4995209392", "38N 1 2 3", ""])
def test_what_is_no_utm_is_left_to_others(typed):
    assert read_utm(typed) is None


def test_the_letter_s_is_the_band_or_the_south_by_where_the_mission_is():
    here, south = (read_utm("38S 649952 4409392", near) for near in (HERE, (-50.0, 46.0)))
    assert (here.lat > 0, south.lat < 0) == (True, True)
    assert here.doubts[0].code == south.doubts[0].code == "utm_s"


def test_a_northing_outside_the_band_of_its_letter_is_doubted():
    assert read_utm("38P 649952 4409392").doubts[0].code == "other_band"


@pytest.mark.parametrize("band", BANDS)
def test_every_band_knows_its_letter(band):
    assert band_of(BANDS.index(band) * 8 - 79.5) == band
