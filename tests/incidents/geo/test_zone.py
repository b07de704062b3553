"""Zones: polygons as RFC 7946 wants them, and the boxes that they meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geo.zone import meets, polygons_of

CLOCKWISE = [[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]]
HOLE = [[1, 1, 800], [3, 1, 800], [3, 3, 800], [1, 3, 800], [1, 1, 800]]
COURT = {"type": "Polygon", "coordinates": [CLOCKWISE, HOLE]}
ISLANDS = {
    "type": "MultiPolygon",
    "coordinates": [[CLOCKWISE], [[[178, 0], [180, 0], [180, 2], [178, 2], [178, 0]]]],
}


def test_outer_rings_run_against_the_clock_and_holes_with_it():
    [[outer, hole]] = polygons_of(COURT)
    assert outer == [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    assert hole == [(1, 1), (1, 3), (3, 3), (3, 1), (1, 1)]


def test_positions_have_six_decimals():
    ring = [[0.12345678, 0], [1, 0], [1, 1], [0.12345678, 0]]
    [[outer]] = polygons_of({"type": "Polygon", "coordinates": [ring]})
    assert outer[0] == (0.123457, 0)


@pytest.mark.parametrize(
    "zone, box, met",
    [
        (COURT, (5, 5, 6, 6), False),
        (COURT, (4, 4, 6, 6), True),  # a corner
        (COURT, (4, 1, 6, 2), True),  # an edge
        (COURT, (-9, -9, 9, 9), True),  # around it
        (COURT, (0.2, 0.2, 0.8, 0.8), True),  # within it
        (COURT, (1.2, 1.2, 2.8, 2.8), False),  # in its hole
        (COURT, (2, 2, 9, 2.5), True),  # from its hole outwards
        (COURT, (-1, 2, 5, 2), True),  # a line across
        (COURT, (0.5, 0.5, 0.5, 0.5), True),  # a point
        (COURT, (2, 2, 2, 2), False),
        (ISLANDS, (179, 1, -179, 2), True),
        (ISLANDS, (-10, 1, 1, 2), True),
        (ISLANDS, (170, 1, -170, 1), True),
        (ISLANDS, (170, 3, -1, 4), False),
    ],
)
def test_a_box_meets_what_it_has_a_point_in_common_with(zone, box, met):
    assert meets(polygons_of(zone), box) is met


WHOLE = st.integers(-5, 5)


@given(st.lists(st.tuples(WHOLE, WHOLE), min_size=4, max_size=4))
def test_boxes_meet_boxes_as_their_sides_say(corners):
    (a, b), (c, d), (e, f), (g, h) = corners
    ours, theirs = (
        (min(a, c), min(b, d), max(a, c) + 1, max(b, d) + 1),
        (
            min(e, g),
            min(f, h),
            max(e, g),
            max(f, h),
        ),
    )
    west, south, east, north = ours
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    apart = theirs[0] > east or theirs[2] < west or theirs[1] > north or theirs[3] < south
    assert meets([[ring]], theirs) is not apart
