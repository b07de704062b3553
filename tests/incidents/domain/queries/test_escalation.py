"""The escalation watch as an actor reads it: hours or days, of the rows that the filters find."""

from datetime import timedelta

import pytest

from incidents.domain.daily_return import file_daily_return
from incidents.domain.queries.escalation import EscalationWatch
from incidents.domain.queries.incident import incidents_at
from incidents.missionday.span import Span
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import DAY, NOW, return_content, tell

ONE = timedelta(days=1)


@pytest.fixture
def quiet_then_six(cast):
    """Thirty days with ten hours of one post's watch each; on the last day six incidents."""
    for n in range(30):
        returned = return_content(mission_day=DAY - n * ONE, observed_minutes=600)
        file_daily_return(returned, author=cast.north_monitor, now=NOW + 9 * timedelta(hours=1))
    for minutes in range(6):
        tell(None, occurred_from=NOW - timedelta(minutes=60 + minutes), area_text="Upper valley")
    return cast


def watch(cast, actor, measure="rate", by="category", day=DAY, **filters):
    rows = incidents_at(actor, cast.mission).filter(**filters)
    return EscalationWatch(actor, cast.mission, rows, day, by, measure)


def states(asked):
    return {key: found.state for key, found in asked.of(asked.keys).items()}


def test_a_rise_is_found_from_hours_and_from_days(quiet_then_six):
    analyst = actor_of(quiet_then_six.analyst)
    for measure in ("rate", "counts"):
        assert states(watch(quiet_then_six, analyst, measure)) == {"FIR": "raised"}
        assert states(watch(quiet_then_six, analyst, measure, "area")) == {"Upper valley": "raised"}


def test_who_knows_no_hours_knows_no_rise(quiet_then_six):
    asked = watch(quiet_then_six, Actor())
    assert states(asked) == {"FIR": "not_known"}
    assert asked.gaps == tuple(Span.ending(DAY, 7))


def test_a_day_on_which_an_incident_was_seen_counts_as_heard(quiet_then_six):
    asked = watch(quiet_then_six, Actor(), "counts")
    assert asked.exposure == {DAY: 1.0}
    assert DAY not in asked.gaps


def test_only_the_rows_that_are_asked_for_are_told_of(quiet_then_six):
    analyst = actor_of(quiet_then_six.analyst)
    asked = watch(quiet_then_six, analyst, category="IND-MOR")
    assert (asked.keys, asked.of(asked.keys), asked.gaps) == ([], {}, ())


def test_the_day_before_knew_nothing_of_it(quiet_then_six):
    analyst = actor_of(quiet_then_six.analyst)
    assert watch(quiet_then_six, analyst, day=DAY - ONE).keys == []
