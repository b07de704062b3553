"""Tokens: made in a session, shown once, revoked at once, never anybody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parties.domain.token import MOST_TOKENS, create_token
from parties.models import ApiToken
from tests.calls import API, JSON, client_of, faults_of, report_body

TOKENS = API + "tokens/"


@pytest.fixture
def session(cast):
    client = Client()
    client.force_login(cast.analyst)
    return client


def make(client, body='{"label": "laptop"}'):
    return client.post(TOKENS, body, content_type=JSON)


def test_a_token_is_shown_once(session):
    made = make(session)
    assert made.status_code == 201
    assert made.json()["token"].startswith("cft_")
    assert "token" not in session.get(TOKENS).json()["results"][0]
    assert made.headers["Cache-Control"].startswith("no-store")


def test_a_token_is_stored_only_as_a_hash(session):
    secret = make(session).json()["token"]
    assert secret not in str(ApiToken.objects.values_list().get())


def test_a_token_signs_in(session):
    secret = make(session).json()["token"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(API + "reports/?mine=true", headers=headers).status_code == 200


def test_a_revoked_token_no_longer_signs_in(session):
    made = make(session).json()
    assert session.delete(f"{TOKENS}{made['id']}/").status_code == 204
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert Client().get(API + "parties/", headers=headers).status_code == 401


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_makes_and_lists_no_tokens(cast, method):
    assert getattr(client_of(cast.analyst), method)(TOKENS).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_public_has_no_tokens(cast, method):
    assert getattr(Client(), method)(TOKENS).status_code == 401


def test_the_token_of_another_is_not_found(cast, session):
    row, _secret = create_token(cast.observer, "theirs")
    assert session.delete(f"{TOKENS}{row.token_key}/").status_code == 404
    assert ApiToken.objects.filter(pk=row.pk).exists()


def test_the_tokens_of_others_are_not_listed(cast, session):
    create_token(cast.observer, "theirs")
    assert session.get(TOKENS).json()["results"] == []


@pytest.mark.parametrize(
    "body,where",
    [
        ('{"label": 5}', "#/label"),
        ('{"label": null}', "#/label"),
        ('{"label": ["a"]}', "#/label"),
        ('{"label": "' + "x" * 81 + '"}', "#/label"),
        ('{"user": 1}', "#/user"),
        ('{"expiry": null}', "#/expiry"),
        ('{"scopes": []}', "#/scopes"),
        ('{"scopes": ["admin"]}', "#/scopes/0"),
        ('{"scopes": "read"}', "#/scopes"),
        ('{"days": 0}', "#/days"),
        ('{"days": 366}', "#/days"),
        ('{"days": true}', "#/days"),
        ('{"last_used_at": null}', "#/last_used_at"),
        ("[]", "#"),
    ],
)
def test_a_body_that_is_wrong_is_refused_by_name(session, body, where):
    response = make(session, body)
    assert (response.status_code, list(faults_of(response))) == (422, [where])
    assert not ApiToken.objects.exists()


def test_nobody_holds_tokens_without_end(session):
    for _ in range(MOST_TOKENS):
        assert make(session).status_code == 201
    assert faults_of(make(session)) == {"#/label": "too_many"}


# Scope → status of a page, of a file, of filing a report, by a token of that scope alone.
SCOPES = {"read": (200, 403, 403), "export": (403, 200, 403), "file": (403, 403, 201)}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_it_was_made_for_and_no_more(cast, scope):
    secret = create_token(cast.north_monitor, "tool", [scope])[1]
    client = Client(headers={"Authorization": f"Token {secret}"})
    page, file = (client.get(f"{API}incidents/{query}") for query in ("", "?format=csv"))
    filed = client.post(f"{API}reports/", report_body(), content_type=JSON)
    assert (page.status_code, file.status_code, filed.status_code) == SCOPES[scope]
    refused = [answer for answer in (page, file, filed) if answer.status_code == 403]
    assert {answer.json()["type"].rpartition("/problems/")[2] for answer in refused} == {
        "forbidden/"
    }
    file.close()


def test_a_token_may_what_it_did_when_nothing_is_said(session):
    made = make(session).json()
    assert made["scopes"] == ["read", "export", "file"]
    assert made["expiry"][:10] == (timezone.now() + timedelta(days=90)).date().isoformat()


def test_what_a_token_may_and_how_long_is_chosen(session):
    made = make(session, '{"scopes": ["export", "read", "read"], "days": 7}').json()
    assert made["scopes"] == ["read", "export"]
    assert made["expiry"][:10] == (timezone.now() + timedelta(days=7)).date().isoformat()


def test_the_hour_of_the_last_use_is_kept_and_written_once(cast):
    row, secret = create_token(cast.analyst, "tool")
    assert row.last_used_at is None
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.get(f"{API}missions/")
    row.refresh_from_db()
    assert (row.last_used_at.minute, row.last_used_at.second) == (0, 0)
    assert timezone.now() - row.last_used_at < timedelta(hours=1, minutes=1)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{API}missions/")
    assert not [one for one in asked if one["sql"].startswith("UPDATE")]
