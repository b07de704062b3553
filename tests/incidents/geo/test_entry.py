"""The one field for a position: every notation, and everything that is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.entry import read_position
from incidents.geo.located import Name, Point, Sightings
from incidents.geo.sighting import code_key
from tests.incidents.hostile import TEXTS
from tests.incidents.spellings import DECIMAL, GRIDS, MINUTES, SECONDS, rows

HERE = (39.8, 46.7)
POSTS = {code_key(code): code for code in ("N-1", "S-1", "JC")}
SPELLINGS = rows(DECIMAL, MINUTES, SECONDS, GRIDS)


def read(typed):
    return read_position(typed, near=HERE, posts=POSTS)


def outcome(typed):
    """What was read, or the code of the refusal."""
    try:
        return read(typed)
    except NotUnderstoodError as refused:
        return refused.code


def test_the_tables_hold_many_real_spellings():
    assert len(set(SPELLINGS)) >= 150


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_is_the_same_point(typed):
    point = read(typed)
    assert (point.lat, point.lon) == pytest.approx((39.8213, 46.7521), abs=1e-3)


@pytest.mark.parametrize("typed", ["N-1", "n1", "JC", "Velmura", "Վելմուրա", "Height 1045.6"])
def test_names_and_posts_are_names(typed):
    assert isinstance(read(typed), Name)


def test_a_post_and_a_number_is_a_bearing_and_no_latitude():
    assert isinstance(read("N-1 045"), Sightings)


def test_numbers_that_only_fit_the_mission_the_other_way_round_are_exchanged_and_said():
    point = read("46.7521, 39.8213")
    assert (point.lat, point.lon) == (39.8213, 46.7521)
    assert point.doubts[0].code == "swapped"


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_read_or_refused_by_name(name):
    assert isinstance(outcome(TEXTS[name]), Point | Sightings | Name | str)


@given(st.text(max_size=80))
def test_nothing_typed_raises_anything_but_a_refusal(typed):
    assert outcome(typed)


@given(st.text("0123456789.,°'\"NSEW -+;kmNЮВЗC", max_size=60))
def test_no_mixture_of_the_notations_raises_anything_but_a_refusal(typed):
    point = outcome(typed)
    if isinstance(point, Point):
        assert abs(point.lat) <= 90
        assert abs(point.lon) <= 180


@pytest.mark.parametrize(
    "piece", ["9", "9 ", "N ", "9.", "9,", "°", "a ", "9-9 ", "; ", "km9 ", "ne "]
)
def test_twice_the_text_takes_about_twice_the_time(piece):
    """A quadratic reader would take four times as long, one that backtracks far longer."""
    short, long = (piece * (500 // len(piece) // 2 * times) for times in (1, 2))
    assert _seconds(long) < 3 * _seconds(short) + 1e-4


def test_a_million_characters_are_refused_at_once():
    assert _seconds("9" * 1_000_000) < 50 * _seconds("39.8213 46.7521")


def _seconds(typed):
    """The best of several runs: what else the machine does only adds."""
    best = 1.0
    for _run in range(7):
        begun = time.process_time()
        for _again in range(2):
            outcome(typed)
        best = min(best, time.process_time() - begun)
    return best
