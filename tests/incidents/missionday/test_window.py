"""Mission days follow each other without gap or overlap, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.missionday.window import (
    ONE_DAY,
    day_of,
    last_closed_day,
    local_date,
    window_of,
)

ZONES = (
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Baku",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Yerevan",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Kyiv",
    "Europe/Paris",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
)
zones = st.sampled_from(ZONES)
cut_offs = st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0))
days = st.dates(date(1900, 1, 2), date(2100, 12, 30))
SINCE = datetime(1900, 1, 3, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=73_000)).map(lambda since: SINCE + since)
EVENING = time(19, 30)
MIDNIGHT = time(0, 0)
APIA = "Pacific/Apia"


@given(days, zones, cut_offs)
def test_a_day_begins_where_the_day_before_ends(day, zone, cut_off):
    before, after = window_of(day - ONE_DAY, zone, cut_off), window_of(day, zone, cut_off)
    assert before.ends == after.begins


@given(days, zones, cut_offs)
@example(date(2011, 12, 30), APIA, EVENING)
def test_no_day_ends_before_it_begins(day, zone, cut_off):
    assert window_of(day, zone, cut_off).hours >= 0


@given(instants, zones, cut_offs)
@example(datetime(2011, 12, 30, 6, tzinfo=UTC), APIA, EVENING)
@example(datetime(2011, 12, 30, 5, tzinfo=UTC), APIA, EVENING)
def test_every_instant_lies_in_the_day_that_is_said_to_hold_it(moment, zone, cut_off):
    assert window_of(day_of(moment, zone, cut_off), zone, cut_off).holds(moment)


@given(instants, zones, cut_offs)
def test_every_instant_lies_in_exactly_one_day(moment, zone, cut_off):
    local = moment.date()
    near = [window_of(local + n * ONE_DAY, zone, cut_off) for n in range(-4, 5)]
    assert sum(window.holds(moment) for window in near) == 1


@given(days, zones, cut_offs)
def test_a_day_holds_its_end_and_not_its_beginning(day, zone, cut_off):
    window = window_of(day, zone, cut_off)
    assert window.holds(window.ends) is (window.hours > 0)
    assert not window.holds(window.begins)


@given(st.integers(1901, 2099), zones, cut_offs)
def test_the_days_of_a_year_add_up_to_the_year(year, zone, cut_off):
    first, last = date(year, 1, 1), date(year, 12, 31)
    every = [window_of(first + n * ONE_DAY, zone, cut_off) for n in range((last - first).days + 1)]
    assert all(a.ends == b.begins for a, b in pairwise(every))
    assert sum(w.hours for w in every) == pytest.approx(
        (every[-1].ends - every[0].begins).total_seconds() / 3600
    )


@given(instants, instants, zones, cut_offs)
def test_a_later_instant_never_lies_in_an_earlier_day(one, other, zone, cut_off):
    earlier, later = sorted((one, other))
    assert day_of(earlier, zone, cut_off) <= day_of(later, zone, cut_off)


@given(instants, zones, zones, cut_offs)
def test_the_zone_in_which_an_instant_is_written_does_not_matter(moment, zone, other, cut_off):
    assert day_of(moment.astimezone(ZoneInfo(other)), zone, cut_off) == day_of(
        moment, zone, cut_off
    )


@given(instants, zones, cut_offs)
def test_the_last_closed_day_is_over_and_the_next_is_not(now, zone, cut_off):
    closed = last_closed_day(now, zone, cut_off)
    assert window_of(closed, zone, cut_off).ends < now
    assert now <= window_of(closed + ONE_DAY, zone, cut_off).ends


@pytest.mark.parametrize(
    "zone,day,hours",
    [
        ("Europe/Paris", date(2021, 3, 28), 23),
        ("Europe/Paris", date(2021, 10, 31), 25),
        ("America/New_York", date(2021, 3, 14), 23),
        ("America/New_York", date(2021, 11, 7), 25),
        ("Australia/Lord_Howe", date(2021, 10, 3), 23.5),
        ("Australia/Lord_Howe", date(2021, 4, 4), 24.5),
        ("Asia/Baku", date(2015, 3, 29), 23),
        ("Asia/Baku", date(2015, 10, 25), 25),
        ("Asia/Baku", date(2021, 3, 28), 24),
        ("Antarctica/Troll", date(2021, 3, 28), 22),
    ],
)
def test_a_day_on_which_the_clock_changes_has_its_own_length(zone, day, hours):
    assert window_of(day, zone, EVENING).hours == hours
    assert window_of(day, zone, MIDNIGHT).hours == hours


def test_with_a_cut_off_in_the_evening_the_evening_belongs_to_the_next_day():
    moment = datetime(2020, 12, 11, 19, 31, tzinfo=ZoneInfo("Asia/Baku"))
    assert day_of(moment, "Asia/Baku", EVENING) == date(2020, 12, 12)


def test_the_cut_off_itself_belongs_to_the_day_that_it_ends():
    moment = datetime(2020, 12, 11, 19, 30, tzinfo=ZoneInfo("Asia/Baku"))
    assert day_of(moment, "Asia/Baku", EVENING) == date(2020, 12, 11)


def test_a_cut_off_at_midnight_makes_the_calendar_day():
    window = window_of(date(2020, 12, 11), "Asia/Baku", MIDNIGHT)
    assert window.begins == datetime(2020, 12, 10, 20, tzinfo=UTC)
    assert window.ends == datetime(2020, 12, 11, 20, tzinfo=UTC)


def test_a_cut_off_in_a_repeated_hour_closes_at_its_second_pass():
    window = window_of(date(2021, 10, 31), "Europe/Paris", time(2, 30))
    assert window.ends == datetime(2021, 10, 31, 1, 30, tzinfo=UTC)


def test_a_cut_off_in_a_skipped_hour_is_read_on_the_old_clock():
    window = window_of(date(2021, 3, 28), "Europe/Paris", time(2, 30))
    assert window.ends == datetime(2021, 3, 28, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone,day", [("Africa/Cairo", date(2024, 4, 25)), ("America/Asuncion", date(2021, 10, 2))]
)
def test_the_last_hour_before_a_skipped_midnight_belongs_to_its_date(zone, day):
    moment = datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(zone))
    assert day_of(moment, zone, MIDNIGHT) == day
    assert day_of(moment + timedelta(minutes=1), zone, MIDNIGHT) == day
    assert day_of(moment + timedelta(minutes=2), zone, MIDNIGHT) == day + ONE_DAY


def test_the_last_evening_of_a_year_belongs_to_the_new_year():
    moment = datetime(2020, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Baku"))
    assert day_of(moment, "Asia/Baku", EVENING) == date(2021, 1, 1)


def test_the_leap_day_is_a_day():
    moment = datetime(2024, 2, 28, 20, tzinfo=ZoneInfo("Asia/Baku"))
    assert day_of(moment, "Asia/Baku", EVENING) == date(2024, 2, 29)


def test_a_skipped_date_holds_no_instant():
    before = window_of(date(2011, 12, 29), APIA, MIDNIGHT)
    assert day_of(before.ends, APIA, MIDNIGHT) == date(2011, 12, 29)
    assert day_of(before.ends + timedelta(seconds=1), APIA, MIDNIGHT) == date(2011, 12, 31)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_have_no_bounds(day):
    with pytest.raises(OverflowError):
        window_of(day, "Asia/Baku", MIDNIGHT)


def test_the_calendar_date_is_the_local_one():
    assert local_date(datetime(2020, 12, 31, 20, tzinfo=UTC), "Asia/Baku") == date(2021, 1, 1)
