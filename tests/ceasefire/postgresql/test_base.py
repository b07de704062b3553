"""Connections: each use finds them standing as wanted, whatever came before."""

import threading
from time import monotonic, sleep

import psycopg2
import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from ceasefire.postgresql.roles import ADMIN, GATE, WEB, WRITER
from parties.domain.token import create_token

# Whoever counts the changes waits until this transaction has ended.
COUNTING = "LOCK TABLE change_count"
IS_WAITED_FOR = (
    "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'change_count'::regclass"
)


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


@pytest.fixture
def token(cast):
    """A token's row; its hash is all that the connection is asked with."""
    return create_token(cast.analyst, "laptop")[0]


@pytest.mark.django_db
def test_whose_token_it_is_becomes_known_in_one_trip(cast, token):
    with connection.acting_as(WEB), CaptureQueriesContext(connection) as asked:
        read = connection.arrive(token.digest)
        connection.act_for(read["person"]["id"])
        assert stands() == (WEB, cast.analyst.pk)
    assert [one["sql"] for one in asked] == ["SELECT current_user, ceasefire_person()"]
    assert [held["appointment"]["role"] for held in read["held"]] == ["analyst"]


@pytest.mark.django_db(transaction=True)
def test_rights_are_as_new_as_the_number_of_changes_or_newer(cast, token):
    """An appointment ends while the changes are counted: a list made by it has an old number."""
    counting = threading.Event()

    def end_it():
        with transaction.atomic(), connection.cursor() as cursor:
            cast.analyst.appointments.update(until=F("since"))
            cursor.execute(COUNTING)
            counting.set()
            wait_until(lambda: asked(cursor, IS_WAITED_FOR))
        connection.close()

    before = connection.arrive(token.digest)
    thread = threading.Thread(target=end_it)
    thread.start()
    assert counting.wait(10)
    after = connection.arrive(token.digest)
    thread.join()
    assert after["changes"] > before["changes"]
    assert after["held"] == []


def wait_until(happens):
    ends = monotonic() + 10
    while not happens() and monotonic() < ends:
        sleep(0.01)


def asked(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_token_that_was_found_lets_nobody_in_by_itself(token):
    with connection.acting_as(WEB):
        connection.arrive(token.digest)
        assert stands() == (WEB, None)


@pytest.mark.django_db
@pytest.mark.parametrize("before", [None, 7])
def test_an_unknown_token_is_nobody_s(token, before):
    with connection.acting_as(WEB, before):
        stands()
        assert connection.arrive("0" * len(token.digest)) is None
        assert stands() == (WEB, before)


@pytest.mark.django_db
def test_the_owner_s_connection_finds_a_token_too(cast, token):
    with connection.acting_as(WEB):
        stands()
    assert connection.arrive(token.digest)["person"]["id"] == cast.analyst.pk
    assert stands() == ("owner", None)


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


def longest_statement():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [WEB, WRITER, ADMIN, GATE])
def test_nobody_s_request_keeps_postgresql_busy_for_more_than_a_minute(role):
    usual = longest_statement()
    with connection.acting_as(role):
        assert longest_statement() == "1min"
        with connection.acting_briefly_as(WRITER):
            assert longest_statement() == "1min"
    assert longest_statement() == usual


def as_at_the_next_request():
    """Leave the connection as a request finds it: whether it lives is not known."""
    connection.health_check_enabled, connection.health_check_done = True, False


def kill_connection():
    """End it from the server's side, as a restart of PostgreSQL does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (died,) = cursor.fetchone()
    other = psycopg2.connect(connection.connection.dsn)
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [died])
        assert cursor.fetchone() == (True,)
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [7, 8])
def test_a_connection_that_died_between_two_requests_is_made_anew(before):
    with connection.acting_as(WEB, before):
        kill_connection()
    as_at_the_next_request()
    with connection.acting_as(WEB, 7):
        assert stands() == (WEB, 7)


@pytest.mark.django_db(transaction=True)
def test_a_token_that_finds_the_connection_dead_has_it_made_anew(cast, token):
    kill_connection()
    as_at_the_next_request()
    with connection.acting_as(WEB):
        assert connection.arrive(token.digest)["token"]["label"] == "laptop"


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_in_mid_request_is_not_made_anew_unseen(token):
    kill_connection()
    connection.health_check_enabled = connection.health_check_done = True
    with connection.acting_as(WEB), pytest.raises(OperationalError):
        connection.arrive(token.digest)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_to_stand_for_somebody_else_is_all_that_is_asked_of_a_connection_that_lives():
    with connection.acting_as(WEB, 8):
        assert stands() == (WEB, 8)
    as_at_the_next_request()
    with connection.acting_as(WEB, 7), CaptureQueriesContext(connection) as asked:
        assert stands() == (WEB, 7)
    assert len(asked) == 1


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
