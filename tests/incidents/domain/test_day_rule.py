"""A mission whose cut-off and zone change: what was told stays on its day."""

from datetime import UTC, datetime, time, timedelta

import pytest

from incidents.domain.daily_replay import check_revision
from incidents.domain.daily_report import due_at, publish_day
from incidents.domain.queries.daily import published_content
from incidents.missionday.window import ONE_DAY
from tests.incidents.telling import DAY, DAY_ENDS, incident_of, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

NEXT = DAY + ONE_DAY
SECOND = timedelta(seconds=1)


@pytest.fixture
def changed(cast):
    """From the next day on, days end at midnight in Paris."""
    mission = cast.mission
    mission.earlier_days = [
        {"until": DAY.isoformat(), "time_zone": mission.time_zone, "cut_off": "19:30"}
    ]
    mission.time_zone, mission.cut_off = "Europe/Paris", time(0, 0)
    mission.save()
    return mission


def test_days_join_at_the_change_and_each_event_is_of_one_of_them(cast, changed):
    midnight = datetime(2021, 3, 11, 23, 0, tzinfo=UTC)
    moments = {
        DAY_ENDS: DAY,
        DAY_ENDS + SECOND: NEXT,
        midnight: NEXT,
        midnight + SECOND: NEXT + ONE_DAY,
    }
    for moment, day in moments.items():
        now = midnight + timedelta(hours=1)
        told = tell(cast.north_monitor, now=now, occurred_from=moment)
        assert incident_of(told).mission_day == day, moment
    reports = [publish_day(changed, day, due_at(changed, day) + SECOND) for day in (DAY, NEXT)]
    windows = [published_content(one)["window"] for one in reports]
    assert windows[0]["ends"] == windows[1]["begins"] == "2021-03-10T15:30:00Z"
    assert [one["time_zone"] for one in windows] == ["Indian/Mauritius", "Europe/Paris"]
    assert [published_content(one)["totals"]["incidents"] for one in reports] == [1, 2]
    assert published_content(reports[1])["previous"]["incidents"] == 1
    assert all(check_revision(one).is_same for one in reports)
    page = signed_in(None).get(f"/daily/{DAY}/{NEXT}/").content.decode()
    assert "31.5" in page


def test_what_was_published_before_the_change_is_made_again(cast):
    tell(cast.north_monitor)
    before = publish_day(cast.mission, DAY, due_at(cast.mission, DAY) + SECOND)
    cast.mission.earlier_days = [
        {"until": NEXT.isoformat(), "time_zone": cast.mission.time_zone, "cut_off": "19:30"}
    ]
    cast.mission.cut_off = time(7, 0)
    cast.mission.save()
    before.mission = cast.mission
    assert check_revision(before).is_same
    assert publish_day(cast.mission, DAY, due_at(cast.mission, DAY) + SECOND) == before
