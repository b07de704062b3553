"""Access: everyone who reads goes through one door and sees what is theirs to see."""

import pytest

from incidents.domain.daily_report import publish_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.queries.access import (
    own_reports,
    published_totals,
    visible_daily_reports,
    visible_incidents,
    visible_reports,
    visible_returns,
)
from incidents.enums import Release
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import AFTER_DUE, DAY, NOW, incident_of, return_content, tell

pytestmark = pytest.mark.django_db

STAFF = {
    "north_monitor",
    "south_monitor",
    "north_duty_officer",
    "south_duty_officer",
    "analyst",
}
# A side reads the reports of its own posts, not those of the other side.
OF_THE_NORTH = STAFF - {"south_monitor"}
READERS_OF_RESTRICTED = STAFF - {"north_monitor", "south_monitor"}


def who_sees(cast, row, read):
    """The names of those for whom a read holds a row."""
    return {
        name
        for name, user in cast.everybody.items()
        if read(actor_of(user)).filter(pk=row.pk).exists()
    }


def released(acknowledged, level):
    """The incident of a report, at a level of release."""
    Incident.objects.update(release=level)
    return incident_of(acknowledged)


def test_a_fresh_incident_is_the_staff_s(cast):
    incident = incident_of(tell(cast.north_monitor))
    assert who_sees(cast, incident, visible_incidents) == STAFF


def test_an_incident_released_to_the_parties_is_the_observer_s_too(cast):
    incident = released(tell(cast.north_monitor), Release.PARTIES)
    assert who_sees(cast, incident, visible_incidents) == STAFF | {"observer"}


def test_a_public_incident_is_everybody_s(cast):
    incident = released(tell(cast.north_monitor), Release.PUBLIC)
    assert who_sees(cast, incident, visible_incidents) == set(cast.everybody)


@pytest.mark.parametrize("category", ["CIV-SGB", "CIV-CHD"])
@pytest.mark.parametrize("level", Release.values)
def test_a_restricted_incident_is_for_duty_officers_and_analysts_only(cast, category, level):
    incident = released(tell(cast.north_duty_officer, category=category), level)
    assert who_sees(cast, incident, visible_incidents) == READERS_OF_RESTRICTED


def test_staff_of_one_mission_are_the_public_at_another(cast):
    incident = incident_of(tell(cast.stranger, mission="coast", post="C-1"))
    assert who_sees(cast, incident, visible_incidents) == {"stranger"}


def test_a_report_is_its_side_s_and_theirs_who_conclude(cast):
    report = tell(cast.north_monitor).report
    assert who_sees(cast, report, visible_reports) == OF_THE_NORTH


def test_a_report_of_a_joint_post_is_both_sides(cast):
    report = tell(cast.north_duty_officer, post="JC").report
    assert who_sees(cast, report, visible_reports) == STAFF


def test_a_report_does_not_become_public_with_its_incident(cast):
    acknowledged = tell(cast.north_monitor)
    released(acknowledged, Release.PUBLIC)
    assert who_sees(cast, acknowledged.report, visible_reports) == OF_THE_NORTH


def test_what_a_source_has_published_is_everybody_s(cast):
    assert who_sees(cast, tell(None).report, visible_reports) == set(cast.everybody)


def test_an_address_does_not_publish_what_a_post_saw(cast):
    report = tell(cast.north_monitor, source_url="https://example.org/blog").report
    assert who_sees(cast, report, visible_reports) == OF_THE_NORTH


def test_a_restricted_report_is_its_author_s_too(cast):
    report = tell(cast.north_monitor, category="CIV-SGB").report
    assert who_sees(cast, report, visible_reports) == READERS_OF_RESTRICTED | {"north_monitor"}


@pytest.mark.parametrize("author", ["south_monitor", None])
def test_a_report_of_a_restricted_incident_is_restricted_whatever_it_calls_it(cast, author):
    first = tell(cast.north_monitor, category="CIV-SGB").report.report_id
    fields = {"post": "S-1"} if author else {}
    user = cast.everybody[author] if author else None
    report = tell(user, same_event_as=first, category="CIV", **fields).report
    own = {author} if author else set()
    assert who_sees(cast, report, visible_reports) == READERS_OF_RESTRICTED | own


def test_authors_read_their_own_reports_after_their_appointment(cast):
    report = tell(cast.north_monitor).report
    cast.north_monitor.appointments.update(until="2021-06-01")
    assert who_sees(cast, report, visible_reports) == OF_THE_NORTH
    assert who_sees(cast, report, own_reports) == {"north_monitor"}


def test_the_public_has_no_reports_of_its_own(cast):
    tell(None)
    assert not own_reports(Actor()).exists()


def test_published_totals_are_read_apart(cast):
    total, event = tell(None, scope="weekly_total"), tell(None)
    assert who_sees(cast, total.report, published_totals) == set(cast.everybody)
    assert who_sees(cast, event.report, published_totals) == set()


def test_a_daily_return_is_the_staff_s(cast):
    filed = file_daily_return(return_content(), author=cast.north_monitor, now=NOW)
    assert who_sees(cast, filed.daily_return, visible_returns) == STAFF


def test_a_daily_return_that_its_source_published_is_everybody_s(cast):
    nil = tell(None, scope="nil").report
    filed = file_daily_return(return_content(post=""), author=None, report=nil, now=NOW)
    assert who_sees(cast, filed.daily_return, visible_returns) == set(cast.everybody)


def test_a_published_daily_report_is_everybody_s(cast):
    published = publish_day(cast.mission, DAY, AFTER_DUE)
    assert who_sees(cast, published, visible_daily_reports) == set(cast.everybody)


def test_publishing_a_day_makes_its_incidents_public_and_no_others(cast):
    ours = incident_of(tell(cast.north_monitor))
    hidden = incident_of(tell(cast.north_monitor, category="CIV-SGB"))
    undated = incident_of(tell(cast.north_monitor, occurred_from=None, time_precision="T0"))
    publish_day(cast.mission, DAY, AFTER_DUE)
    assert who_sees(cast, ours, visible_incidents) == set(cast.everybody)
    assert who_sees(cast, hidden, visible_incidents) == READERS_OF_RESTRICTED
    assert who_sees(cast, undated, visible_incidents) == STAFF


def test_a_read_holds_no_row_twice(cast):
    first = tell(cast.north_monitor)
    tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id)
    for name, user in cast.everybody.items():
        keys = list(visible_reports(actor_of(user)).values_list("pk", flat=True))
        assert len(keys) == len(set(keys)), name
