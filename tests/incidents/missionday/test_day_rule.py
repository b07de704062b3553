"""Dated changes of cut-off and zone: no gap, no overlap, and old days keep their window."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incidents.missionday.day_rule import DayRule, Earlier
from incidents.missionday.window import ONE_DAY, day_of, window_of

LAST = date(2021, 3, 27)  # the day before the clocks of Europe change
ZONES = st.sampled_from(["UTC", "Europe/Paris", "Asia/Baku", "America/Lima", "Asia/Tokyo"])
CUT_OFFS = st.times().map(lambda one: one.replace(second=0, microsecond=0, fold=0))
RULES = st.builds(
    lambda zone, cut_off, before, held: DayRule(zone, cut_off, [Earlier(LAST, before, held)]),
    *(ZONES, CUT_OFFS, ZONES, CUT_OFFS),
)


def utc(day, hour, minute=0):
    return datetime(2021, 3, day, hour, minute, tzinfo=UTC)


def test_the_day_of_the_change_is_longer_or_shorter_and_its_neighbours_are_not():
    later = DayRule("Asia/Baku", time(19, 30), [Earlier(date(2021, 3, 9), "Asia/Baku", time(7, 0))])
    windows = [later.window(date(2021, 3, day)) for day in (9, 10, 11)]
    assert [one.hours for one in windows] == [24, 36.5, 24]
    assert (windows[1].begins, windows[1].ends) == (utc(9, 3), utc(10, 15, 30))
    earlier = DayRule(
        "Asia/Baku", time(7, 0), [Earlier(date(2021, 3, 9), "Asia/Baku", time(19, 30))]
    )
    assert earlier.window(date(2021, 3, 10)).hours == 11.5


def test_a_zone_changes_while_the_clocks_do():
    rule = DayRule("Europe/Paris", time(0, 0), [Earlier(LAST, "Asia/Baku", time(0, 0))])
    told = [rule.window(LAST + n * ONE_DAY) for n in (0, 1, 2)]
    assert [one.hours for one in told] == [24, 26, 24]  # 28 March: two hours west of Baku by then
    assert told[1].ends == utc(28, 22)


@given(RULES, st.integers(-3, 3), st.integers(0, 24 * 60 - 1))
def test_every_moment_is_of_exactly_one_day(rule, days, minutes):
    begins = rule.window(LAST + ONE_DAY).begins
    moment = begins + timedelta(days=days, minutes=minutes, seconds=1)
    day = rule.day_of(moment)
    around = [rule.window(day + n * ONE_DAY) for n in range(-3, 4)]
    assert [one.day for one in around if one.holds(moment)] == [day]
    assert all(a.ends == b.begins for a, b in pairwise(around))


@given(RULES, st.integers(0, 300))
def test_old_days_keep_their_window_and_new_ones_have_the_new(rule, distance):
    held = rule.earlier[0]
    old, new = LAST - distance * ONE_DAY, LAST + (2 + distance) * ONE_DAY
    assert rule.window(old) == window_of(old, held.zone, held.cut_off)
    assert rule.window(new) == window_of(new, rule.zone, rule.cut_off)
    ends = rule.window(new).ends
    assert rule.day_of(ends) == day_of(ends, rule.zone, rule.cut_off) == new
    assert rule.last_closed(ends) == new - ONE_DAY
