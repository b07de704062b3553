"""Everything that can be in the way has its words."""

import re

import pytest

from incidents.domain.misread import DOUBTS, REFUSALS, refusal_of, words_of
from incidents.domain.subscription import POLYGON_WORDS
from incidents.exchange.typed_text import Doubt, NotUnderstoodError
from tests.architecture.sources import ROOT

PURE = [p for room in ("geo", "missionday", "exchange", "domain") for p in sorted(
    (ROOT / "incidents" / room).rglob("*.py"))]  # fmt: skip
SOURCE = "\n".join(path.read_text() for path in PURE)


def _said(name):
    return set(re.findall(rf'{name}\(\s*"(\w+)"', SOURCE))


def test_every_refusal_of_the_readers_has_words():
    assert _said("NotUnderstoodError") <= set(REFUSALS) | set(POLYGON_WORDS)
    assert {"minutes", "seconds", "lat_range", "lon_range", "two_lat", "two_lon"} <= set(REFUSALS)


def test_every_doubt_of_the_readers_has_words():
    assert _said("Doubt") <= set(DOUBTS)


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refusal_says_something_and_names_what_was_found(code):
    error = refusal_of(NotUnderstoodError(code, "BANANA", "A", "B"))
    (words,) = error.messages
    assert words
    assert ("BANANA" in words) == ("%(found)s" in str(REFUSALS[code]))


@pytest.mark.parametrize("code", sorted(DOUBTS))
def test_a_doubt_says_something(code):
    assert words_of(Doubt(code, "x"))
