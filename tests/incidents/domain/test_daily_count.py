"""Daily counts: one statement counts what a plain count over the incidents would."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain.daily_count import count_day, one_at_a_time, recount_day
from incidents.domain.linking import move_status
from incidents.enums import NOT_COUNTED, Release, Status
from incidents.models import DailyCount, Incident, JournalEntry
from incidents.rules import RESTRICTED_CATEGORIES
from tests.incidents.incident_rows import incidents, write
from tests.incidents.telling import DAY, NOW, incident_of, killed, tell

pytestmark = pytest.mark.django_db

NUMBERS = (
    "incidents",
    "public_incidents",
    "reports",
    "not_counted",
    "killed",
    "killed_unknown",
    "injured",
    "injured_unknown",
    "by_category",
    "by_area",
    "by_post",
    "by_status",
    "by_severity",
)


def numbers_of(count):
    """The numbers of a count, without when it was counted."""
    return {name: getattr(count, name) for name in NUMBERS}


def counted_plainly(mission, day):
    """The same numbers by a loop that anybody can check."""
    rows = Incident.objects.filter(mission=mission, mission_day=day).select_related("place", "post")
    shown = [row for row in rows if row.category not in RESTRICTED_CATEGORIES]
    counted = [row for row in shown if row.asserted and row.status not in NOT_COUNTED]
    areas = [(row.place.area if row.place else "") or row.area_text for row in counted]
    return {
        "incidents": len(counted),
        "public_incidents": sum(row.release == Release.PUBLIC for row in counted),
        "reports": sum(row.report_count for row in counted),
        "not_counted": len(shown) - len(counted),
        "killed": sum(row.killed_low or 0 for row in counted),
        "killed_unknown": sum(row.killed_low is None for row in counted),
        "injured": sum(row.injured_low or 0 for row in counted),
        "injured_unknown": sum(row.injured_low is None for row in counted),
        "by_category": dict(Counter(row.category for row in counted)),
        "by_area": dict(Counter(areas)),
        "by_post": dict(Counter(row.post.code for row in counted if row.post)),
        "by_status": dict(Counter(row.status for row in counted)),
        "by_severity": dict(Counter(str(row.severity) for row in counted)),
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(told=st.lists(incidents, max_size=12), area=st.sampled_from(["", "Upper valley"]))
def test_a_recount_equals_a_plain_count(cast, told, area):
    with transaction.atomic():  # each example begins with no incident
        cast.village.area = area
        cast.village.save()
        write(cast, told)
        for day in (DAY, DAY - timedelta(days=1)):
            assert numbers_of(recount_day(cast.mission, day)) == counted_plainly(cast.mission, day)
        transaction.set_rollback(True)


def test_counting_again_changes_nothing(cast):
    tell(cast.north_monitor)
    first, again = recount_day(cast.mission, DAY), recount_day(cast.mission, DAY)
    assert numbers_of(again) == numbers_of(first)
    assert (again.pk, DailyCount.objects.count()) == (first.pk, 1)


def test_looking_stores_nothing(cast):
    tell(cast.north_monitor)
    assert count_day(cast.mission, DAY).incidents == 1
    assert not DailyCount.objects.exists()


def test_what_is_looked_at_is_what_is_stored(cast):
    tell(cast.north_monitor, casualties=(killed(2, "north"),))
    assert numbers_of(count_day(cast.mission, DAY)) == numbers_of(recount_day(cast.mission, DAY))


def test_a_day_without_incidents_counts_zero(cast):
    numbers = numbers_of(recount_day(cast.mission, DAY))
    assert set(map(str, numbers.values())) == {"0", "{}"}


def test_a_count_knows_how_far_the_journal_was(cast):
    tell(cast.north_monitor)
    newest = JournalEntry.objects.order_by("seq").last()
    assert recount_day(cast.mission, DAY).journal_position == newest.seq


def test_the_journal_of_another_mission_is_not_this_one_s(cast):
    tell(cast.stranger, mission="coast", post="C-1")
    assert recount_day(cast.mission, DAY).journal_position == 0


@pytest.mark.parametrize("status", Status.values)
def test_only_what_was_set_aside_leaves_the_count(cast, status):
    incident = incident_of(tell(cast.north_monitor))
    move_status(incident, status, NOW)
    count = recount_day(cast.mission, DAY)
    aside = status in NOT_COUNTED
    assert (count.incidents, count.not_counted) == (int(not aside), int(aside))


def test_a_denial_alone_is_not_counted(cast):
    tell(None, stance="denied")
    count = recount_day(cast.mission, DAY)
    assert (count.incidents, count.not_counted) == (0, 1)


@pytest.mark.parametrize("scope", ["daily_total", "weekly_total", "nil"])
def test_totals_and_nil_statements_are_in_no_sum(cast, scope):
    tell(None, scope=scope, casualties=(killed(40, "north"),))
    count = recount_day(cast.mission, DAY)
    assert (count.incidents, count.reports, count.killed) == (0, 0, 0)


def test_unknown_losses_add_nothing_and_are_said_to_be_unknown(cast):
    for lines in ((killed(2, "north"),), (killed(None, "north"),), (killed(0),), ()):
        tell(cast.north_monitor, casualties=lines)
    count = recount_day(cast.mission, DAY)
    assert (count.killed, count.killed_unknown) == (2, 2)


@pytest.mark.parametrize("category", sorted(RESTRICTED_CATEGORIES))
def test_a_restricted_incident_is_in_no_number(cast, category):
    tell(cast.north_monitor, category=category, casualties=(killed(3, "north"),))
    numbers = numbers_of(recount_day(cast.mission, DAY))
    assert set(map(str, numbers.values())) == {"0", "{}"}


def test_a_failure_inside_leaves_the_day_book_free(cast):
    with pytest.raises(ZeroDivisionError), one_at_a_time(cast.mission):
        _ = 1 / 0
    with one_at_a_time(cast.mission):
        assert recount_day(cast.mission, DAY).incidents == 0
