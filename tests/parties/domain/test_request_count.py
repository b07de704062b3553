"""Request counts: however many processes serve a person, together they serve no more."""

from threading import Thread

import pytest
from django.db import connection

from parties.domain.request_count import AT_ONCE, Leases, lease_requests
from parties.models import RequestCount

NOW = 27_000_000


def taken(leases, person, minute=NOW, cost=1, most=25, tries=100):
    return sum(leases.take(person.pk, minute, cost, most) for _one in range(tries))


def test_a_process_serves_as_many_as_there_are(cast):
    assert taken(Leases(), cast.analyst) == 25


def test_two_processes_serve_no_more_than_one(cast):
    first, second = Leases(), Leases()
    assert taken(first, cast.analyst, tries=12) == 12
    assert taken(second, cast.analyst) == 5
    assert taken(first, cast.analyst) == 8


def test_the_next_minute_begins_anew_and_one_person_takes_nothing_of_another(cast):
    leases = Leases()
    assert taken(leases, cast.analyst) == 25
    assert taken(leases, cast.observer) == 25
    assert taken(leases, cast.analyst, NOW + 1) == 25


def test_a_clock_that_is_behind_counts_in_the_minute_of_the_others(cast):
    assert lease_requests(cast.analyst.pk, NOW, 20, 25) == 20
    assert lease_requests(cast.analyst.pk, NOW - 1, 20, 25) == 5
    assert RequestCount.objects.get().minute == NOW


def test_most_requests_ask_nobody(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert taken(Leases(), cast.analyst, most=100, tries=2 * AT_ONCE) == 2 * AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_are_counted_one_by_one(cast):
    granted = []

    def ask():
        granted.append(taken(Leases(), cast.analyst, tries=30))
        connection.close()

    threads = [Thread(target=ask) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 25
