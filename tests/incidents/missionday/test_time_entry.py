"""The one field for a time: every notation, and clear refusals."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.moment import When
from incidents.missionday.time_entry import read_time
from tests.incidents.clock_spellings import HALF_PAST_TWO, NOW, OTHERS, REFUSED, ZONE
from tests.incidents.hostile import TEXTS
from tests.incidents.spellings import rows

SPELLINGS = rows(HALF_PAST_TWO)
BERLIN = "Europe/Berlin"


def outcome(typed, now=NOW, zone=ZONE):
    """What was read, or the code of the refusal."""
    try:
        return read_time(typed, now, zone)
    except NotUnderstoodError as refused:
        return refused.code


def clock(moment):
    return moment and f"{moment.astimezone(ZoneInfo(ZONE)):%d %H:%M}"


def test_the_tables_hold_many_real_spellings():
    assert len(set(SPELLINGS)) + len(OTHERS) >= 150


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_is_the_same_minute(typed):
    read = read_time(typed, NOW, ZONE)
    assert (read.begins, read.ends) == (datetime(2020, 11, 10, 10, 30, tzinfo=UTC), None)
    assert read.precision == "T1"


@pytest.mark.parametrize("typed", OTHERS)
def test_ranges_parts_and_times_ago_are_read_with_their_precision(typed):
    read = read_time(typed, NOW, ZONE)
    assert (clock(read.begins), clock(read.ends), read.precision) == OTHERS[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_is_refused_by_name(typed):
    assert outcome(typed) == REFUSED[typed]


def test_an_hour_that_the_clock_shows_twice_is_asked_for():
    with pytest.raises(NotUnderstoodError) as refused:
        read_time("2020-10-25 02:30", NOW, BERLIN)
    assert refused.value.code == "repeated_hour"
    one, other = (read_time(offer, NOW, BERLIN).begins for offer in refused.value.expected)
    assert (one.hour, other.hour) == (0, 1)


def test_an_hour_that_the_clock_skips_is_refused():
    assert outcome("2020-03-29 02:30", zone=BERLIN) == "skipped_hour"
    assert outcome("2020-03-29", zone=BERLIN).begins.hour == 23


def test_a_day_on_which_midnight_is_skipped_begins_at_the_jump():
    read = read_time("2020-03-29", NOW, "Asia/Beirut")
    assert read.begins == datetime(2020, 3, 28, 22, 0, tzinfo=UTC)


def test_a_clock_that_is_still_to_come_was_yesterday_and_that_is_said():
    assert [doubt.code for doubt in read_time("17:00", NOW, ZONE).doubts] == ["yesterday"]
    assert read_time("16:05", NOW, ZONE).doubts == ()


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_read_or_refused_by_name(name):
    assert isinstance(outcome(TEXTS[name]), When | str)


@given(st.text(max_size=60))
def test_nothing_typed_raises_anything_but_a_refusal(typed):
    assert outcome(typed)


@given(st.text("0123456789:.-/ ZJCapmhNOVtoago+UTC", max_size=40))
def test_no_mixture_of_the_notations_raises_anything_but_a_refusal(typed):
    assert outcome(typed)


FIRST = datetime(2000, 1, 2, tzinfo=UTC)
MOMENTS = st.integers(0, 20 * 365 * 1440).map(lambda passed: FIRST + timedelta(minutes=passed))


@given(MOMENTS)
def test_every_instant_has_a_spelling_that_reads_back(moment):
    for spelling in ("%Y-%m-%d %H:%M UTC", "%Y-%m-%dT%H:%M:00Z", "%d.%m.%Y %H:%MZ"):
        assert read_time(moment.strftime(spelling), NOW, ZONE).begins == moment


@pytest.mark.parametrize("piece", ["1", "1:", "1-", "- ", "1 ", "to ", "a ", "nov ", "10."])
def test_twice_the_text_takes_about_twice_the_time(piece):
    short, long = (piece * (500 // len(piece) // 2 * times) for times in (1, 2))
    assert _seconds(long) < 3 * _seconds(short) + 1e-4


def _seconds(typed):
    best = 1.0
    for _run in range(7):
        begun = time.process_time()
        outcome(typed)
        outcome(typed)
        best = min(best, time.process_time() - begun)
    return best
