"""Statistics: every incident counted once, what is not known apart, and coverage beside it."""

from datetime import timedelta

import pytest
from django.db.models import Q

from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.statistics import (
    DIMENSIONS,
    TooManyCells,
    coverage_for,
    cross_tab,
    reads_dimension,
)
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import DAY, NOW, killed, tell
from tests.incidents.typing import send_return

pytestmark = pytest.mark.django_db

WEEK = "2021-03-08"  # the Monday


def table(person, *names):
    actor = actor_of(person)
    return cross_tab(actor, visible_incidents(actor), names)


def numbers(cells, what="incidents"):
    return {tuple(cell["keys"].values()): cell[what] for cell in cells}


@pytest.fixture
def four(cast):
    """Shots today and next week, shelling today with a casualty, and a claim without a date."""
    tell(cast.north_monitor, count_low=3, count_unit="shot", count_qualifier="exact")
    later = NOW + timedelta(days=7)
    tell(cast.north_monitor, occurred_from=later - timedelta(hours=1), now=later)
    tell(cast.south_monitor, post="S-1", category="IND-MOR", casualties=(killed(2),),
         count_low=5, count_unit="explosion", count_qualifier="about")  # fmt: skip
    tell(None, occurred_from=None, time_precision="T0", alleged_party="lowlands")


def test_incidents_are_counted_by_two_dimensions(cast, four):
    assert numbers(table(cast.analyst, "week", "category_class")) == {
        (WEEK, "FIR"): 1,
        (WEEK, "IND"): 1,
        ("2021-03-15", "FIR"): 1,
        (None, "FIR"): 1,
    }
    assert numbers(table(cast.analyst, "month")) == {("2021-03",): 3, (None,): 1}
    assert numbers(table(cast.analyst, "day"))[(str(DAY),)] == 2


def test_people_are_at_least_and_what_is_not_known_stands_apart(cast, four):
    cells = table(cast.analyst, "category")
    assert numbers(cells, "killed_at_least") == {("FIR-SAL",): 0, ("IND-MOR",): 2}
    assert numbers(cells, "killed_unknown") == {("FIR-SAL",): 3, ("IND-MOR",): 0}


def test_things_are_added_within_their_unit_alone(cast, four):
    assert "count_at_least" not in table(cast.analyst, "day")[0]
    found = numbers(table(cast.analyst, "count_unit"), "count_at_least")
    assert found == {("explosion",): 5, ("shot",): 3, (None,): 0}


def test_what_is_set_aside_or_only_denied_is_not_counted(cast, four):
    Incident.objects.filter(category="IND-MOR").update(status="not_a_violation")
    (cell,) = [one for one in table(cast.analyst, "category_class") if one["keys"] == IND]
    assert (cell["incidents"], cell["not_counted"], cell["killed_at_least"]) == (0, 1, 0)


IND = {"category_class": "IND"}


def test_parties_are_those_of_readable_reports(cast, four):
    assert numbers(table(cast.analyst, "alleged_party")) == {("lowlands",): 1, (None,): 3}


@pytest.mark.parametrize("name", DIMENSIONS)
def test_one_query_whatever_it_is_counted_by(cast, four, name, django_assert_num_queries):
    actor = actor_of(cast.analyst)
    rows = visible_incidents(actor)
    other = "status" if name != "status" else "day"
    with django_assert_num_queries(1):
        cells = cross_tab(actor, rows, [name, other])
    assert sum(cell["incidents"] for cell in cells) == 4


def test_small_cells_say_no_number_to_the_public(cast, four):
    Incident.objects.filter(mission_day__isnull=False).update(release="public")
    month, undated = cross_tab(Actor(), visible_incidents(Actor()), ["month"])
    assert (month["incidents"], month["protected"], undated["protected"]) == (3, False, True)
    cells = cross_tab(Actor(), visible_incidents(Actor()), ["day"])
    assert [cell["protected"] for cell in cells] == [True, True, True]
    assert {value for cell in cells for value in list(cell.values())[1:-1]} == {None}
    assert {cell["protected"] for cell in table(cast.analyst, "day")} == {False}
    assert {cell["protected"] for cell in table(cast.stranger, "day")} == {True}


def test_the_public_counts_by_nothing_that_it_may_not_read(cast):
    assert {name for name in DIMENSIONS if not reads_dimension(Actor(), name)} == {
        "post",
        "alleged_party",
    }


def test_a_side_counts_by_the_posts_that_it_reads(cast, four):
    assert numbers(table(cast.south_monitor, "post")) == {("S-1",): 1}
    assert set(numbers(table(cast.analyst, "post"))) == {("N-1",), ("S-1",), (None,)}


def test_too_many_cells_are_refused_and_not_cut_off(cast, four, monkeypatch):
    monkeypatch.setattr("incidents.domain.queries.statistics.MOST_CELLS", 1)
    with pytest.raises(TooManyCells):
        table(cast.analyst, "day")


def test_coverage_is_of_the_newest_returns(cast, django_assert_num_queries):
    send_return(cast.north_monitor, observed_hours="6")
    send_return(cast.north_monitor, observed_hours="12", says="see_reports")
    send_return(cast.south_monitor, post=cast.south_post, observed_hours="")
    actor = actor_of(cast.analyst)
    with django_assert_num_queries(1):
        (row,) = coverage_for(actor, ["status", "week"], Q(), (DAY, DAY))
    assert row.pop("keys") == {"week": WEEK}
    assert row == {"returns": 2, "nil": 1, "minutes_at_least": 720, "minutes_unknown": 1}
    assert coverage_for(actor, ["status"], Q(), (None, DAY - timedelta(days=1))) == []
    assert coverage_for(Actor(), ["day"], Q(), (None, None)) == []
