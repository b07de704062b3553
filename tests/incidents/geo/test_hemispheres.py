"""Letters of one position belong to one language."""

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.hemispheres import (
    EAST,
    KNOWN,
    LANGUAGES,
    NORTH,
    SOUTH,
    WEST,
    could_be,
    sides_of,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_names_all_four_sides(language):
    assert set(LANGUAGES[language].values()) == {NORTH, SOUTH, EAST, WEST}


def test_turkish_b_is_west_and_russian_v_is_east():
    assert sides_of(["k", "b"]) == ([NORTH, WEST], ())
    assert sides_of(["с", "в"]) == ([NORTH, EAST], ())


def test_letters_of_two_languages_are_refused():
    with pytest.raises(NotUnderstoodError, match="letters"):
        sides_of(["n", "d"])


@pytest.mark.parametrize("word", ["n", "в", "k", "կուկու", "x", "north"])
def test_a_word_could_be_a_side_only_if_it_is_one_or_looks_like_one(word):
    assert could_be(word) == (word in KNOWN)
