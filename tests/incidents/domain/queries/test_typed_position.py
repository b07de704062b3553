"""Typed positions, with the posts and places of the cast's mission."""

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.queries.typed_position import places_near, read_typed_position
from incidents.geo.sector import metres_apart
from tests.factories import PlaceFactory, PlaceNameFactory

pytestmark = pytest.mark.django_db


def read(cast, typed, own_post="N-1"):
    return read_typed_position(typed, cast.mission, own_post)


def refusal(cast, typed, own_post="N-1"):
    with pytest.raises(ValidationError) as refused:
        read(cast, typed, own_post)
    return refused.value.code


@pytest.mark.parametrize(
    "typed, precision",
    [("40.2130, 10.4010", "P1"), ("40.21 10.40", "P3"), ("40°12'N 10°24'E", "P3")],
)
def test_figures_are_as_precise_as_they_are_written(cast, typed, precision):
    assert read(cast, typed).precision == precision


@pytest.mark.parametrize("typed", ["Velmura", "belmora", "ВЕЛМУРА", "Belmora / Velmura"])
def test_a_place_is_known_by_any_of_its_names(cast, typed):
    found = read(cast, typed)
    assert (found.place, found.precision, found.notation) == (cast.village, "P4", "place")
    assert found.lat == cast.village.lat


def test_a_name_that_nobody_knows_is_kept_without_a_position(cast):
    found = read(cast, "Nowhere Hill")
    assert (found.spot, found.precision, found.lat) == (None, "P0", None)
    assert "kept as typed" in found.warnings[0]


def test_a_name_that_two_places_share_is_asked_for(cast):
    PlaceNameFactory(place=PlaceFactory(code="pl-other"), name="Velmura")
    assert refusal(cast, "Velmura") == "ambiguous"


def test_a_post_is_its_own_position(cast):
    found = read(cast, "S-1")
    assert (found.lat, found.lon) == (cast.south_post.lat, cast.south_post.lon)


def test_a_bearing_without_a_post_is_seen_from_ones_own(cast):
    named, bare = read(cast, "N-1 NE 2-5 km"), read(cast, "NE 2-5 km")
    assert named.spot == bare.spot
    assert (named.precision, named.notation) == ("P5", "sector")
    assert named.sighting.bearing.degrees == 45


def test_without_any_post_it_is_asked_for(cast):
    assert refusal(cast, "NE 2-5 km", own_post="") == "own_post"


def test_two_posts_that_point_at_each_others_sector_narrow_it(cast):
    one = read(cast, "N-1 143° 15-25 km")
    both = read(cast, "N-1 143° 15-25 km; S-1 NW 0-4 km")
    assert both.reach_m < one.reach_m
    assert both.warnings == []


def test_sightings_that_contradict_each_other_warn_and_are_not_refused(cast):
    found = read(cast, "N-1 N 1-2 km; S-1 S 1-2 km")
    assert found.spot == read(cast, "N-1 N 1-2 km").spot
    assert any("do not meet" in warning for warning in found.warnings)


def test_a_direction_may_be_told_from_a_place(cast):
    found = read(cast, "2 km south of Velmura")
    village = (float(cast.village.lat), float(cast.village.lon))
    assert metres_apart(village, found.spot) == pytest.approx(2000, abs=5)
    assert found.sighting is None


@pytest.mark.parametrize(
    "typed, code",
    [("2 km south of Nowhere", "unknown_origin"), ("91N 10E", "lat_range"),
     ("???", "not_a_position"),
     ("N-1 NE 2 km bananas", "sighting_words")],
)  # fmt: skip
def test_what_is_in_the_way_is_refused_by_name(cast, typed, code):
    assert refusal(cast, typed) == code


def test_a_position_far_from_the_mission_is_doubted(cast):
    assert "km from the centre" in read(cast, "60.00, 30.00").warnings[-1]


def test_the_nearest_places_are_told_with_distance_and_direction(cast):
    near, bridge = places_near((40.26, float(cast.village.lon)))
    assert (near.place, bridge.place) == (cast.village, cast.bridge)
    assert near.km == pytest.approx(1.11, abs=0.02)
    assert near.bearing == pytest.approx(0, abs=0.1)


def test_reading_a_position_takes_as_many_queries_however_many_posts_there_are(
    cast, django_assert_num_queries
):
    with django_assert_num_queries(1):
        read(cast, "40.2130, 10.4010")
