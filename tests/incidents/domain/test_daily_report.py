"""Daily reports: published once due, in revisions that never change."""

from datetime import date, timedelta

import pytest

from incidents.domain.daily_report import (
    days_without_report,
    due_at,
    latest_revision,
    newest_due_day,
    publish_day,
    publish_days_until,
    revise_day,
)
from incidents.domain.linking import move_status
from incidents.enums import Action, Release
from incidents.ledger.canonical import content_hash, parsed
from incidents.models import DailyCount, DailyReport, JournalEntry
from tests.incidents.telling import AFTER_DUE, DAY, DAY_ENDS, DUE, NOW, incident_of, tell

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def publish(cast):
    """A way to publish a day of the cast's mission."""

    def go(day=DAY, now=AFTER_DUE):
        return publish_day(cast.mission, day, now)

    return go


def test_a_report_carries_its_content_and_hash(cast, publish):
    tell(cast.north_monitor)
    report = publish()
    assert parsed(bytes(report.content))["totals"]["incidents"] == 1
    assert report.content_hash == content_hash(bytes(report.content))


def test_the_first_revision_is_numbered_within_its_year(publish):
    report = publish()
    assert (report.number, report.year, report.revision) == (69, 2021, 1)
    assert report.published_at == AFTER_DUE


def test_a_day_with_no_incidents_is_published_with_zeros(publish):
    assert set(parsed(bytes(publish().content))["totals"].values()) == {0}


def test_publishing_is_journalled(publish):
    report = publish()
    entry = JournalEntry.objects.get(action=Action.DAY_PUBLISHED)
    assert (entry.subject_id, entry.actor) == ("2021-03-10/1", None)
    assert parsed(bytes(entry.body))["content_hash"] == report.content_hash


@pytest.mark.parametrize("now", [DAY_ENDS - ONE_DAY, DAY_ENDS, DAY_ENDS + SECOND, DUE])
def test_a_day_that_is_open_or_in_its_grace_is_not_published(publish, now):
    assert publish(now=now) is None
    assert not DailyReport.objects.exists()


def test_a_day_is_published_as_soon_as_it_is_due(publish):
    assert publish(now=DUE + SECOND).revision == 1


def test_a_day_before_the_mission_is_not_published(cast, publish):
    assert publish(day=cast.mission.opened_on - ONE_DAY) is None


def test_a_day_after_the_mission_closed_is_not_published(cast, publish):
    cast.mission.closed_on = DAY - ONE_DAY
    assert publish() is None
    assert publish(DAY - ONE_DAY).revision == 1


def test_an_unchanged_day_gets_no_new_revision(cast, publish):
    tell(cast.north_monitor)
    assert publish() == publish(now=AFTER_DUE + 30 * ONE_DAY)
    assert DailyReport.objects.count() == 1


def test_a_late_report_makes_a_second_revision(cast, publish):
    first = publish()
    tell(cast.north_monitor, now=AFTER_DUE)
    second = publish(now=AFTER_DUE + ONE_DAY)
    assert (second.revision, second.number) == (2, first.number)
    assert second.content_hash != first.content_hash


def test_a_published_revision_stays_byte_for_byte(cast, publish):
    publish()
    before = DailyReport.objects.values().get()
    tell(cast.north_monitor, now=AFTER_DUE)
    publish(now=AFTER_DUE + ONE_DAY)
    assert DailyReport.objects.values().get(revision=1) == before


def test_a_status_makes_a_revision(cast, publish):
    incident = incident_of(tell(cast.north_monitor))
    publish()
    move_status(incident, "withdrawn_by_filer", NOW)
    totals = parsed(bytes(publish().content))["totals"]
    assert (totals["incidents"], totals["not_counted"]) == (0, 1)


def test_content_that_comes_back_is_published_again(cast, publish):
    incident = incident_of(tell(cast.north_monitor))
    first = publish()
    for status in ("not_a_violation", "submitted"):
        move_status(incident, status, NOW)
        latest = publish()
    assert (latest.revision, latest.content_hash) == (3, first.content_hash)


