"""From a date and a clock to an instant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.moment import check_year, coarser, instant_of, midnight_of, offset_name

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_local_time_is_one_instant():
    assert instant_of(date(2020, 7, 1), time(12), BERLIN) == datetime(2020, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "day, code", [(date(2020, 3, 29), "skipped_hour"), (date(2020, 10, 25), "repeated_hour")]
)
def test_hours_that_are_none_or_two_are_refused(day, code):
    with pytest.raises(NotUnderstoodError) as refused:
        instant_of(day, time(2, 30), BERLIN)
    assert refused.value.code == code


def test_a_date_begins_at_its_midnight_or_at_the_jump_over_it():
    assert midnight_of(date(2020, 7, 1), BERLIN) == datetime(2020, 6, 30, 22, tzinfo=UTC)


def test_the_coarser_precision_is_taken():
    assert (coarser("T1", "T5"), coarser("", "T0")) == ("T5", "T0")


@pytest.mark.parametrize("year", [1899, 2022])
def test_years_of_nobody_are_refused(year):
    with pytest.raises(NotUnderstoodError, match="year"):
        check_year(date(year, 1, 1), datetime(2020, 1, 1, tzinfo=UTC))


def test_offsets_are_named_as_people_write_them():
    assert offset_name(timedelta(hours=5, minutes=45)) == "UTC+5:45"
