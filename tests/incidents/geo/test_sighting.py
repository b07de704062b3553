"""Sightings as posts give them."""

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.sighting import code_key, read_sightings

POSTS = {code_key(code): code for code in ("N-1", "S-1", "JC", "OP 12")}
# What is typed → origin, degrees, metres from and to.
SAID = {
    "N-1 NE 2-5 km": ("N-1", 45, 2000, 5000),
    "N-1, 045°, 2km": ("N-1", 45, 1500, 2500),
    "n1 045 2km": ("N-1", 45, 1500, 2500),
    "OP N-1 bearing 045 range 2 km": ("N-1", 45, 1500, 2500),
    "post N-1: azimuth 310°, distance 1-2 km": ("N-1", 310, 1000, 2000),
    "OP 12 NE 2K": ("OP 12", 45, 1500, 2500),
    "op12 ne 2k": ("OP 12", 45, 1500, 2500),
    "NE 2K": ("", 45, 1500, 2500),
    "2km NE": ("", 45, 1500, 2500),
    "NE 2 km from N-1": ("N-1", 45, 1500, 2500),
    "from N-1 heard 3km north east": ("N-1", 45, 2250, 3750),
    "N-1 0800 mils 3 km ±500 m": ("N-1", 45, 2500, 3500),
    "N-1 15-00 3 км": ("N-1", 90, 2250, 3750),
    "пост N-1 азимут 45° дальность 3 км": ("N-1", 45, 2250, 3750),
    "ССВ 3 км": ("", 22.5, 2250, 3750),
    "N-1 NE": ("N-1", 45, 0, 15_000),
    "N-1 NE 6s": ("N-1", 45, 1754, 2294),
    "N-1 > 10 km E": ("N-1", 90, 10_000, 30_000),
    "2 km NE of Velmura": ("Velmura", 45, 1500, 2500),
    "about 1.5-2km south-south-east of Velmura": ("Velmura", 157.5, 1500, 2000),
    "3 km E of Stone Bridge": ("Stone Bridge", 90, 2250, 3750),
    "3 км северо-восточнее Велмура": ("Велмура", 45, 2250, 3750),
    "at an assessed range of 1-2km south-south-west": ("", 202.5, 1000, 2000),
}


@pytest.mark.parametrize("typed", SAID)
def test_a_sighting_says_from_where_in_which_direction_and_how_far(typed):
    (seen,) = read_sightings(typed, POSTS).seen
    origin, degrees, near, far = SAID[typed]
    assert seen.origin == origin
    assert (seen.bearing.degrees, seen.band.near_m, seen.band.far_m) == pytest.approx(
        (degrees, near, far), abs=1
    )


@pytest.mark.parametrize("joint", ["; ", ";", " + ", " & ", " and "])
def test_several_posts_may_have_seen_it(joint):
    read = read_sightings(f"N-1 045 2-5km{joint}S-1 310 1-2km", POSTS)
    assert [seen.origin for seen in read.seen] == ["N-1", "S-1"]


@pytest.mark.parametrize("typed", ["Velmura", "N-1", "39.8 46.7", "", "north", "2 km"])
def test_what_tells_of_no_sighting_is_left_to_others(typed):
    assert read_sightings(typed, POSTS) is None


@pytest.mark.parametrize(
    "typed, code, found",
    [
        ("N-1 NE 2 km; bananas", "no_bearing", "bananas"),
        ("N-1 NE 2 km bananas", "sighting_words", "bananas"),
        ("; ".join(["N-1 NE 2 km"] * 7), "many_sightings", "7"),
        ("N-1 400° 2 km", "bearing", "400"),
    ],
    ids=["one without", "left over", "seven", "bearing"],
)
def test_what_is_in_the_way_is_named(typed, code, found):
    with pytest.raises(NotUnderstoodError) as refused:
        read_sightings(typed, POSTS)
    assert (refused.value.code, refused.value.found) == (code, found)
