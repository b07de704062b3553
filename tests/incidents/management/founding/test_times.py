"""Dates of the founding case: a minute, a day, a month, and what they cover."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.management.founding.times import read_date, read_when

BAKU = ZoneInfo("Asia/Baku")


def at(*parts):
    return datetime(*parts, tzinfo=BAKU)


def test_a_minute_is_that_minute_in_local_time():
    when = read_when("2021-07-13T21:34", "2021-07-13T21:45", BAKU)
    assert (when.start, when.until) == (at(2021, 7, 13, 21, 34), at(2021, 7, 13, 21, 45))
    assert when.precision == "T1"


def test_a_day_begins_at_local_midnight_and_needs_no_end():
    when = read_when("2020-12-11", "2020-12-11", BAKU)
    assert (when.start, when.until, when.precision) == (at(2020, 12, 11), None, "T5")


def test_two_days_last_until_the_end_of_the_second():
    assert read_when("2022-02-20", "2022-02-21", BAKU).until == at(2022, 2, 21, 23, 59)


@pytest.mark.parametrize("begin,end", [("2022-03-24", "2022-03-25T09:00"), ("2022-03-24", "")])
def test_the_coarser_precision_holds(begin, end):
    assert read_when(begin, end, BAKU).precision == "T5"


def test_a_month_is_bounded_but_undated():
    when = read_when("2020-12", "", BAKU)
    assert (when.start, when.until) == (at(2020, 12, 1), at(2020, 12, 31, 23, 59))
    assert when.precision == "T7"


def test_summer_time_of_its_year_holds():
    assert read_date("2015-08-25", BAKU).first.isoformat() == "2015-08-25T00:00:00+05:00"
