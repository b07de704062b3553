"""Connections: each use finds them standing as wanted, whatever came before."""

import threading

import pytest
from django.db import DataError, connection, transaction

from ceasefire.postgresql.roles import ADMIN, GATE, WEB, WRITER


def stands():
    """As whom, and for whom, PostgreSQL takes the next statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, ceasefire_person()")
        role, person = cursor.fetchone()
    return role if role in (WEB, WRITER, ADMIN, GATE) else "owner", person


@pytest.mark.django_db
def test_it_acts_as_told_and_then_as_the_owner():
    with connection.acting_as(WEB, 7):
        assert stands() == (WEB, 7)
        with connection.acting_briefly_as(GATE):
            assert stands() == (GATE, 7)
        assert stands() == (WEB, 7)
    assert stands() == ("owner", None)


@pytest.mark.django_db
def test_the_owner_s_connection_acts_for_nobody_and_stays_the_owner_s():
    connection.act_for(7)
    with connection.acting_briefly_as(WRITER):
        assert stands() == ("owner", None)


@pytest.mark.django_db
def test_who_asks_may_become_known_on_the_way():
    with connection.acting_as(WEB):
        assert stands() == (WEB, None)
        connection.act_for(7)
        assert stands() == (WEB, 7)
    with connection.acting_as(WEB):
        assert stands() == (WEB, None)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_brings_no_other_standing_back():
    def fail():
        with transaction.atomic():
            connection.act_for(7)
            assert stands() == (WEB, 7)
            raise LookupError

    with connection.acting_as(WEB):
        assert stands() == (WEB, None)
        with pytest.raises(LookupError):
            fail()
        assert stands() == (WEB, 7)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_begins_a_request_stands_after_its_rollback_too():
    with connection.acting_as(WEB), transaction.atomic():
        assert stands() == (WEB, None)
        transaction.set_rollback(True)
    with connection.acting_as(WEB):
        assert stands() == (WEB, None)
    assert stands() == ("owner", None)


@pytest.mark.django_db(transaction=True)
def test_a_failed_statement_within_a_door_closes_it():
    def fail():
        with connection.acting_briefly_as(WRITER), transaction.atomic():
            connection.cursor().execute("SELECT 1 / 0")

    with connection.acting_as(WEB, 7):
        with pytest.raises(DataError):
            fail()
        assert stands() == (WEB, 7)


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_in_mid_request_stands_as_the_old_one():
    with connection.acting_as(WEB, 7):
        assert stands() == (WEB, 7)
        connection.close()
        with transaction.atomic():
            assert stands() == (WEB, 7)
            transaction.set_rollback(True)
        assert stands() == (WEB, 7)


@pytest.mark.django_db(transaction=True)
def test_another_thread_has_a_standing_of_its_own():
    seen = []

    def look():
        seen.append(stands())
        connection.close()

    with connection.acting_as(WEB, 7):
        assert stands() == (WEB, 7)
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert seen == [("owner", None)]


@pytest.mark.django_db(transaction=True)
def test_a_standing_that_cannot_be_taken_lets_nothing_through():
    with connection.acting_as("ceasefire_nobody"):
        for _ in range(2):
            with pytest.raises(DataError), transaction.atomic():
                stands()
    assert stands() == ("owner", None)
