"""A polygon as it is typed, pasted or drawn; whatever is none is refused with the reason."""

import json
import time

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.polygon import MOST_CORNERS, holds, read_polygon

SQUARE = [(46.0, 39.0), (47.0, 39.0), (47.0, 40.0), (46.0, 40.0)]
CLOSED = [list(corner) for corner in [*SQUARE, SQUARE[0]]]
POLYGON = {"type": "Polygon", "coordinates": [CLOSED]}
FEATURE = {"type": "Feature", "properties": {"name": "x"}, "geometry": POLYGON}


def ring(*corners):
    return json.dumps({"type": "Polygon", "coordinates": [[list(c) for c in corners]]})


def zigzag(corners):
    """A zigzag with so many corners, whose last edge crosses the others."""
    return ring(*((46 + n / 1000, 39 + (n % 2) * 0.5 + n / 1000) for n in range(corners)))


@pytest.mark.parametrize(
    "typed",
    [
        json.dumps(POLYGON),
        json.dumps(FEATURE),
        json.dumps({"type": "FeatureCollection", "features": [FEATURE]}),
        "39, 46\n39, 47\n40, 47\n40, 46",
        "39.0 46.0\r\n\r\n39.0 47.0\r\n40.0 47.0\r\n40.0 46.0\r\n39.0 46.0\r\n",
        "39°00'N 46°00'E\n39°00'N 47°00'E\n40°00'N 47°00'E\n40°00'N 46°00'E",
        "39, 46\n39, 46\n39, 47\n40, 47\n40, 46",
    ],
)
def test_corners_are_read_in_turn_each_once(typed):
    assert read_polygon(typed) == SQUARE


@pytest.mark.parametrize(
    "typed, code",
    [
        ("", "few_corners"),
        ("39, 46\n39, 47", "few_corners"),
        ("39, 46\n39, 47\n39, 46", "few_corners"),
        ("39, 46\nthe mill\n40, 47", "no_corner"),
        ("39, 46\n95, 200\n40, 47", "no_corner"),
        ("39, 46\n40, 47\n39, 47\n40, 46", "crosses_itself"),
        ("39, 46\n39, 47\n39, 48", "crosses_itself"),  # flat
        ("39, 46\n39, 48\n39, 47\n40, 47", "crosses_itself"),  # runs back over itself
        ("39, 46\n39, 48\n40, 47\n39, 47\n40, 46", "crosses_itself"),  # touches an edge
        ("x" * 20_001, "too_long"),
        ("39, 46\n" * 500, "many_corners"),
        ("{", "no_json"),
        ('{"a":' * 3900, "no_json"),
        ("{}", "no_polygon"),
        ('{"type": "Point", "coordinates": [46, 39]}', "no_polygon"),
        ('{"type": "FeatureCollection", "features": []}', "no_polygon"),
        ('{"type": "Polygon", "coordinates": []}', "one_ring"),
        ('{"type": "Polygon"}', "one_ring"),
        (json.dumps({"type": "Polygon", "coordinates": [CLOSED, CLOSED]}), "one_ring"),
        ('{"type": "Polygon", "coordinates": [[["46", 39], [47, 39], [47, 40]]]}', "no_corner"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 39], [47, 39], [47, 40]]]}', "no_corner"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 39], [47, 39], [47, 40]]]}', "no_corner"),
        ('{"type": "Polygon", "coordinates": [[46, 47, 48]]}', "no_corner"),
        (ring((46, 39), (181, 39), (47, 40)), "not_on_earth"),
        (ring((-100, 39), (100, 39), (0, 40)), "too_wide"),
    ],
)
def test_what_is_no_polygon_is_refused_with_the_reason(typed, code):
    with pytest.raises(NotUnderstoodError) as refused:
        read_polygon(typed)
    assert refused.value.code == code


def test_the_largest_polygon_is_checked_in_no_time():
    begun = time.monotonic()
    with pytest.raises(NotUnderstoodError) as refused:
        read_polygon(zigzag(MOST_CORNERS))
    assert refused.value.code == "crosses_itself"
    with pytest.raises(NotUnderstoodError, match="many_corners"):
        read_polygon(zigzag(MOST_CORNERS + 1))
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "spot, inside",
    [
        ((46.5, 39.5), True),
        ((46.0, 39.0), True),
        ((46.5, 39.0), True),
        ((47.0, 39.9), True),
        ((45.999, 39.5), False),
        ((46.5, 40.001), False),
        ((47.5, 39.0), False),
    ],
)
@pytest.mark.parametrize("corners", [SQUARE, SQUARE[::-1]])
def test_a_spot_on_the_edge_is_inside_whichever_way_the_polygon_turns(corners, spot, inside):
    assert holds(corners, spot) == inside


def test_the_bay_of_a_hollow_polygon_is_outside():
    hollow = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]
    assert [holds(hollow, spot) for spot in [(2.0, 2.0), (0.5, 2.0), (3.5, 2.0)]] == [
        *(False, True, True)
    ]
