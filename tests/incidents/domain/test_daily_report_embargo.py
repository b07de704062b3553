"""Embargo: a report is the staff's until its time, and becomes public once, whatever fails."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from incidents.domain.daily_report import publish_day, release_report
from incidents.domain.daily_signoff import sign_report
from incidents.domain.printing import ask_for_print
from incidents.domain.pump import look
from incidents.domain.queries.access import (
    visible_daily_reports,
    visible_daily_sign_offs,
    visible_incidents,
    visible_prints,
)
from incidents.enums import Release
from incidents.models import DailyReport, Duty, Incident, JournalEntry
from parties.domain.acting import actor_of
from tests.calls import get
from tests.ceasefire.postgresql.world import behind
from tests.incidents.telling import AFTER_DUE, DAY, DUE, at_once, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

HOURS = 24
OVER = DUE + timedelta(hours=HOURS)
SECOND = timedelta(seconds=1)
STAFF = ("north_monitor", "south_duty_officer", "analyst")
OTHERS = ("administrator", "observer", "stranger", "public")


@pytest.fixture
def mission(cast):
    """The cast's mission with an embargo, whose only due day is the day."""
    for one in (cast.mission, cast.other_mission):
        one.opened_on, one.closed_on = DAY, DAY
        one.embargo_hours = HOURS
        one.save()
    return cast.mission


@pytest.fixture
def report(cast, mission):
    tell(cast.north_monitor)
    return publish_day(mission, DAY, AFTER_DUE)


def read_by(cast, who):
    rows = visible_daily_reports(actor_of(cast.everybody[who])).filter(
        mission=cast.mission, kind="day"
    )
    return list(rows.order_by("revision"))


def test_until_its_time_only_the_staff_reads_anything_of_it(cast, report):
    officer = actor_of(cast.north_duty_officer)
    sign_report(report, "approve", actor=officer, seen=report.content_hash)
    ask_for_print(report, "en", "pair", address="https://monitors.example")
    assert report.released_at is None
    for who in (*STAFF, *OTHERS):
        user, reads = cast.everybody[who], 1 if who in STAFF else 0
        actor = actor_of(user)
        with behind(user):
            assert DailyReport.objects.count() == reads, who
            for rows in (visible_daily_reports, visible_daily_sign_offs, visible_prints):
                assert rows(actor).count() == reads, (who, rows.__name__)
        client, day = signed_in(user), f"/daily/{DAY}/"
        status = 200 if reads else 404
        assert client.get(f"{day}1/report.csv").status_code == status, who
        assert get(f"daily-reports/ridge/{DAY}/1/", user).status_code == status, who
        assert (report.content_hash in client.get(day).content.decode()) == bool(reads), who
        assert (str(report) in client.get("/daily/feed.atom").content.decode()) == bool(reads), who
        found = client.get(f"/daily/verify/{report.content_hash}/").content.decode()
        assert ("Not published here" in found) != bool(reads), who
    assert not visible_incidents(actor_of(cast.public)).exists()


def test_it_becomes_public_when_the_time_is_over_and_not_before(cast, report):
    look(OVER - SECOND)
    assert read_by(cast, "public") == []
    look(OVER)
    [public] = read_by(cast, "public")
    assert (public.released_at, public.content_hash) == (OVER, report.content_hash)
    assert set(Incident.objects.values_list("release", flat=True)) == {Release.PUBLIC}
    assert "Public since" in signed_in(None).get(f"/daily/{DAY}/").content.decode()


def test_two_days_without_a_look_and_two_at_once_release_once(cast, report):
    for late in (2, 3):
        look(OVER + timedelta(days=late))
    assert release_report(report.mission, DAY, OVER) is None
    assert [one.released_at for one in read_by(cast, "public")] == [OVER + timedelta(days=2)]
    assert JournalEntry.objects.filter(action="day_released", subject_id=f"{DAY}/1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_release_once(cast, report):
    at_once(4, lambda _: look(OVER))
    assert JournalEntry.objects.filter(action="day_released", subject_id=f"{DAY}/1").count() == 1
    assert not Duty.objects.filter(kind="release_day", done_at=None).exists()


def test_only_the_newest_revision_becomes_public(cast, report):
    tell(cast.south_monitor, post="S-1")
    publish_day(report.mission, DAY, AFTER_DUE + SECOND)
    look(OVER)
    assert [one.revision for one in read_by(cast, "public")] == [2]
    assert [one.revision for one in read_by(cast, "analyst")] == [1, 2]
    page = signed_in(cast.analyst).get(f"/daily/{DAY}/", {"revision": 1}).content.decode()
    assert "This revision was never public." in page


def test_a_revision_after_the_embargo_is_public_at_once(cast, report):
    look(OVER)
    tell(cast.south_monitor, post="S-1")
    look(OVER + SECOND)
    assert [one.revision for one in read_by(cast, "public")] == [1, 2]


def test_an_embargo_of_nothing_publishes_at_once(cast):
    tell(cast.north_monitor)
    report = publish_day(cast.mission, DAY, AFTER_DUE)
    assert (report.released_at, read_by(cast, "public")) == (AFTER_DUE, [report])
    assert not JournalEntry.objects.filter(action="day_released").exists()


def test_an_embargo_that_is_lifted_or_made_longer_takes_nothing_back(cast, report):
    report.mission.embargo_hours = 0
    report.mission.save()
    look(AFTER_DUE + SECOND)
    assert len(read_by(cast, "public")) == 1
    report.mission.embargo_hours = 10_000
    report.mission.save()
    tell(cast.south_monitor, post="S-1")
    look(AFTER_DUE + 2 * SECOND)
    assert [one.revision for one in read_by(cast, "public")] == [1]


def test_the_database_refuses_to_release_again_or_to_take_back(cast, report):
    look(OVER)
    for again in (None, OVER + SECOND):
        with pytest.raises(DatabaseError), transaction.atomic():
            DailyReport.objects.update(released_at=again)


def test_a_mission_chooses_its_licence(cast, mission):
    mission.licence = "CC0-1.0"
    mission.save()
    publish_day(mission, DAY, OVER)
    page = signed_in(None).get(f"/daily/{DAY}/").content.decode()
    assert "Licence: CC0-1.0." in page
    assert b"CC0-1.0" in signed_in(None).get(f"/daily/{DAY}/1/report.geojson").content
