"""Dates in several languages."""

from datetime import date

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.calendar_date import find_date, month_of, read_span

TODAY = date(2020, 11, 10)


@pytest.mark.parametrize(
    "text, day",
    [("10.11.2020 x", (2020, 11, 10)), ("3 feb", (2020, 2, 3)), ("24 dec", (2019, 12, 24)),
     ("5 eylül 2019", (2019, 9, 5)), ("вчера", (2020, 11, 9)), ("march 5, 2018", (2018, 3, 5))],
)  # fmt: skip
def test_a_date_is_found_and_taken_out(text, day):
    told, rest = find_date(text, TODAY)
    assert told.day == date(*day)
    assert rest in ("", "x")


@pytest.mark.parametrize("text", ["14:30", "banana 5", "", "5 bananas 2020"])
def test_what_holds_no_date_holds_none(text):
    assert find_date(text, TODAY) is None


@pytest.mark.parametrize("text", ["31.02.2020", "0 nov 2020", "31 nov 2020", "2020-13-01"])
def test_days_that_no_calendar_has_are_refused(text):
    with pytest.raises(NotUnderstoodError, match="date"):
        find_date(text, TODAY)


def test_slashes_are_read_day_first_with_a_doubt_unless_they_cannot_be():
    assert find_date("05/06/2020", TODAY)[0].doubts[0].code == "day_first"
    assert find_date("05/26/2020", TODAY)[0].doubts[0].code == "month_first"


def test_a_week_has_seven_days_and_a_month_its_own():
    week, month = read_span("week of 4 nov 2020", TODAY), read_span("feb 2020", TODAY)
    assert (week.day, week.until_day) == (date(2020, 11, 2), date(2020, 11, 8))
    assert (month.day, month.until_day) == (date(2020, 2, 1), date(2020, 2, 29))


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_english_russian_and_turkish_name(number):
    english = date(2020, number, 1).strftime("%B").lower()
    russian = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
    turkish = "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
    names = (english, english[:3], russian.split()[number - 1], turkish.split()[number - 1])
    assert {month_of(name) for name in names} == {number}
