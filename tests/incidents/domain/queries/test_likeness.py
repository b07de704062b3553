"""Likeness: what joins two reports, what keeps them apart, and what is not known."""

from datetime import timedelta
from decimal import Decimal

import pytest

from incidents.domain.queries.likeness import likeness
from incidents.domain.queries.suggestions import compared
from incidents.models import Report
from tests.incidents.telling import NOW, killed, tell

HERE = {"lat": Decimal("40.25"), "lon": Decimal("10.75"), "position_precision": "P3"}
THERE = HERE | {"lat": Decimal("40.75")}
HOUR = timedelta(hours=1)


def alike(cast, one, other):
    """The likeness of a monitor's report and a party's claim."""
    tell(cast.north_monitor, **{"occurred_from": NOW - 2 * HOUR} | HERE | one)
    tell(None, **{"occurred_from": NOW - 2 * HOUR} | HERE | other)
    first, second = compared(Report.objects.prefetch_related("casualties").order_by("key"))
    assert likeness(first, second) == likeness(second, first)
    return likeness(first, second)


def test_the_same_hour_place_and_kind_are_very_like(cast):
    found = alike(cast, {}, {})
    assert found.score >= 80
    assert "at the same time" in found.reasons
    assert "the same kind of event" in found.reasons


@pytest.mark.parametrize(
    "fields",
    [
        {"occurred_from": NOW - 12 * HOUR},
        {"occurred_from": NOW - 50 * HOUR, "time_precision": "T5"},
        THERE,
    ],
)
def test_another_time_or_place_is_another_event(cast, fields):
    assert alike(cast, {}, fields) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"occurred_from": NOW - 12 * HOUR, "time_precision": "T5"},
        THERE | {"position_precision": "P7"},
        {"lat": None, "lon": None, "position_precision": "P0"},
        {"occurred_from": None, "time_precision": "T0"},
    ],
)
def test_what_is_known_roughly_or_not_at_all_keeps_nothing_apart(cast, fields):
    assert alike(cast, {}, fields) is not None


def test_a_place_is_the_same_by_any_of_its_names(cast):
    found = alike(
        cast,
        {"lat": None, "lon": None, "position_precision": "P0", "place": "pl-village"},
        {"lat": None, "lon": None, "position_precision": "P0", "place_text": "бои у села Велмура"},
    )
    assert "both name велмура" in found.reasons


def test_another_kind_of_event_is_less_like(cast):
    assert alike(cast, {}, {"category": "IND-MOR"}).score < 80


def test_the_same_losses_and_words_make_it_likelier(cast):
    told = {"casualties": (killed(2, "north"),), "narrative": "Shelling of the bridge at dawn"}
    found = alike(cast, {"category": "IND"} | told, {"category": "AIR"} | told)
    assert {"2 killed"} < set(found.reasons)
    assert any("in common" in reason for reason in found.reasons)
