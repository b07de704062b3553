"""Date-time groups: letters, the round trip, and J."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.date_time_group import HOURS, group_of, letter_of, read_group
from incidents.missionday.moment import instant_of, zone_of

NOW = datetime(2021, 1, 3, 0, 30, tzinfo=UTC)
FIRST = datetime(2000, 1, 2, tzinfo=UTC)
MOMENTS = st.integers(0, 20 * 365 * 1440).map(lambda passed: FIRST + timedelta(minutes=passed))


def instant(group):
    told = read_group(group, NOW)
    return instant_of(told.day, told.clock, zone_of(told.offset, "UTC"))


@given(MOMENTS, st.sampled_from(sorted(HOURS)))
def test_a_group_reads_back_in_every_zone(moment, letter):
    assert instant(group_of(moment, letter)) == moment


def test_all_letters_but_j_are_whole_hours():
    assert set(HOURS) == set("ABCDEFGHIKLMNOPQRSTUVWXYZ")
    assert sorted(HOURS.values()) == list(range(-12, 13))


@pytest.mark.parametrize("letter", sorted(HOURS))
def test_an_offset_has_its_letter(letter):
    assert letter_of(timedelta(hours=HOURS[letter])) == letter
    assert letter_of(timedelta(hours=4, minutes=30)) == ""


@pytest.mark.parametrize("group", ["311200Z", "311200ZDEC", "311200Z DEC 20"])
def test_without_year_or_month_the_newest_is_meant(group):
    assert instant(group) == datetime(2020, 12, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "group, code",
    [("101430JNOV20", "letter_j"), ("101430NOV20", "no_letter"), ("311430ZNOV20", "date"),
     ("101430ZNOX20", "month"), ("102430ZNOV20", "clock")],
)  # fmt: skip
def test_what_names_no_instant_is_refused(group, code):
    with pytest.raises(NotUnderstoodError) as refused:
        read_group(group, NOW)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "1430", "101430", "10 Nov 2020", "101430CNOV20-"])
def test_what_is_no_group_is_left_to_others(text):
    assert read_group(text, NOW) is None
