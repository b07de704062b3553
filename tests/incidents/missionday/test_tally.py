"""A day is counted in three ways, unit by unit, and unknown is never zero."""

import pytest

from incidents.missionday.tally import (
    Fact,
    breakdown_of,
    per_hundred_post_hours,
    profiles_of,
    totals_of,
    units_of,
)


def fact(**told):
    """A counted incident of which nothing is known but its category."""
    plain = {
        "counted": True,
        "reports": 1,
        "category": "FIR",
        "status": "submitted",
        "severity": 1,
        "area": "",
        "post": None,
        "weapon": "",
        "spot": "",
        "low": None,
        "high": None,
        "qualifier": "unknown",
        "unit": "",
        "killed": None,
        "injured": None,
    }
    return Fact(**plain | told)


def test_unknown_casualties_are_counted_beside_the_sum():
    told = totals_of([fact(killed=2, injured=0), fact(killed=None, injured=3)])
    assert (told["killed"], told["killed_unknown"]) == (2, 1)
    assert (told["injured"], told["injured_unknown"]) == (3, 0)


def test_what_was_set_aside_adds_to_no_sum():
    told = totals_of([fact(counted=False, killed=9, reports=4), fact()])
    assert (told["incidents"], told["not_counted"], told["reports"], told["killed"]) == (1, 1, 1, 0)


def test_units_are_never_mixed():
    told = units_of(
        [
            fact(unit="shot", low=20, qualifier="exact"),
            fact(unit="burst", low=3, qualifier="exact"),
            fact(unit="shot", low=5, qualifier="exact"),
        ]
    )
    assert [(row["unit"], row["at_least"], row["at_most"]) for row in told] == [
        ("burst", 3, 3),
        ("shot", 25, 25),
    ]


@pytest.mark.parametrize(
    "told, bounds",
    [
        ({"low": 5, "qualifier": "exact"}, (5, 5)),
        ({"low": 5, "qualifier": "about"}, (5, None)),
        ({"low": 5, "qualifier": "at_least"}, (5, None)),
        ({"low": 5, "qualifier": "at_most"}, (0, 5)),
        ({"low": None, "high": 5, "qualifier": "at_most"}, (0, 5)),
        ({"low": 2, "high": 5, "qualifier": "range"}, (2, 5)),
        ({"qualifier": "multiple"}, (0, None)),
        ({"qualifier": "unknown"}, (0, None)),
    ],
)
def test_a_qualifier_bounds_what_it_bounds(told, bounds):
    row = units_of([fact(unit="explosion", **told)])[0]
    assert (row["at_least"], row["at_most"]) == bounds


def test_a_count_that_nobody_gave_is_unknown_and_not_zero():
    row = units_of([fact(unit="explosion"), fact(unit="explosion", low=4, qualifier="exact")])[0]
    assert (row["at_least"], row["at_most"], row["unknown"], row["incidents"]) == (4, None, 1, 2)


def test_the_same_day_has_three_numbers():
    day = [
        fact(unit="explosion", low=20, qualifier="exact", spot="village"),
        fact(unit="burst", low=7, qualifier="about", spot="village"),
        fact(unit="explosion", spot="hill"),
        fact(unit="shot", low=50, qualifier="exact"),
    ]
    assert profiles_of(day) == {
        "explosions": 20,
        "bursts": 7,
        "uncounted": 1,
        "incidents": 4,
        "events": 3,
        "unplaced": 1,
    }


def test_two_incidents_of_unknown_place_are_two_events():
    assert profiles_of([fact(), fact()])["events"] == 2


def test_a_breakdown_is_ordered_by_number_then_code():
    day = [fact(weapon="tank"), fact(weapon="mortar"), fact(weapon="fpv"), fact(weapon="tank")]
    assert [row["code"] for row in breakdown_of(day, "weapon")] == ["tank", "fpv", "mortar"]


def test_a_breakdown_leaves_out_what_is_not_told():
    assert breakdown_of([fact(post=None), fact(post="N-1")], "post") == [
        {"code": "N-1", "incidents": 1}
    ]


@pytest.mark.parametrize(
    "incidents, minutes, rate",
    [(0, 60, "0.0"), (1, 6000, "1.0"), (3, 1440, "12.5"), (1, 3600, "1.7"), (2, 7, "1714.3")],
)
def test_a_rate_is_incidents_for_100_hours_of_watch(incidents, minutes, rate):
    assert per_hundred_post_hours(incidents, minutes) == rate


@pytest.mark.parametrize("minutes", [None, 0])
def test_without_observation_there_is_no_rate(minutes):
    assert per_hundred_post_hours(3, minutes) is None
