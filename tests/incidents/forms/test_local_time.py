"""A date and a time on the mission's clock become one instant, or are refused."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from incidents.forms.local_time import instant, local_now


def test_a_local_time_becomes_its_instant():
    at = instant(date(2021, 3, 10), time(19, 30), "Asia/Baku")
    assert at.astimezone(UTC) == datetime(2021, 3, 10, 15, 30, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_is_refused():
    with pytest.raises(ValidationError, match="skips"):
        instant(date(2021, 3, 28), time(2, 30), "Europe/Paris")


def test_of_an_hour_that_the_clock_repeats_the_first_is_meant():
    at = instant(date(2021, 10, 31), time(2, 30), "Europe/Paris")
    assert at.astimezone(UTC) == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_a_year_that_cannot_be_is_refused(year):
    with pytest.raises(ValidationError, match="year"):
        instant(date(year, 1, 1), time(0, 0), "Asia/Baku")


def test_now_is_the_minute_of_the_missions_clock():
    assert local_now("Asia/Baku").second == 0
