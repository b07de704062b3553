"""Clock times with their zone, and the parts of a day."""

from datetime import time, timedelta

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.clock import PARTS, read_clock


@pytest.mark.parametrize("text", ["14:30", "1430", "14h30", "2:30 pm", "at 14:30", "1430 hrs"])
def test_a_clock_is_read(text):
    assert read_clock(text).clock == time(14, 30)


@pytest.mark.parametrize(
    "text, hours", [("14:30 utc+4", 4), ("14:30 utc-3", -3), ("1430d", 4), ("14:30 z", 0)]
)
def test_a_zone_may_follow(text, hours):
    assert read_clock(text).offset == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["1430h", "1430l", "14:30 local", "14:30"])
def test_hours_and_local_are_no_zones(text):
    assert read_clock(text).offset is None


@pytest.mark.parametrize("text", ["25:00", "14:60", "13 pm", "14:30 utc+15", "1430j"])
def test_what_no_clock_shows_is_refused(text):
    with pytest.raises(NotUnderstoodError):
        read_clock(text)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_of_the_day_has_two_ends(part):
    told = read_clock(part)
    assert told.clock < told.until_clock
    assert told.precision == "T4"


@pytest.mark.parametrize("text", ["", "bananas", "1", "14"])
def test_what_is_no_clock_is_none(text):
    assert read_clock(text) is None
