"""Typed text becomes plain, in time proportional to its length, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import LONGEST, NotUnderstoodError, folded, plain

SIGNS = {
    "39º": "39°",
    "39˚": "39°",
    "49′": "49'",
    "49’": "49'",
    "16″": '16"',
    "16”": '16"',
    "−39": "-39",
    "1–2": "1-2",
    "٣٩٫٨": "39.8",
    "۳۹": "39",
    "３９": "39",
    "a\u200eb\u202e": "ab",
    "a\u00a0 \t b": "a b",
    "Ｎ": "N",
}


@pytest.mark.parametrize("typed", SIGNS)
def test_signs_of_any_script_become_plain(typed):
    assert plain(typed) == SIGNS[typed]


@pytest.mark.parametrize("typed", ["a\x00b", "\x1b[2J", "\x07"])
def test_control_characters_are_refused_and_named(typed):
    with pytest.raises(NotUnderstoodError) as refused:
        plain(typed)
    assert refused.value.code == "characters"
    assert refused.value.found.startswith("\\x")


def test_what_is_longer_than_any_entry_is_refused_at_once():
    with pytest.raises(NotUnderstoodError) as refused:
        plain("9" * (LONGEST + 1))
    assert refused.value.code == "too_long"


@given(st.text(max_size=60))
def test_plain_text_is_plain_already(typed):
    try:
        once = plain(typed)
    except NotUnderstoodError:
        return
    assert plain(once) == once


def test_a_folded_word_has_no_dots_and_no_capitals():
    assert (folded("С.Ш."), folded("DOĞU"), folded("ŞİMAL")) == ("сш", "doğu", "şimal")
