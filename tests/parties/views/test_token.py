"""The page of one's own tokens: make one, see it once, revoke it."""

import re

import pytest
from django.test import Client

from parties.domain.token import MOST_TOKENS, create_token
from parties.models import ApiToken
from tests.calls import API

PAGE = "/tokens/"
SAID = {"label": "laptop", "scopes": ["read"], "days": "30"}


@pytest.fixture
def session(cast):
    client = Client()
    client.force_login(cast.analyst)
    return client


def test_a_token_is_made_shown_once_and_revoked(cast, session):
    assert "You have none yet" in session.get(PAGE).content.decode()
    made = session.post(PAGE, SAID)
    secret = re.search("cft_[0-9a-f]{64}", made.content.decode()).group()
    assert made.headers["Cache-Control"] == "no-store, private"
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client(headers=headers).get(f"{API}incidents/").status_code == 200
    later = session.get(PAGE).content.decode()
    row = ApiToken.objects.get()
    assert secret not in later
    assert all(word in later for word in ("laptop", row.token_key, "read records, page by page"))
    assert "never" not in later.partition("Last used")[2].partition("</table>")[0]
    assert session.post(PAGE, {"revoke": row.token_key}, follow=True).status_code == 200
    assert Client(headers=headers).get(f"{API}incidents/").status_code == 401


def test_what_is_missing_or_strange_is_said_and_makes_nothing(session):
    for wrong in ({"scopes": []}, {"scopes": ["root"]}, {"days": "9999"}, {"label": "x" * 81}):
        answer = session.post(PAGE, SAID | wrong)
        assert answer.status_code == 422
        assert b"has-error" in answer.content
    assert not ApiToken.objects.exists()


def test_nobody_holds_tokens_without_end(cast, session):
    for _one in range(MOST_TOKENS):
        create_token(cast.analyst, "")
    assert b"revoke one first" in session.post(PAGE, SAID).content
    assert ApiToken.objects.count() == MOST_TOKENS


@pytest.mark.parametrize("key", ["", "cft_0000", "\0", "x" * 5000])
def test_the_token_of_another_is_as_unknown(cast, session, key):
    theirs = create_token(cast.observer, "theirs")[0]
    assert theirs.token_key not in session.get(PAGE).content.decode()
    assert session.post(PAGE, {"revoke": theirs.token_key}).status_code == 404
    assert session.post(PAGE, {"revoke": key}).status_code == 404
    assert ApiToken.objects.filter(pk=theirs.pk).exists()


def test_the_public_is_sent_to_sign_in_and_a_token_opens_nothing(cast):
    secret = create_token(cast.analyst, "tool")[1]
    for client in (Client(), Client(headers={"Authorization": f"Bearer {secret}"})):
        for answer in (client.get(PAGE), client.post(PAGE, SAID)):
            assert (answer.status_code, answer.url[:16]) == (302, "/accounts/login/")
