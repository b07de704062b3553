"""Relations: a post says whose an incident is, and joining it says nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.domain.queries.relation import (
    groups_for,
    groups_of_each,
    near_posts,
    reading,
    relation_to,
)
from incidents.models import Incident, Report
from incidents.rules import Relation
from parties.domain.acting import actor_of
from parties.models import Post
from tests import factories
from tests.incidents.telling import incident_of, tell
from tests.people import PEOPLE

NEAR = {"north_monitor", "north_duty_officer", "south_duty_officer", "analyst"}


@pytest.mark.parametrize(
    "who,relation",
    [
        ("north_monitor", Relation.SAME_PARTY),
        ("south_monitor", Relation.OTHER_PARTY),
        ("stranger", Relation.OTHER_MISSION),
        ("public", Relation.OTHER_MISSION),
    ],
)
def test_what_people_are_to_an_incident_of_the_northern_post(cast, who, relation):
    told = tell(cast.north_monitor)
    actor = actor_of(cast.everybody[who])
    assert relation_to(actor, incident_of(told)) == relation_to(actor, told.report) == relation


@pytest.mark.parametrize("who", PEOPLE)
def test_rows_and_conditions_say_the_same(cast, who):
    incident = incident_of(tell(cast.north_monitor))
    actor = actor_of(cast.everybody[who])
    found = Incident.objects.filter(reading(actor, "exact_position")).exists()
    assert found == ("exact_position" in groups_for(actor, incident)) == (who in NEAR)


def test_somebody_is_near_to_their_post_and_to_those_of_their_party(cast):
    second = factories.PostFactory(mission=cast.mission, code="N-2")
    factories.PostOperatorFactory(post=second, party=cast.north)
    codes = near_posts(actor_of(cast.north_monitor)).values_list("code", flat=True)
    assert set(codes) == {"N-1", "N-2", "JC", "C-1"}


def test_an_appointment_to_another_s_post_brings_it_near(cast):
    post = Post.objects.get(code="S-1")
    cast.north_monitor.appointments.get().posts.add(post)
    told = tell(cast.south_monitor, post="S-1")
    assert relation_to(actor_of(cast.north_monitor), told.report) == Relation.SAME_PARTY


def test_joining_an_incident_brings_nobody_nearer(cast):
    first = tell(cast.north_monitor)
    joined = tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id)
    actor = actor_of(cast.south_monitor)
    assert "post" not in groups_for(actor, incident_of(joined))
    assert not Report.objects.filter(reading(actor, "reports"), pk=first.report.pk).exists()


@pytest.mark.parametrize("who", ["analyst", "south_monitor"])
def test_many_rows_cost_one_query_at_most(cast, who):
    rows = [incident_of(tell(cast.north_monitor)) for _ in range(3)]
    actor = actor_of(cast.everybody[who])
    with CaptureQueriesContext(connection) as queries:
        groups_of_each(actor, cast.mission.pk, rows)
    assert len(queries) == (who == "south_monitor")
