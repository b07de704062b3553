"""The pump: whoever rings the bell, whenever, what is due gets done once."""

from datetime import date, timedelta

import pytest

from incidents.domain.daily_content import content_of
from incidents.domain.pump import impose_due_days, look, run_due
from incidents.enums import DutyKind
from incidents.ledger.canonical import canonical_bytes, parsed
from incidents.models import DailyCount, DailyReport, Duty
from incidents.tasks import look_now
from parties.models import Mission
from tests.factories import MissionFactory
from tests.incidents.telling import AFTER_DUE, DAY, NOW, row_counts, tell

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)


@pytest.fixture
def mission(cast):
    """The cast's mission, opened on the day itself."""
    cast.mission.opened_on = DAY
    cast.mission.save()
    cast.other_mission.closed_on = cast.other_mission.opened_on
    cast.other_mission.save()
    look(AFTER_DUE)
    return cast.mission


def revisions(day=DAY):
    """The revisions of a day's report at the cast's mission."""
    return list(
        DailyReport.objects.filter(mission__code="ridge", name=str(day))
        .order_by("revision")
        .values_list("revision", flat=True)
    )


def test_a_look_publishes_the_day_that_is_due(mission):
    assert revisions() == [1]


def test_another_look_changes_nothing(mission):
    look(AFTER_DUE)
    before = row_counts()
    assert look(AFTER_DUE) == 0
    assert row_counts() == before


def test_a_report_is_counted_at_the_next_look(cast, mission):
    tell(cast.north_monitor, now=AFTER_DUE, occurred_from=AFTER_DUE)
    assert look(AFTER_DUE) == 1
    assert DailyCount.objects.get(mission=mission, mission_day=DAY + ONE_DAY).incidents == 1


def test_a_late_report_of_a_published_day_makes_one_revision(cast, mission):
    tell(cast.north_monitor, now=AFTER_DUE)
    look(AFTER_DUE)
    look(AFTER_DUE)
    assert revisions() == [1, 2]


def test_many_late_reports_seen_in_one_look_make_one_revision(cast, mission):
    for _ in range(5):
        tell(cast.north_monitor, now=AFTER_DUE)
    assert look(AFTER_DUE) == 1
    assert revisions() == [1, 2]
    assert not Duty.objects.filter(done_at__isnull=True).exists()


def test_the_report_of_the_next_day_is_revised_since_it_repeats_the_totals(cast, mission):
    tomorrow = AFTER_DUE + ONE_DAY
    look(tomorrow)
    tell(cast.north_monitor, now=tomorrow)
    look(tomorrow)
    assert (revisions(DAY), revisions(DAY + ONE_DAY)) == ([1, 2], [1, 2])
    newest = DailyReport.objects.get(name=str(DAY + ONE_DAY), revision=2)
    assert parsed(bytes(newest.content))["previous"]["incidents"] == 1


def test_when_all_is_done_every_current_revision_says_what_is_recorded(cast, mission):
    later = AFTER_DUE + 3 * ONE_DAY
    for days in (0, 2, 1, 2, 0):
        look(later)
        tell(cast.north_monitor, now=later, occurred_from=NOW + days * ONE_DAY)
    look(later)
    for day in (DAY + n * ONE_DAY for n in range(4)):
        newest = DailyReport.objects.filter(mission=mission, name=str(day)).latest("revision")
        assert bytes(newest.content) == canonical_bytes(content_of(mission, day))


def test_after_two_silent_days_all_missed_days_come_out_in_order(mission):
    look(AFTER_DUE + 3 * ONE_DAY)
    published = DailyReport.objects.filter(mission=mission, kind="day").order_by("pk")
    assert [r.mission_day for r in published] == [DAY + n * ONE_DAY for n in range(4)]
    assert [r.number for r in published] == [1, 2, 3, 4]


def test_a_recount_that_was_asked_for_first_does_not_publish_out_of_order(cast, mission):
    later = AFTER_DUE + 3 * ONE_DAY
    tell(cast.north_monitor, now=AFTER_DUE, occurred_from=AFTER_DUE)  # of the next day
    look(later)
    published = DailyReport.objects.filter(mission=mission, kind="day").order_by("pk")
    assert [r.mission_day for r in published] == [DAY + n * ONE_DAY for n in range(4)]


def test_new_year_begins_with_number_one(cast, mission):
    Mission.objects.update(closed_on=DAY)
    other = MissionFactory(opened_on=date(2021, 12, 30), closed_on=date(2022, 1, 2))
    look(AFTER_DUE + 400 * ONE_DAY)
    numbers = DailyReport.objects.filter(mission=other, kind="day").order_by("pk")
    assert [(r.number, r.year) for r in numbers] == [(1, 2021), (2, 2021), (1, 2022), (2, 2022)]


def test_each_mission_has_its_own_days(cast, mission):
    other = MissionFactory(opened_on=DAY, time_zone="Europe/Paris", cut_off="00:00")
    look(AFTER_DUE)
    assert not DailyReport.objects.filter(mission=other).exists()
    look(AFTER_DUE + timedelta(hours=12))
    assert DailyReport.objects.get(mission=other).mission_day == DAY


def test_a_closed_mission_gets_no_more_duties(mission):
    mission.closed_on = DAY
    mission.save()
    assert impose_due_days(AFTER_DUE + 9 * ONE_DAY) == 0


def test_imposing_twice_writes_each_duty_once(mission):
    later = AFTER_DUE + 5 * ONE_DAY
    assert impose_due_days(later) == impose_due_days(later) == 5
    assert Duty.objects.filter(kind=DutyKind.PUBLISH_DAY, done_at__isnull=True).count() == 5


@pytest.mark.parametrize("days", [1, 60])
def test_imposing_takes_as_many_queries_for_many_days_as_for_one(
    mission, django_assert_num_queries, days
):
    with django_assert_num_queries(5):
        impose_due_days(AFTER_DUE + days * ONE_DAY)


def test_a_duty_that_was_done_before_its_time_is_done_again_when_it_is_due(mission):
    tomorrow = AFTER_DUE + ONE_DAY
    impose_due_days(tomorrow)  # by a clock that ran ahead
    Duty.objects.update(done_at=AFTER_DUE)
    look(tomorrow)
    assert revisions(DAY + ONE_DAY) == [1]


def test_work_is_done_up_to_the_limit(cast, mission):
    for days in range(4):
        tell(cast.north_monitor, now=AFTER_DUE, occurred_from=NOW - days * ONE_DAY)
    assert run_due(AFTER_DUE, limit=3) == 3
    assert run_due(AFTER_DUE) == 1


def test_work_that_fails_is_kept_and_other_work_goes_on(cast, mission):
    tell(cast.north_monitor, now=AFTER_DUE)
    Duty.objects.create(
        kind=DutyKind.RECOUNT_DAY,
        key="nonsense",
        mission=mission,
        subject="2021-02-30",
        created_at=NOW,
        due_at=NOW,
    )
    assert look(AFTER_DUE) == 1
    kept = Duty.objects.get(key="nonsense")
    assert (kept.done_at, kept.attempts) == (None, 1)
    assert kept.last_error.startswith("ValueError")


def test_the_task_only_looks(db):
    assert look_now() == 0
