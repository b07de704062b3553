"""Tokens: made in a session, shown once, revoked at once, never anybody else's."""

import pytest
from django.test import Client

from parties.domain.token import MOST_TOKENS, create_token
from parties.models import ApiToken
from tests.calls import API, JSON, client_of, faults_of

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
