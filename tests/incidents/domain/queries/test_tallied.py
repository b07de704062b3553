"""Tables from tallies: cell for cell what counting every incident gives, for everybody."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain.daily_tally import DIMENSIONS, tally_stale_days
from incidents.domain.queries import statistics
from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.statistics import cross_tab, within_days
from incidents.domain.queries.tallied import CODES, OF_EVERY, are_tallied
from incidents.models import DailyTally, Incident, StaleDay
from incidents.rules import FIELD_GROUPS
from parties.domain.acting import actor_of
from tests.incidents.incident_rows import COLUMNS, incidents, long_ago, tally_all, write
from tests.incidents.telling import DAY, tell
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db

NAMES = sorted(OF_EVERY | CODES.keys())
TALLIED = [
    names
    for number in (1, 2)
    for names in combinations(NAMES, number)
    if len(set(names) - OF_EVERY) <= 1
]
MORE = {
    "weapon": st.sampled_from(["", "mortar"]),
    "count_unit": st.sampled_from(["", "shot"]),
    "count_low": st.none() | st.integers(0, 9),
}
BOUNDS = [
    Q(),
    Q(mission__code="ridge"),
    within_days(Q(), DAY, None),
    within_days(Q(mission__code="coast"), DAY - timedelta(days=9), DAY - timedelta(days=1)),
]
ROWS = st.builds(lambda row, more: row | more, incidents, st.fixed_dictionaries(MORE))
CHANGES = st.tuples(
    st.integers(0, 20),
    st.one_of(st.fixed_dictionaries({name: said}) for name, said in (COLUMNS | MORE).items()),
)


def check(cast, names, bounds=BOUNDS[0]):
    """Raise unless everybody finds in tallies what they find in incidents."""
    for who in PEOPLE:
        actor = actor_of(cast.everybody[who])
        rows = visible_incidents(actor).filter(bounds)
        assert cross_tab(actor, rows, names, bounds) == cross_tab(actor, rows, names), who


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    before=st.lists(ROWS, max_size=10),
    changes=st.lists(CHANGES, max_size=4),
    later=st.lists(ROWS, max_size=2),
    again=st.integers(0, 2),
    names=st.sampled_from(TALLIED),
    bounds=st.sampled_from(BOUNDS),
)
def test_a_table_is_exact_whatever_was_written_since(
    cast, before, changes, later, again, names, bounds
):
    with transaction.atomic():  # each example begins with no incident
        write(cast, before)
        tally_all()
        change(changes)
        write(cast, later)
        long_ago()
        if again:
            tally_stale_days(again)
        check(cast, names, bounds)
        transaction.set_rollback(True)


def change(changes):
    """Change columns of incidents; a number that there is not changes nothing."""
    keys = list(Incident.objects.values_list("pk", flat=True))
    for number, said in changes:
        Incident.objects.filter(pk__in=keys[number : number + 1]).update(**said)


@pytest.fixture
def many(cast):
    """Incidents that differ in everything, merged ones and undated ones among them."""
    kinds = ("FIR-SAL", "IND", "CIV-SGB")
    for number in range(24):
        write(cast, [row(number, kinds[number % 3])])
    one, other, *_rest = Incident.objects.filter(mission=cast.mission)
    Incident.objects.filter(pk=other.pk).update(merged_into=one)
    tally_all()


def row(number, category):
    days = (DAY, DAY - timedelta(days=40), None)
    return {
        "mission_day": days[number % 5 % 3],
        "category": category,
        "status": ("verified", "submitted", "not_a_violation")[number % 7 % 3],
        "severity": number % 5,
        "release": ("public", "parties", "mission")[number // 3 % 3],
        "asserted": number % 6 > 0,
        "report_count": number,
        "killed_low": (None, number)[number % 2],
        "injured_low": (3, None)[number % 2],
        "area_text": ("", "The mill")[number % 2],
        "weapon": ("", "mortar")[number % 4 % 2],
        "count_unit": ("", "shot", "burst")[number % 3],
        "count_low": (None, 7)[number % 2],
        "here": number % 4 > 0,
        "placed": number % 3 > 0,
        "posted": False,
    }


@pytest.mark.parametrize("names", TALLIED, ids=",".join)
def test_every_table_that_tallies_hold_is_the_table_of_the_incidents(cast, many, names):
    assert are_tallied(names)
    check(cast, names)


def forge():
    """Let tallies lie, so that it shows who reads them."""
    DailyTally.objects.update(counted=1000)


def counted(cast, *names, bounds=BOUNDS[0]):
    actor = actor_of(cast.analyst)
    rows = visible_incidents(actor)
    return sum(cell["incidents"] for cell in cross_tab(actor, rows, names, bounds))


def test_days_are_read_from_tallies_until_they_are_stale(cast):
    tell(cast.north_monitor)
    tell(cast.north_monitor, occurred_from=None, time_precision="T0")
    tally_all()
    forge()
    assert counted(cast, "month", "category") == 1001
    tell(cast.north_monitor)
    assert counted(cast, "month", "category") == 3


@pytest.mark.parametrize(
    "names", [("category", "status"), ("post",), ("month", "alleged_party"), ("area", "weapon")]
)
def test_what_tallies_do_not_hold_is_counted_from_the_incidents(cast, names):
    tell(cast.north_monitor)
    tally_all()
    forge()
    assert not are_tallied(names)
    assert counted(cast, *names) == 1


def test_without_bounds_every_incident_is_counted(cast):
    tell(cast.north_monitor)
    tally_all()
    forge()
    assert counted(cast, "month", bounds=None) == 1


def test_what_not_everyone_reads_is_counted_from_the_incidents(cast, monkeypatch):
    tell(cast.north_monitor)
    tally_all()
    forge()
    assert counted(cast, "month", "weapon") == 1000
    monkeypatch.setitem(FIELD_GROUPS, "count", frozenset({"analyst"}))
    assert counted(cast, "month", "weapon") == 1
    assert counted(cast, "month", "category") == 1000


def test_every_stored_dimension_is_one_of_the_tables():
    assert DIMENSIONS.keys() <= statistics.DIMENSIONS.keys()


def test_one_query_though_days_are_stale(cast, many, django_assert_num_queries):
    Incident.objects.filter(mission_day=DAY).update(severity=1)
    assert StaleDay.objects.exists()
    actor = actor_of(cast.analyst)
    rows = visible_incidents(actor)
    with django_assert_num_queries(1):
        cross_tab(actor, rows, ["month", "area"], Q())
