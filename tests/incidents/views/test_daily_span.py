"""Several days at a time: each with its window, and sums of what was published."""

from datetime import timedelta

import pytest

from incidents.domain.daily_report import publish_day
from tests.incidents.telling import AFTER_DUE, DAY, NOW, killed, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)


def span(person, first, last):
    return signed_in(person).get(f"/daily/{first}/{last}/")


def test_each_day_is_shown_with_its_window_and_days_without_a_report_are_said(cast):
    tell(cast.north_monitor, casualties=(killed(2, "north"),))
    tell(cast.north_monitor, occurred_from=NOW - 2 * ONE_DAY)
    for day in (DAY - 2 * ONE_DAY, DAY):
        publish_day(cast.mission, day, AFTER_DUE)
    page = span(cast.public, DAY - 2 * ONE_DAY, DAY)
    assert page.context["missing"] == [DAY - ONE_DAY]
    assert (page.context["sums"]["incidents"], page.context["sums"]["killed"]) == (2, 2)
    assert page.context["sums"]["killed_unknown"] == 1
    assert [row["one"].hours for row in page.context["days"]] == [24.0, None, 24.0]


def test_a_day_of_25_hours_shows_them(cast):
    cast.mission.time_zone = "Europe/Paris"
    cast.mission.save()
    day = DAY.replace(month=10, day=31)  # the clock was put back in that night
    publish_day(cast.mission, day, AFTER_DUE + timedelta(days=300))
    assert span(cast.public, day, day).context["days"][0]["one"].hours == 25.0


@pytest.mark.parametrize(
    "first, last",
    [
        (DAY, DAY - ONE_DAY),
        (DAY - 31 * ONE_DAY, DAY),
        (DAY + ONE_DAY, DAY + ONE_DAY),
        ("0001-01-01", "0001-01-03"),
        ("9999-12-30", "9999-12-31"),
        ("2021-03-10", "2021-02-30"),
    ],
)
def test_days_that_cannot_be_shown_are_not_found(cast, first, last):
    publish_day(cast.mission, DAY, AFTER_DUE)
    assert span(cast.public, first, last).status_code == 404
