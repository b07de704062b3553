"""How much was watched: by returns for the staff, as published for everybody else."""

from datetime import timedelta

import pytest

from incidents.domain.daily_count import recount_day
from incidents.domain.daily_report import publish_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.queries.watched import Watch, minutes_of, watched_days
from incidents.missionday.span import Span
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import AFTER_DUE, DAY, NOW, return_content, tell

SPAN = Span(DAY - timedelta(days=1), DAY)


@pytest.fixture
def returned(cast):
    """A return of the northern post, of six hours, and a better one of eight."""
    for minutes, late in ((360, 0), (480, 1)):
        told = return_content(observed_minutes=minutes)
        file_daily_return(told, author=cast.north_monitor, now=NOW + timedelta(minutes=late))
    return cast


def test_the_newest_return_of_a_post_counts(returned):
    watched = watched_days(actor_of(returned.analyst), returned.mission, SPAN)
    assert watched[DAY] == Watch(spoke=True, minutes=480)
    assert watched[SPAN.first] == Watch(spoke=False, minutes=0)
    assert minutes_of(watched.values()) == 480


def test_a_post_that_only_reported_has_spoken_too(cast):
    tell(cast.north_monitor)
    recount_day(cast.mission, DAY)
    watched = watched_days(actor_of(cast.analyst), cast.mission, SPAN)
    assert watched[DAY] == Watch(spoke=True, minutes=0)


def test_the_public_knows_of_a_day_when_it_is_published(returned):
    assert watched_days(Actor(), returned.mission, SPAN) == {}
    publish_day(returned.mission, DAY, AFTER_DUE)
    assert watched_days(Actor(), returned.mission, SPAN) == {DAY: Watch(spoke=True, minutes=480)}


def test_a_published_day_of_nobody_is_known_to_be_one(cast):
    publish_day(cast.mission, DAY, AFTER_DUE)
    assert watched_days(Actor(), cast.mission, SPAN) == {DAY: Watch(spoke=False, minutes=0)}


def test_days_before_the_mission_are_not_watched_nor_unwatched(cast):
    before = Span.ending(cast.mission.opened_on - timedelta(days=1), 5)
    assert watched_days(actor_of(cast.analyst), cast.mission, before) == {}
