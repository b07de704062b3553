"""The number of changes: every change moves it, also one that commits after a later one."""

import re
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.domain.queries.changes import changes_made
from incidents.models import Incident
from parties.models import Party, User
from tests.calls import client_of, get, observation, released

WATCHED = "SELECT event_object_table FROM information_schema.triggers WHERE trigger_name = %s"
# What is read of who asks, and what every request writes: nothing of these is in a list.
NOT_SHOWN = {
    *("parties_apitoken", "parties_requestcount", "incidents_readlog", "django_session"),
    "parties_historicalplacename",  # moves with the names, which are watched
}
EVERY_FILTER = {
    "q": "village",
    "category": "FIR",
    "day_after": "2021-01-01",
    "alleged_party": "south",
    "source_party": "north",
    "attributed_party": "south",
    "provision": "1",
    "has_evidence": "true",
    "post": "N-1",
    "narrative": "shots",
    "polygon": "0,0,50,0,50,60",
}


def test_every_table_that_a_list_reads_is_watched(cast):
    released(observation(cast.north_monitor))
    with connection.cursor() as cursor:
        cursor.execute(WATCHED, ["count_change"])
        watched = {table for (table,) in cursor.fetchall()}
    for person in (cast.analyst, cast.north_monitor, cast.observer, None):
        client = client_of(person)
        for query in ({}, *({name: value} for name, value in EVERY_FILTER.items())):
            with CaptureQueriesContext(connection) as asked:
                client.get("/api/v1/incidents/", query)
            words = set(re.findall(r"\w+", " ".join(one["sql"] for one in asked)))
            read = words & set(connection.introspection.table_names())
            assert read - watched - NOT_SHOWN == set(), query


def test_every_write_moves_it(cast):
    seen = [changes_made()]
    filed = observation(cast.north_monitor)
    seen.append(changes_made())
    released(filed)
    seen.append(changes_made())
    Party.objects.filter(code="north").update(code="north")
    seen.append(changes_made())
    assert seen == sorted(set(seen))


def test_what_is_undone_is_not_counted(cast):
    before = changes_made()
    with transaction.atomic():
        sid = transaction.savepoint()
        observation(cast.north_monitor)
        transaction.savepoint_rollback(sid)
        assert changes_made() == before
        User.objects.filter(pk=cast.analyst.pk).update(first_name="A")
    assert changes_made() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_moves_it_all_the_same(cast):
    """Two at a time: neither waits for the other, and the first to begin is the last to end."""
    filed = [released(observation(cast.north_monitor)) for _one in range(2)]
    begun, go_on = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            Incident.objects.filter(pk=filed[0].pk).update(severity=5)
            begun.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert begun.wait(10)
    Incident.objects.filter(pk=filed[1].pk).update(severity=4)
    first = get("incidents/").headers["ETag"]
    between = changes_made()
    go_on.set()
    thread.join(10)
    assert changes_made() == between + 1
    answer = client_of().get("/api/v1/incidents/", headers={"If-None-Match": first})
    assert answer.status_code == 200
    assert {row["severity"] for row in answer.json()["results"]} == {4, 5}


def test_a_transaction_counts_once_until_somebody_looks(cast):
    before = changes_made()
    with transaction.atomic():
        for name in ("A", "B", "C"):
            User.objects.filter(pk=cast.analyst.pk).update(first_name=name)
    assert changes_made() == before + 1
    User.objects.filter(pk=cast.analyst.pk).update(first_name="D")
    assert changes_made() == before + 2


def test_what_follows_a_savepoint_that_is_undone_is_counted(cast):
    before = changes_made()
    with transaction.atomic():
        sid = transaction.savepoint()
        User.objects.filter(pk=cast.analyst.pk).update(first_name="A")
        transaction.savepoint_rollback(sid)
        User.objects.filter(pk=cast.analyst.pk).update(first_name="B")
    assert changes_made() == before + 1
