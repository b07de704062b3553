"""Spans of mission days, as addresses write them."""

from datetime import date

import pytest

from incidents.missionday.span import Span

MARCH = Span(date(2021, 3, 1), date(2021, 3, 10))


def test_a_span_is_written_as_it_is_read():
    assert str(MARCH) == "2021-03-01..2021-03-10"
    assert Span.parsed(str(MARCH)) == MARCH


def test_a_span_holds_both_its_edges():
    assert len(MARCH) == len(list(MARCH)) == 10
    assert Span.ending(MARCH.last, 10) == MARCH


def test_a_span_moves_by_its_own_length():
    assert MARCH.moved(-1) == Span(date(2021, 2, 19), date(2021, 2, 28))
    assert Span(date(1, 1, 1), date(1, 1, 2)).moved(-1) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "2021-03-01",
        "2021-03-01..",
        "2021-03-10..2021-03-01",
        "2021-02-30..2021-03-01",
        "a\0..b",
    ],
)
def test_what_is_no_span_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Span.parsed(text)
