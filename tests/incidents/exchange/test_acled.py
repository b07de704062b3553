"""ACLED: every category has an event there, or is left out on purpose."""

import pytest

from incidents.categories import Category
from incidents.exchange.acled import (
    ACTOR_TYPES,
    COLUMNS,
    EVENTS,
    LEFT_OUT,
    disorder_of,
    event_of,
    events_of,
)
from parties.models import Party


def test_there_are_31_columns():
    assert (len(COLUMNS), len(set(COLUMNS))) == (31, 31)


def test_every_category_has_an_event_or_is_left_out():
    events = events_of(Category.values)
    assert {code[:3] for code in set(Category.values) - set(events)} == LEFT_OUT
    assert set(EVENTS) <= set(Category.values)


@pytest.mark.parametrize(
    "category,event",
    [
        ("FIR-SNP", ("Battles", "Armed clash")),
        ("AIR-SHD", ("Strategic developments", "Disrupted weapons use")),
        ("AIR-OVF", ("Strategic developments", "Other")),
        ("CIV-SGB", ("Violence against civilians", "Sexual violence")),
        ("CYB-DOS", None),
    ],
)
def test_a_category_reads_as_acled_codes_it(category, event):
    assert event_of(category) == event


def test_disorder_follows_from_the_event():
    assert disorder_of("Battles") == "Political violence"
    assert disorder_of("Strategic developments") == "Strategic developments"


def test_actor_types_are_of_kinds_that_there_are():
    assert set(ACTOR_TYPES) <= set(Party.Kind.values)
