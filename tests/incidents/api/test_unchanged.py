"""304: known before a row is read, never stale, and noted like any other reading."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIRequestFactory

from incidents.api import unchanged
from incidents.models import Incident, ReadLog
from parties.domain.acting import actor_of
from parties.domain.token import create_token
from parties.models import Appointment, PlaceName
from tests.calls import client_of, observation, released

LIST = "/api/v1/incidents/?fields=severity,place_label,lat"


@pytest.fixture(autouse=True)
def forgotten():
    unchanged._answers.clear()


@pytest.fixture
def filed(cast):
    return released(observation(cast.north_monitor, place="pl-village"))


def again(client, path=LIST, **headers):
    """The answer to somebody who asks twice: with what they were told before."""
    tag = client.get(path, headers=headers).headers["ETag"]
    return lambda other=client, **more: other.get(
        path, headers={"If-None-Match": tag, **headers, **more}
    )


def test_what_is_unchanged_is_known_without_reading_a_row(cast, filed):
    ask = again(client_of(cast.analyst))
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert [one["sql"][:31] for one in asked] == ['INSERT INTO "incidents_readlog"']


def test_a_reading_that_was_unchanged_is_noted_too(cast, filed):
    ask = again(client_of(cast.analyst))
    before = list(ReadLog.objects.values_list("query", "rows"))
    ask()
    assert list(ReadLog.objects.values_list("query", "rows")) == [*before, before[-1]]


CHANGES = {
    "row": lambda cast, filed: Incident.objects.filter(pk=filed.pk).update(severity=5),
    "release": lambda cast, filed: Incident.objects.filter(pk=filed.pk).update(release="mission"),
    "new report": lambda cast, filed: released(observation(cast.south_monitor, post="S-1")),
    "name": lambda cast, filed: PlaceName.objects.filter(place__code="pl-village").update(
        name=Concat("name", Value("o"))
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_answered_in_full(cast, filed, change):
    ask = again(client_of(cast.observer), f"{LIST}&names=first-north")
    CHANGES[change](cast, filed)
    assert ask().status_code == 200


def test_a_permission_that_ended_ends_the_answer(cast, filed):
    ask = again(client_of(cast.analyst))
    ended = timezone.localdate() - timedelta(days=5)
    Appointment.objects.filter(user=cast.analyst).update(until=ended)
    answer = ask()
    assert answer.status_code == 200
    assert "lat" not in answer.json()["results"][0]


def test_a_permission_that_ends_by_the_calendar_ends_the_answer(cast, filed, monkeypatch):
    """Nothing is written on the day after the last one.

    At a mission it may be tomorrow already.
    """
    tomorrow = timezone.localdate() + timedelta(days=1)
    Appointment.objects.filter(user=cast.analyst).update(until=tomorrow)
    ask = again(client_of(cast.analyst))
    assert ask().status_code == 304
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr("parties.domain.acting.timezone.now", lambda: later)
    assert "lat" not in ask().json()["results"][0]


def test_the_answer_of_one_is_not_that_of_another(cast, filed):
    ask = again(client_of(cast.analyst))
    assert ask(client_of(cast.observer)).status_code == 200
    assert ask(client_of()).status_code == 200


def test_another_language_and_another_naming_are_asked_anew(cast, filed):
    client = client_of(cast.analyst)
    ask = again(client)
    with CaptureQueriesContext(connection) as asked:
        ask(**{"Accept-Language": "hy"})
    assert [one for one in asked if 'FROM "incidents_incident"' in one["sql"]]
    tag = client.get(LIST).headers["ETag"]
    grid = client.get(f"{LIST}&names=grid", headers={"If-None-Match": tag})
    assert grid.status_code == 200


def test_a_tag_tells_nothing_of_what_its_reader_does_not_see(cast, filed):
    public = client_of()
    tag = public.get(LIST).headers["ETag"]
    observation(cast.south_monitor, post="S-1")
    assert public.get(LIST).headers["ETag"] == tag


def test_nothing_is_remembered_for_long_or_without_end(cast, filed, monkeypatch):
    client = client_of(cast.analyst)
    ask = again(client)
    monkeypatch.setattr(unchanged, "SECONDS", 0)
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 304  # the same bytes, made again
    assert [one for one in asked if 'FROM "incidents_incident"' in one["sql"]]
    monkeypatch.setattr(unchanged, "KEPT", 3)
    for limit in range(1, 9):
        client.get(f"{LIST}&limit={limit}")
    assert len(unchanged._answers) == 3


def test_a_token_that_was_not_looked_up_is_no_reason_to_remember_for_ever(cast):
    """As in a test client that signs in by force: the number of changes is asked for then."""
    request = APIRequestFactory().get(LIST)
    request.auth = create_token(cast.analyst, "laptop")[0]
    before = unchanged.key_of(request, actor_of(cast.analyst))
    released(observation(cast.north_monitor))
    assert unchanged.key_of(request, actor_of(cast.analyst)) != before
