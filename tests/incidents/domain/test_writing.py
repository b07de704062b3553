"""Writing: for one transaction the domain reads whatever it must, and adds."""

from typing import Any

import pytest
from django.db import connection

from ceasefire.postgresql.roles import WEB
from incidents.domain.filing import file_report
from incidents.domain.writing import WRITER, writing
from tests.incidents.telling import content

pytestmark = pytest.mark.django_db

wall: Any = connection


def role():
    """As whom PostgreSQL takes the next statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_a_request_writes_as_the_writer_until_it_is_done(db):
    with wall.acting_as(WEB):
        assert role() == WEB
        with writing():
            assert role() == WRITER
            with writing():
                assert role() == WRITER
            assert role() == WRITER
        assert role() == WEB


def test_after_a_failure_the_request_reads_as_before(db):
    def fail():
        with writing():
            assert role() == WRITER
            raise LookupError

    with wall.acting_as(WEB):
        with pytest.raises(LookupError):
            fail()
        assert role() == WEB


def test_a_worker_writes_as_the_owner(db):
    owner = role()
    with writing():
        assert role() == owner not in (WEB, WRITER)


def test_filing_stands_as_the_writer_from_its_first_look_to_its_last_row(cast):
    stood = set()

    def note(execute, *asked):
        stood.add(wall.standing)
        return execute(*asked)

    person = cast.north_monitor
    with wall.acting_as(WEB, person.pk), wall.execute_wrapper(note):
        file_report(content(), author=person)
        assert stood == {(WRITER, person.pk)}
        assert wall.standing == (WEB, person.pk)