def test_a_revision_keeps_the_number_of_its_day(cast, publish):
    publish()
    cast.mission.opened_on = date(2021, 3, 1)
    assert publish().number == 69


def test_publishing_stores_the_count_of_the_day_with_what_became_public(cast, publish):
    tell(cast.north_monitor)
    publish()
    count = DailyCount.objects.get(mission_day=DAY)
    assert (count.incidents, count.public_incidents) == (1, 1)


def test_a_late_incident_becomes_public_with_its_revision(cast, publish):
    publish()
    late = tell(cast.north_monitor, now=AFTER_DUE)
    publish(now=AFTER_DUE + ONE_DAY)
    assert incident_of(late).release == Release.PUBLIC


def test_days_of_another_mission_have_their_own_reports(cast, publish):
    tell(cast.stranger, mission="coast", post="C-1")
    assert parsed(bytes(publish().content))["totals"]["incidents"] == 0
    assert publish_day(cast.other_mission, DAY, AFTER_DUE).revision == 1


# Revising and catching up.


def test_a_day_that_was_not_published_is_not_revised(cast):
    tell(cast.north_monitor)
    assert revise_day(cast.mission, DAY, AFTER_DUE) is None
    assert not DailyReport.objects.exists()


def test_a_published_day_is_revised(cast, publish):
    publish()
    tell(cast.north_monitor, now=AFTER_DUE)
    assert revise_day(cast.mission, DAY, AFTER_DUE).revision == 2


def test_the_latest_revision_is_the_current_one(cast, publish):
    assert latest_revision(cast.mission, DAY) is None
    publish()
    tell(cast.north_monitor, now=AFTER_DUE)
    assert latest_revision(cast.mission, DAY).revision == 1
    publish()
    assert latest_revision(cast.mission, DAY).revision == 2


def test_missing_days_are_those_that_are_due_and_have_no_report(cast, publish):
    publish(cast.mission.opened_on + ONE_DAY)
    now = due_at(cast.mission, cast.mission.opened_on + 3 * ONE_DAY) + SECOND
    assert days_without_report(cast.mission, now) == [
        date(2021, 1, 1),
        date(2021, 1, 3),
        date(2021, 1, 4),
    ]


def test_before_its_first_day_is_due_a_mission_misses_nothing(cast):
    assert days_without_report(cast.mission, due_at(cast.mission, cast.mission.opened_on)) == []


def test_a_closed_mission_misses_no_day_after_its_last(cast):
    cast.mission.closed_on = date(2021, 1, 2)
    assert newest_due_day(cast.mission, NOW) == date(2021, 1, 2)
    assert len(days_without_report(cast.mission, NOW)) == 2


def test_days_are_published_in_order_up_to_the_one_asked_for(cast):
    publish_days_until(cast.mission, date(2021, 1, 5), NOW)
    published = DailyReport.objects.order_by("pk")
    assert [r.mission_day.day for r in published] == [1, 2, 3, 4, 5]
    assert [r.number for r in published] == [1, 2, 3, 4, 5]


def test_days_that_are_published_are_not_published_again(cast):
    for _ in range(2):
        publish_days_until(cast.mission, date(2021, 1, 3), NOW)
    assert DailyReport.objects.count() == 3


def test_a_day_that_cannot_be_published_does_not_hold_up_the_next(cast):
    blocked = DailyReport(
        mission=cast.mission,
        name="2020-01-01",
        first_day=date(2020, 1, 1),
        mission_day=date(2020, 1, 1),
        year=2021,
        number=2,
        revision=1,
        content=b"",
        content_hash="",
        journal_position=0,
        published_at=NOW,
    )
    blocked.save()  # takes the number of 2 January
    publish_days_until(cast.mission, date(2021, 1, 3), NOW)
    published = DailyReport.objects.filter(mission_day__year=2021).order_by("pk")
    assert [r.mission_day.day for r in published] == [1, 3]
