"""Weekly reports: made from the reports of their days, without gap, and revised with them."""

from datetime import date, timedelta

import pytest

from incidents.domain.daily_replay import check_revision, recompute
from incidents.domain.daily_report import due_at, latest_revision, publish_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.pump import look
from incidents.domain.weekly_report import name_of_week, publish_week, weeks_without_report
from incidents.ledger.canonical import parsed
from incidents.models import DailyReport, Duty, JournalEntry
from tests.incidents.telling import AFTER_DUE, DAY, NOW, return_content, tell

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)
SUNDAY = date(2021, 3, 14)
FIRST = date(2021, 3, 6)  # a Saturday, before the Wednesday on which things happen
AFTER = AFTER_DUE + 20 * ONE_DAY


@pytest.fixture
def mission(cast):
    """The cast's mission, opened on a Saturday; its weeks end on Sundays."""
    cast.other_mission.opened_on = cast.other_mission.closed_on = FIRST
    cast.other_mission.save()
    cast.mission.opened_on, cast.mission.closed_on = FIRST, None
    cast.mission.save()
    return cast.mission


def publish_days(mission, last, now=AFTER):
    day = mission.opened_on
    while day <= last:
        publish_day(mission, day, now)
        day += ONE_DAY


def weeks():
    rows = DailyReport.objects.filter(kind="week", mission__code="ridge")
    rows = rows.order_by("mission_day", "revision")
    return [(one.first_day, one.mission_day, one.number, one.revision) for one in rows]


def content(report):
    return parsed(bytes(report.content))


def test_weeks_follow_each_other_from_the_missions_first_day(mission):
    publish_days(mission, date(2021, 3, 21))
    publish_week(mission, date(2021, 3, 21), AFTER)
    assert weeks() == [
        (FIRST, date(2021, 3, 7), 1, 1),
        (date(2021, 3, 8), SUNDAY, 2, 1),
        (date(2021, 3, 15), date(2021, 3, 21), 3, 1),
    ]


def test_numbers_begin_anew_with_the_year(mission):
    mission.opened_on = date(2020, 12, 30)
    mission.save()
    publish_days(mission, date(2021, 1, 10))
    publish_week(mission, date(2021, 1, 10), AFTER)
    numbers = DailyReport.objects.filter(kind="week").order_by("mission_day")
    assert [str(one) for one in numbers] == ["1/2021", "2/2021"]


def test_a_change_of_the_last_day_makes_one_week_shorter_and_no_gap(mission):
    publish_days(mission, date(2021, 3, 21))
    publish_week(mission, SUNDAY, AFTER)
    mission.week_ends_on = 3
    mission.save()
    publish_week(mission, date(2021, 3, 17), AFTER)
    assert weeks()[-1][:2] == (date(2021, 3, 15), date(2021, 3, 17))


def test_the_last_week_of_a_mission_ends_with_it(mission):
    mission.closed_on = date(2021, 3, 10)
    mission.save()
    publish_days(mission, mission.closed_on)
    assert publish_week(mission, mission.closed_on, AFTER).first_day == date(2021, 3, 8)


def test_a_week_without_one_of_its_days_is_not_published(mission):
    publish_days(mission, SUNDAY - ONE_DAY)
    assert publish_week(mission, SUNDAY, AFTER) is None
    assert [row[1] for row in weeks()] == [date(2021, 3, 7)]
    assert weeks_without_report(mission, AFTER) == []


def test_a_week_whose_last_day_is_not_due_is_not_published(mission):
    publish_days(mission, SUNDAY)
    assert publish_week(mission, SUNDAY, due_at(mission, SUNDAY) - 3 * ONE_DAY) is None


def test_it_says_the_sums_of_its_days_beside_the_week_before(cast, mission):
    tell(cast.north_monitor, occurred_from=NOW - 3 * ONE_DAY)
    for day, post in ((NOW, "N-1"), (NOW - ONE_DAY, "N-1")):
        tell(cast.north_monitor, occurred_from=day, post=post)
    told = return_content(post="S-1", observed_minutes=600)
    file_daily_return(told, author=cast.south_monitor, now=AFTER_DUE)
    publish_days(mission, SUNDAY)
    says = content(publish_week(mission, SUNDAY, AFTER))
    days = [content(one) for one in DailyReport.objects.filter(kind="day").order_by("mission_day")]
    assert says["totals"]["incidents"] == 2
    assert says["previous"]["incidents"] == 1
    assert says["profiles"]["incidents"] == 2
    assert [row["mission_day"] for row in says["incidents"]] == ["2021-03-09", "2021-03-10"]
    assert says["window"]["begins"] == days[2]["window"]["begins"]
    assert says["window"]["ends"] == days[-1]["window"]["ends"]
    assert says["coverage"]["observed_minutes"] == says["coverage"]["post_minutes"] == 600
    assert [row["incidents"] for row in says["days"]] == [0, 1, 1, 0, 0, 0, 0]


