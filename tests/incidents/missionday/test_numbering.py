"""Daily reports are numbered n/yyyy without gaps, and labelled by how settled they are."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.missionday.numbering import SETTLES_AFTER, label_of, number_of

OPENED = date(2020, 11, 11)
ENDS = datetime(2021, 3, 1, 15, 30, tzinfo=UTC)
SETTLED = ENDS + SETTLES_AFTER
SECOND = timedelta(seconds=1)
opened = st.dates(date(1900, 1, 1), date(2099, 1, 1))


@given(opened, st.integers(1, 1500))
def test_the_numbers_of_a_mission_are_dense_and_begin_again_with_each_year(first, length):
    days = [first + timedelta(days=n) for n in range(length)]
    for before, after in pairwise(days):
        expected = number_of(before, first) + 1 if before.year == after.year else 1
        assert number_of(after, first) == expected


@given(opened)
def test_the_first_day_is_number_one(first):
    assert number_of(first, first) == 1


def test_new_year_is_number_one_again():
    assert number_of(date(2020, 12, 31), OPENED) == 51
    assert number_of(date(2021, 1, 1), OPENED) == 1


def test_a_leap_year_ends_with_366():
    assert number_of(date(2024, 12, 31), OPENED) == 366


def test_a_day_before_the_mission_has_no_number():
    with pytest.raises(ValueError, match="before the mission opened"):
        number_of(OPENED - timedelta(days=1), OPENED)


@pytest.mark.parametrize(
    "revision,published_at,now,label",
    [
        (1, ENDS, SETTLED, "provisional"),
        (1, ENDS, SETTLED + SECOND, "final"),
        (2, SETTLED, SETTLED, "provisional"),
        (2, SETTLED, SETTLED + SECOND, "final"),
        (2, SETTLED + SECOND, SETTLED + SECOND, "amended"),
        (1, SETTLED + SECOND, SETTLED + SECOND, "final"),
        (3, SETTLED + timedelta(days=900), SETTLED + timedelta(days=901), "amended"),
    ],
)
def test_a_revision_is_provisional_then_final_and_amended_when_late(
    revision, published_at, now, label
):
    assert label_of(revision, published_at, ENDS, now) == label
