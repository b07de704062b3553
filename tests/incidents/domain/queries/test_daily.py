"""Days as pages and API read them, each reader's own."""

from datetime import date, timedelta

import pytest

from incidents.domain.daily_count import recount_day
from incidents.domain.daily_report import publish_day
from incidents.domain.queries.daily import (
    daily_reports_of,
    days_until,
    glance_at,
    last_day_with_incidents,
    months_of,
    open_day,
    preliminary_content,
    published_content,
    revisions_of,
)
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import AFTER_DUE, DAY, DAY_ENDS, NOW, tell

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)
PUBLIC = Actor()


@pytest.fixture
def analyst(cast):
    """Somebody who reads all that is not restricted."""
    return actor_of(cast.analyst)


@pytest.fixture
def told(cast):
    """Two incidents of the day, one of which its source has published; and one a week before."""
    tell(cast.north_monitor)
    tell(None)
    tell(cast.north_monitor, occurred_from=NOW - 7 * ONE_DAY)
    for day in (DAY, DAY - 7 * ONE_DAY):
        recount_day(cast.mission, day)


def test_the_open_day_changes_after_the_cut_off(cast):
    assert open_day(cast.mission, DAY_ENDS) == DAY
    assert open_day(cast.mission, DAY_ENDS + timedelta(seconds=1)) == DAY + ONE_DAY


def test_a_glance_counts_what_the_reader_may_read(cast, told, analyst):
    ours, theirs = (glance_at(actor, cast.mission, NOW) for actor in (analyst, PUBLIC))
    assert (ours.incidents, theirs.incidents, ours.before) == (2, 1, 0)
    assert ours.window.day == DAY
    assert ours.counted_at is not None


def test_before_anything_was_counted_a_glance_says_so(cast):
    assert glance_at(PUBLIC, cast.mission, NOW).counted_at is None


def test_a_series_has_a_number_for_every_day(cast, told, analyst):
    days = days_until(analyst, cast.mission, DAY, 8)
    assert [number for _, number in days] == [1, 0, 0, 0, 0, 0, 0, 2]
    assert days[0][0] == DAY - 7 * ONE_DAY


def test_the_public_s_series_counts_what_is_public(cast, told):
    assert sum(number for _, number in days_until(PUBLIC, cast.mission, DAY, 8)) == 1


def test_the_last_day_with_incidents_is_the_reader_s(cast, told, analyst):
    tell(cast.north_monitor, now=NOW + ONE_DAY, occurred_from=NOW + ONE_DAY)
    recount_day(cast.mission, DAY + ONE_DAY)
    assert last_day_with_incidents(analyst, cast.mission) == DAY + ONE_DAY
    assert last_day_with_incidents(PUBLIC, cast.mission) == DAY
    assert last_day_with_incidents(analyst, cast.other_mission) is None


def test_months_add_up_their_days(cast, told, analyst):
    assert months_of(analyst, cast.mission) == [(date(2021, 3, 1), 3)]


def test_a_day_has_one_current_report_and_all_its_revisions(cast):
    publish_day(cast.mission, DAY - ONE_DAY, AFTER_DUE)
    publish_day(cast.mission, DAY, AFTER_DUE)
    tell(cast.north_monitor, now=AFTER_DUE)
    publish_day(cast.mission, DAY, AFTER_DUE)
    current = daily_reports_of(PUBLIC, cast.mission)
    assert [(r.mission_day, r.revision) for r in current] == [(DAY, 2), (DAY - ONE_DAY, 1)]
    assert [r.revision for r in revisions_of(PUBLIC, cast.mission, DAY)] == [2, 1]


def test_what_was_preliminary_is_what_is_published(cast):
    tell(cast.north_monitor)
    before = preliminary_content(cast.mission, DAY)
    assert published_content(publish_day(cast.mission, DAY, AFTER_DUE)) == before
