"""The map on paper: what lies in the frame, at its place, without a name."""

import pytest

from incidents.exchange.svg_map import LAYERS, WIDTH, frame_around, outline_of, paths_of, points_in

SQUARE = {"type": "Polygon", "coordinates": [[[46, 39], [48, 39], [48, 41], [46, 41], [46, 39]]]}


def feature(layer, coordinates, kind="LineString", **more):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"geometry": geometry, "properties": {"layer": layer} | more}


def test_without_points_there_is_no_frame():
    assert frame_around([]) is None


def test_a_frame_holds_its_points_with_a_margin():
    frame = frame_around(points_in(SQUARE))
    assert (frame.west < 46, frame.east > 48) == (True, True)
    x, y = frame.place((47, 40))
    assert (x, y) == pytest.approx((WIDTH / 2, frame.height / 2), abs=1)


def test_one_point_gets_some_land_around_it():
    frame = frame_around([(46.8, 40.0)])
    assert frame.east - frame.west > 1
    assert frame.north - frame.south > 1


@pytest.mark.parametrize("point", [(0, 0), (180, 89.9), (-180, -89.9)])
def test_a_frame_at_the_edge_of_the_world_has_a_size(point):
    frame = frame_around([point])
    assert frame.height >= 1
    assert all(isinstance(n, float) for n in frame.place(point))


def test_what_lies_outside_is_not_drawn_nor_what_has_no_layer():
    frame = frame_around(points_in(SQUARE))
    drawn = paths_of(
        [
            feature("river", [[46.5, 40], [47, 40.5]]),
            feature("river", [[10, 50], [11, 51]]),
            feature("place", [46.7, 39.8], "Point", name="A contested name"),
            feature("country", [[[[40, 35], [50, 35], [50, 45], [40, 35]]]], "MultiPolygon"),
        ],
        frame,
    )
    assert [pen for pen, _path in drawn] == [LAYERS["country"], LAYERS["river"]]


def test_an_outline_is_one_path_for_each_ring():
    frame = frame_around(points_in(SQUARE))
    assert outline_of(SQUARE, frame).count("M") == 1
