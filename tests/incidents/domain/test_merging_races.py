"""Merging at the same time, and any sequence of moves, on a real database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain import merging
from incidents.domain.linking import standing_reports
from incidents.domain.losses import losses_of
from incidents.domain.queries.access import holder_for
from incidents.models import Incident, IncidentMerge, Report, SameEventLink
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, at_once, incident_of, killed, tell

TIMES = 6


def open_some(cast, number):
    return [
        incident_of(tell(cast.north_monitor, casualties=(killed(n, "north"),)))
        for n in range(1, number + 1)
    ]


def check_sound():
    """Every report tells of one incident that is not merged, and the rows add up."""
    links = SameEventLink.objects.filter(unlinked_at__isnull=True)
    told = sorted(links.values_list("report_id", flat=True))
    assert told == sorted(Report.objects.values_list("key", flat=True))
    assert not links.filter(incident__merged_into__isnull=False).exists()
    for incident in Incident.objects.all():
        standing = standing_reports(incident)
        low, high = losses_of(standing)["killed"]
        assert incident.report_count == len(standing)
        if standing:
            assert (incident.killed_low, incident.killed_high) == (low, high)
        merged = IncidentMerge.objects.filter(incident=incident, undone_at__isnull=True)
        assert merged.exists() == (incident.merged_into_id is not None)


def outcomes(results):
    assert all(isinstance(r, Incident | ValidationError) for r in results), results
    return sum(isinstance(result, Incident) for result in results)


@pytest.mark.django_db(transaction=True)
def test_a_double_merge_happens_once(cast):
    one, other = open_some(cast, 2)
    officer = actor_of(cast.north_duty_officer)
    done = at_once(TIMES, lambda _n: merging.merge(other, one, actor=officer, reason="One."))
    assert outcomes(done) == 1
    check_sound()


@pytest.mark.django_db(transaction=True)
def test_merges_in_a_ring_leave_one_incident_and_no_cycle(cast):
    ring = open_some(cast, TIMES)
    officer = actor_of(cast.north_duty_officer)

    def join_next(n):
        return merging.merge(ring[n], ring[(n + 1) % TIMES], actor=officer, reason="One.")

    outcomes(at_once(TIMES, join_next))
    holders = Incident.objects.filter(merged_into__isnull=True)
    assert holders.exists()
    assert {holder_for(officer, i.pk) or i for i in ring} <= set(holders)
    check_sound()


@pytest.mark.django_db(transaction=True)
def test_opposite_merges_at_once_are_one(cast):
    officer = actor_of(cast.north_duty_officer)
    for _ in range(5):
        one, other = open_some(cast, 2)
        ways = [(one, other), (other, one)] * 2
        done = at_once(
            4, lambda n, ways=ways: merging.merge(*ways[n], actor=officer, reason="One.")
        )
        assert outcomes(done) == 1
    check_sound()


@pytest.mark.django_db(transaction=True)
def test_no_report_joins_an_incident_while_it_is_merged_away(cast):
    officer = actor_of(cast.north_duty_officer)
    for _ in range(5):
        one = incident_of(tell(cast.north_monitor))
        first = tell(cast.north_monitor)
        other = incident_of(first)

        def act(n, first=first, one=one, other=other):
            if n == 0:
                return merging.merge(other, one, actor=officer, reason="One.")
            joined = tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id)
            return incident_of(joined)

        assert outcomes(at_once(4, act)) == 4
        one.refresh_from_db()
        assert one.report_count == 5
    check_sound()


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["merge", "un_merge", "split"]), st.integers(0, 5), st.integers(0, 5)
    ),
    max_size=12,
)


def move(officer, kind, a, b):
    rows = list(Incident.objects.order_by("opened_at", "pk"))
    one, other = rows[a % len(rows)], rows[b % len(rows)]
    if kind == "merge":
        merging.merge(one, other, actor=officer, reason="One.", now=NOW)
    elif kind == "un_merge":
        merging.un_merge(one, actor=officer, reason="Two.", now=NOW)
    else:
        told = Report.objects.filter(links__incident=one, links__unlinked_at__isnull=True)
        merging.split(one, told[: b + 1], actor=officer, reason="Two.", now=NOW)


def projections():
    unsaid = {"updated_at"}
    rows = Incident.objects.order_by("pk").values()
    return [{k: v for k, v in row.items() if k not in unsaid} for row in rows]


@pytest.mark.slow
@pytest.mark.django_db
def test_any_sequence_of_moves_loses_nothing_and_a_merge_can_be_undone(cast):
    officer = actor_of(cast.north_duty_officer)

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(MOVES)
    def walk(moves):
        point = transaction.savepoint()
        try:
            open_some(cast, 4)
            for one in moves:
                try_move(officer, *one)
                check_sound()
            check_undone(officer)
        finally:
            transaction.savepoint_rollback(point)

    walk()


def try_move(officer, kind, a, b):
    try:
        move(officer, kind, a, b)
    except ValidationError:
        return False
    return True


def check_undone(officer):
    rows = list(Incident.objects.filter(merged_into__isnull=True).order_by("pk"))
    if len(rows) < 2:
        return
    before = projections()
    merging.merge(rows[0], rows[1], actor=officer, reason="One.", now=NOW)
    merging.un_merge(rows[0], actor=officer, reason="Two.", now=NOW)
    assert projections() == before
