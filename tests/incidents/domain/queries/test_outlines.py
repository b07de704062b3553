"""Sectors of several incidents at once, for whoever reads what they give away."""

from incidents.domain.queries.outlines import sectors_of_each
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import tell
from tests.incidents.views.test_sectors import told_by_both


def test_each_incident_has_its_own_sectors(cast):
    told_by_both(cast)
    tell(cast.north_monitor)
    found = sectors_of_each(actor_of(cast.analyst), cast.mission.pk, Incident.objects.all())
    (sectors,) = found.values()
    assert len(sectors.seen) == 2
    assert sectors.meeting


def test_the_public_gets_none(cast):
    told_by_both(cast)
    assert sectors_of_each(Actor(), cast.mission.pk, Incident.objects.all()) == {}


def test_it_is_one_query_whatever_the_number(cast, django_assert_num_queries):
    told_by_both(cast)
    told_by_both(cast)
    actor, rows = actor_of(cast.analyst), list(Incident.objects.all())
    with django_assert_num_queries(1):
        sectors_of_each(actor, cast.mission.pk, rows)
