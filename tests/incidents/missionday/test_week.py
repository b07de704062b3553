"""Weeks: which days they have, and sums that never take unknown for zero."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.missionday.week import Week, week_content, weeks_from

MONDAY = date(2021, 3, 8)
ONE_DAY = timedelta(days=1)


def day(**changes):
    """A day's content, as small as a form can be."""
    coverage = {
        **{name: [] for name in ("expected", "reported", "silent")},
        **dict.fromkeys(("nil_returns", "outages", "denied_access"), 0),
        **dict.fromkeys(("observed_minutes", "posts_watching")),
    }
    return {
        "v": 1,
        "mission": "ridge",
        "mission_day": "2021-03-08",
        "number": 1,
        "year": 2021,
        "window": {"begins": "a", "ends": "b", "time_zone": "UTC"},
        "totals": {"incidents": 0},
        "previous": {"incidents": 0},
        "coverage": coverage,
        "incidents": [],
    } | changes


def week_of(*days, before=()):
    return week_content(Week(MONDAY, MONDAY, 1), days, before, [{"revision": 1} for _ in days])


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 7), st.integers(0, 60))
def test_weeks_have_neither_gap_nor_overlap(first, ends_on, length):
    until = first + length * ONE_DAY
    found = list(weeks_from(first, until, ends_on))
    days = [begin + n * ONE_DAY for begin, end in found for n in range((end - begin).days + 1)]
    assert days == [first + n * ONE_DAY for n in range(len(days))]
    assert all(end.isoweekday() == ends_on and end <= until for _begin, end in found)
    assert (until - (days[-1] if days else first - ONE_DAY)).days < 7


def test_what_one_day_does_not_say_the_week_does_not_say():
    full = day(profiles={"incidents": 1}, previous_profiles={"incidents": 0}, units=[])
    assert "profiles" in week_of(full, full)
    assert not {"profiles", "units"} & set(week_of(full, day()))
    assert "profiles" not in week_of(full, before=[day()])


def test_totals_before_the_first_week_are_zeros_by_name():
    assert week_of(day(totals={"incidents": 2, "killed": 1}))["previous"] == {
        "incidents": 0,
        "killed": 0,
    }


def test_a_unit_has_no_upper_bound_as_soon_as_one_day_has_none():
    def told(most):
        row = {"unit": "burst", "incidents": 1, "at_least": 2, "at_most": most, "unknown": 0}
        return day(units=[row])

    (row,) = week_of(told(3), told(None))["units"]
    assert (row["incidents"], row["at_least"], row["at_most"]) == (2, 4, None)
    assert week_of(told(3), told(4))["units"][0]["at_most"] == 7


def test_a_counter_that_nobody_gave_is_not_zero():
    def told(number, so_far):
        row = {"kind": "convoys", "number": number, "unknown": 1}
        return day(counters=[row | {"so_far": so_far, "so_far_unknown": 2}])

    (row,) = week_of(told(None, None), told(None, None))["counters"]
    assert (row["number"], row["unknown"]) == (None, 2)
    (row,) = week_of(told(3, 3), told(None, 3))["counters"]
    assert (row["number"], row["so_far"], row["so_far_unknown"]) == (3, 3, 2)


def test_hours_nobody_gave_are_unknown_and_rates_need_every_day():
    def watched(minutes, seen=0):
        own = {"post_minutes": minutes, "seen_by_posts_with_hours": seen}
        coverage = day()["coverage"] | own | {"per_100_post_hours": None}
        return day(coverage=coverage)

    assert week_of(day(), day())["coverage"]["observed_minutes"] is None
    assert week_of(watched(3000, 1), watched(3000))["coverage"]["per_100_post_hours"] == "1.0"
    older = day(coverage=day()["coverage"] | {"per_100_post_hours": "2.0"})
    assert week_of(watched(3000, 1), older)["coverage"]["per_100_post_hours"] is None


def test_a_post_that_was_silent_all_week_has_no_number():
    def said(says, incidents):
        posts = [{"post": "N-1", "expected": True, "says": says, "incidents": incidents}]
        return day(coverage=day()["coverage"] | {"posts": posts})

    silent, heard = said("silent", None), said("reports", 2)
    assert week_of(silent, silent)["coverage"]["posts"][0]["incidents"] is None
    assert week_of(silent, heard)["coverage"]["posts"][0] == heard["coverage"]["posts"][0]


def test_breakdowns_are_ranked_anew():
    def by(*rows):
        return day(by_area=[{"code": code, "incidents": number} for code, number in rows])

    ranked = week_of(by(("east", 2), ("west", 1)), by(("west", 3)))["by_area"]
    assert [(row["code"], row["incidents"]) for row in ranked] == [("west", 4), ("east", 2)]
