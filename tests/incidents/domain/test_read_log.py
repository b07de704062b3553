"""The read log's one writer: who is noted, what of a query is kept, at what cost."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.domain.read_log import kept_query, note_list, note_reading
from incidents.enums import Reading
from incidents.models import ReadLog
from parties.domain.acting import actor_of
from tests.incidents.telling import incident_of, tell
from tests.people import PEOPLE

READERS = {"north_monitor", "north_duty_officer", "south_duty_officer", "analyst"}


def read(person, incident):
    note_reading(actor_of(person), Reading.INCIDENT, incident)


@pytest.fixture
def seen(cast):
    """An incident that the north has seen."""
    return incident_of(tell(cast.north_monitor))


@pytest.mark.parametrize("who", PEOPLE)
def test_those_are_noted_who_read_restricted_fields(cast, seen, who):
    read(cast.everybody[who], seen)
    assert ReadLog.objects.exists() == (who in READERS)


@pytest.mark.parametrize("who", PEOPLE)
def test_lists_of_everybody_with_an_appointment_are_noted(cast, who):
    note_list(actor_of(cast.everybody[who]), Reading.INCIDENTS, {}, 7)
    assert [row.rows for row in ReadLog.objects.all()] == [7] * (who != "public")


def test_a_reading_says_which_restricted_fields_were_read(cast, seen):
    read(cast.analyst, seen)
    assert ReadLog.objects.get().groups == ["exact_position", "narrative", "reports"]


def test_codes_are_kept_and_what_people_typed_is_not():
    query = {"q": ["a witness"], "status": ["triaged", "verified"], "limit": ["1000"]}
    assert kept_query(query) == "limit=1000&q=*&status=triaged&status=verified"


def test_a_query_of_any_length_is_kept_short():
    assert len(kept_query({"category": ["FIR-SAL"] * 100})) == 500


def test_a_reading_costs_one_statement(cast, seen):
    actor = actor_of(cast.analyst)
    with CaptureQueriesContext(connection) as queries:
        note_reading(actor, Reading.INCIDENT, seen)
    assert len(queries) == 1


@pytest.mark.parametrize("sql", ["UPDATE {} SET rows = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_no_reading_is_ever_changed(cast, seen, sql):
    read(cast.analyst, seen)
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="it only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("incidents_readlog"))
