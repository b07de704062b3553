"""Readings as they are told: to duty officers of every party, nobody by name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.domain.queries.read_log import readings_at, readings_told
from incidents.domain.read_log import note_reading
from incidents.enums import Reading
from parties.domain.acting import actor_of
from tests.incidents.telling import incident_of, tell
from tests.people import PEOPLE


def read_by(cast, *readers):
    incident = incident_of(tell(cast.north_monitor))
    for reader in readers:
        note_reading(actor_of(reader), Reading.INCIDENT, incident)
    return incident


@pytest.mark.parametrize("who", PEOPLE)
def test_duty_officers_of_every_party_read_them_and_nobody_else(cast, who):
    read_by(cast, cast.analyst)
    rows = readings_at(actor_of(cast.everybody[who]), cast.mission)
    assert rows.exists() == (who in {"north_duty_officer", "south_duty_officer"})


def test_a_reading_names_the_incident_and_nobody(cast):
    incident = read_by(cast, cast.north_monitor)
    actor = actor_of(cast.south_duty_officer)
    [told] = readings_told(list(readings_at(actor, cast.mission)), actor)
    assert told.reference == incident.reference
    assert [(a.role, a.party) for a in told.who.appointments] == [("monitor", cast.north)]


def test_many_readings_cost_no_more_queries_than_one(cast):
    actor, counts = actor_of(cast.south_duty_officer), []
    for reader in (cast.analyst, cast.north_monitor, cast.south_duty_officer):
        read_by(cast, reader)
        with CaptureQueriesContext(connection) as queries:
            readings_told(list(readings_at(actor, cast.mission)), actor)
        counts.append(len(queries))
    assert counts[0] == counts[2] == 3
