"""When an alert goes out: flashes at once, the rest together, and nobody is woken for it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.missionday.alert_clock import Clock

ZONE, CUT_OFF = "Asia/Baku", time(19, 30)
NIGHT = (time(22), time(6, 30))


def at(text):
    """An instant of the mission's own clock, four hours ahead of UTC."""
    return (datetime.fromisoformat(f"2021-03-{text}") - timedelta(hours=4)).replace(tzinfo=UTC)


def clock(**said):
    return Clock(ZONE, CUT_OFF, **said)


QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)


@pytest.mark.parametrize(
    "step, flash, noticed, due",
    [
        (HOUR, True, "10T14:07:31", "10T14:07:31"),
        (None, True, "10T19:30:01", "10T19:30:01"),
        (QUARTER, False, "10T14:07:31", "10T14:15:00"),
        (HOUR, False, "10T14:07:31", "10T15:00:00"),
        (HOUR, False, "10T14:00:00", "10T14:00:00"),
        (None, False, "10T14:07:31", "10T19:30:00"),
        (None, False, "10T19:30:00", "10T19:30:00"),
        (None, False, "10T19:30:01", "11T19:30:00"),
    ],
)
def test_flashes_go_at_once_and_the_rest_is_collected(step, flash, noticed, due):
    assert clock().due_at(at(noticed), step, flash=flash) == at(due)


@pytest.mark.parametrize(
    "quiet, noticed, due",
    [
        (NIGHT, "10T21:59:59", "10T21:59:59"),
        (NIGHT, "10T22:00:00", "11T06:30:00"),
        (NIGHT, "11T03:00:00", "11T06:30:00"),
        (NIGHT, "11T06:30:00", "11T06:30:00"),
        ((time(12), time(14)), "10T11:59:00", "10T11:59:00"),
        ((time(12), time(14)), "10T13:00:00", "10T14:00:00"),
        ((time(12), time(0)), "10T13:00:00", "11T00:00:00"),
        (None, "11T03:00:00", "11T03:00:00"),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(quiet, noticed, due):
    assert clock(quiet=quiet).due_at(at(noticed), HOUR, flash=True) == at(due)


def test_a_flash_breaks_the_quiet_only_if_that_was_chosen():
    night = at("11T03:00:00")
    chosen = clock(quiet=NIGHT, flash_in_quiet=True)
    assert chosen.due_at(night, HOUR, flash=True) == night
    assert chosen.due_at(night, QUARTER) == at("11T06:30:00")


def test_a_digest_that_ends_in_quiet_hours_waits_for_their_end():
    evening = clock(quiet=(time(19), time(7)))
    assert evening.due_at(at("10T14:00:00"), None) == at("11T07:00:00")


@given(
    st.integers(1_420_000_000, 1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
    st.sampled_from([None, QUARTER, HOUR]),
    st.booleans(),
    st.one_of(st.none(), st.tuples(st.times(), st.times()).filter(lambda q: q[0] != q[1])),
    st.sampled_from(["Asia/Baku", "Europe/Paris", "Australia/Lord_Howe", "Africa/Cairo"]),
)
def test_nothing_is_due_before_it_is_noticed_or_later_than_two_days(
    noticed, step, flash, quiet, zone
):
    due = Clock(zone, CUT_OFF, quiet).due_at(noticed, step, flash=flash)
    assert noticed <= due <= noticed + timedelta(days=2, hours=2)
    assert Clock(zone, CUT_OFF, quiet).after_quiet(due) == due