def test_a_week_cites_the_revision_of_each_day(mission):
    publish_days(mission, SUNDAY)
    says = content(publish_week(mission, SUNDAY, AFTER))
    cited = {row["mission_day"]: row["content_hash"] for row in says["days"]}
    days = DailyReport.objects.filter(kind="day", mission_day__gte=date(2021, 3, 8))
    assert cited == {str(one.mission_day): one.content_hash for one in days}


def test_late_data_revise_the_week_of_the_day_and_the_one_after_it(cast, mission):
    look(AFTER)
    before = weeks()
    tell(cast.north_monitor, now=AFTER)
    look(AFTER + ONE_DAY)
    second = [row for row in weeks() if row not in before and row[3] > 1]
    assert [row[1] for row in second] == [SUNDAY, SUNDAY + 7 * ONE_DAY]
    newest = latest_revision(mission, name_of_week(SUNDAY))
    first = DailyReport.objects.get(name=newest.name, revision=1)
    assert (newest.number, content(newest)["totals"]["incidents"]) == (first.number, 1)
    assert content(first)["totals"]["incidents"] == 0
    assert not Duty.objects.filter(kind="publish_week", done_at__isnull=True).exists()


def test_publishing_twice_publishes_once(mission):
    publish_days(mission, SUNDAY)
    assert publish_week(mission, SUNDAY, AFTER) == publish_week(mission, SUNDAY, AFTER + ONE_DAY)
    assert len(weeks()) == 2


def test_it_is_published_as_a_duty_and_journalled_under_its_name(mission):
    look(AFTER)
    entry = JournalEntry.objects.get(subject_id=f"week-{SUNDAY}/1")
    week = latest_revision(mission, name_of_week(SUNDAY))
    assert (entry.action, entry.subject_type) == ("day_published", "daily_report")
    assert parsed(bytes(entry.body))["content_hash"] == week.content_hash


def test_a_duty_done_in_vain_is_opened_again(mission):
    publish_days(mission, SUNDAY - ONE_DAY)
    look(due_at(mission, SUNDAY))
    assert [row[1] for row in weeks()] == [date(2021, 3, 7)]
    look(due_at(mission, SUNDAY) + timedelta(seconds=1))
    assert [row[1] for row in weeks()] == [date(2021, 3, 7), SUNDAY]


def test_every_revision_comes_out_again_from_the_journal(cast, mission):
    look(AFTER)
    tell(cast.north_monitor, now=AFTER)
    look(AFTER + ONE_DAY)
    tell(cast.south_monitor, post="S-1", now=AFTER)
    look(AFTER + 2 * ONE_DAY)
    rows = DailyReport.objects.filter(kind="week").select_related("mission")
    assert {one.revision for one in rows} == {1, 2, 3}
    assert all(recompute(one) == bytes(one.content) for one in rows)


def test_a_week_whose_bytes_were_changed_does_not_come_out_again(mission):
    publish_days(mission, SUNDAY)
    week = publish_week(mission, SUNDAY, AFTER)
    week.content = bytes(week.content).replace(b'"incidents":0', b'"incidents":1', 1)
    assert not check_revision(week).is_same


def test_a_week_is_public_when_the_last_of_its_days_is(mission):
    mission.embargo_hours = 48
    mission.save()
    over = due_at(mission, SUNDAY) + timedelta(hours=48)
    for now, public in ((over - timedelta(hours=1), False), (over, True)):
        look(now)
        assert bool(latest_revision(mission, name_of_week(SUNDAY)).released_at) is public
    released = JournalEntry.objects.filter(action="day_released", subject_id=f"week-{SUNDAY}/1")
    assert released.count() == 1


def test_a_day_report_of_the_same_day_is_another_report(mission):
    publish_days(mission, SUNDAY)
    week, day = publish_week(mission, SUNDAY, AFTER), latest_revision(mission, SUNDAY)
    assert (week.mission_day, week.kind, day.kind) == (day.mission_day, "week", "day")
    assert str(DAY) not in week.name
