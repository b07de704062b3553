"""Counts and casualties in words: unknown is said, never shown as zero."""

import pytest

from incidents.models import Incident
from incidents.views.words import bounds_words, count_words


@pytest.mark.parametrize(
    "bounds, words",
    [
        ((None, None), "not known"),
        ((0, 0), "none"),
        ((1, 1), "1"),
        ((2, 5), "2–5"),
        ((0, 3), "0–3"),
        ((2, None), "at least 2"),
        ((None, 4), "at most 4"),
    ],
)
def test_a_number_of_people_in_words(bounds, words):
    assert bounds_words(bounds) == words


@pytest.mark.parametrize(
    "count, words",
    [
        ({}, ""),
        ({"count_low": 1, "count_qualifier": "exact", "count_unit": "explosion"}, "1 explosion"),
        ({"count_low": 20, "count_qualifier": "about", "count_unit": "shot"}, "about 20 shots"),
        ({"count_low": 0, "count_qualifier": "exact", "count_unit": "shot"}, "0 shots"),
        (
            {"count_low": 3, "count_high": 5, "count_qualifier": "range", "count_unit": "burst"},
            "3–5 bursts",
        ),
        ({"count_qualifier": "multiple", "count_unit": "burst"}, "multiple bursts"),
        ({"count_qualifier": "multiple"}, "multiple"),
        ({"count_low": 4, "count_qualifier": "at_least"}, "at least 4"),
    ],
)
def test_a_count_in_words(count, words):
    assert count_words(Incident(**count)) == words
