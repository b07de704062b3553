"""Sectors, and where they meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geo.sector import Sector, bearing_to, meeting_of, metres_apart, moved

NORTH_POST, SOUTH_POST = (40.2, 46.4), (40.15, 46.45)
LATS, LONS = st.floats(-70, 70), st.floats(-180, 179.9)
BEARINGS, METRES = st.floats(0, 359.9), st.floats(1, 30_000)


@given(LATS, LONS, BEARINGS, METRES)
def test_what_is_moved_is_seen_in_that_direction_at_that_distance(lat, lon, bearing, metres):
    spot = moved((lat, lon), bearing, metres)
    assert metres_apart((lat, lon), spot) == pytest.approx(metres, rel=1e-3, abs=0.1)
    turn = (bearing_to((lat, lon), spot) - bearing + 180) % 360 - 180
    assert abs(turn) < 0.1


@given(BEARINGS, st.floats(0.5, 22.5), st.floats(0, 9000), st.floats(100, 5000))
def test_a_sector_holds_its_middle_and_reaches_its_outline(bearing, spread, near, deep):
    sector = Sector(NORTH_POST, bearing, spread, near, near + deep)
    assert sector.holds(sector.middle)
    assert all(
        metres_apart(sector.middle, spot) <= sector.reach_m + 1e-6 for spot in sector.outline
    )


def test_two_sectors_meet_where_both_posts_point():
    target = moved(NORTH_POST, 100, 3000)
    sectors = [
        Sector(post, bearing_to(post, target), 5, 0, 10_000) for post in (NORTH_POST, SOUTH_POST)
    ]
    met = meeting_of(sectors)
    assert metres_apart(met.middle, target) < 800
    assert met.reach_m < min(sector.reach_m for sector in sectors)
    assert all(sector.holds(met.middle) for sector in sectors)


@given(
    st.lists(st.tuples(BEARINGS, st.floats(0.5, 12), METRES), min_size=2, max_size=4),
    st.floats(0.02, 0.6),
)
def test_sectors_that_hold_one_point_never_contradict_each_other(posts, depth):
    target = NORTH_POST
    sectors = []
    for bearing, spread, metres in posts:
        post = moved(target, bearing, metres)
        seen = bearing_to(post, target) + spread * 0.7
        sectors.append(Sector(post, seen, spread, metres * (1 - depth), metres * (1 + depth)))
    met = meeting_of(sectors)
    assert met is not None
    assert all(sector.holds(met.middle, 0.01) for sector in sectors)
    assert metres_apart(met.middle, target) <= 2 * min(sector.reach_m for sector in sectors) + 1


def test_what_is_too_small_for_the_grid_is_found_where_outlines_cross():
    target = moved(NORTH_POST, 100, 9000)
    sectors = [
        Sector(NORTH_POST, 100, 0.01, 0, 15_000),
        Sector(moved(target, 10, 7000), 190, 0.01, 0, 15_000),
    ]
    assert metres_apart(meeting_of(sectors).middle, target) < 30


def test_sectors_meet_across_the_line_of_the_date():
    target = (-17.0, 179.9999)
    sectors = [
        Sector(moved(target, 90, 5000), 270, 0.01, 0, 15_000),
        Sector(moved(target, 0, 5000), 180, 0.01, 0, 15_000),
    ]
    assert metres_apart(meeting_of(sectors).middle, target) < 30


def test_sectors_that_point_apart_do_not_meet():
    assert (
        meeting_of([Sector(NORTH_POST, 0, 5, 0, 3000), Sector(SOUTH_POST, 180, 5, 0, 3000)]) is None
    )


def test_the_outline_of_a_meeting_goes_round_it():
    target = moved(NORTH_POST, 100, 3000)
    sectors = [Sector(NORTH_POST, 100, 10, 2000, 4000), Sector(target, 0, 180, 0, 900)]
    met = meeting_of(sectors)
    assert len(met.outline) >= 3
    assert len(set(met.outline)) == len(met.outline)
