"""One token, three spellings; no password, no token in an address."""

import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from parties.domain.token import create_token
from parties.models import ApiToken
from tests.calls import API, PROBLEM, post, report_body
from tests.people import PASSWORD, Cast

MINE = API + "reports/?mine=true"
WHO_AM_I = API + "tokens/"


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def ask(header: str) -> int:
    return Client().get(MINE, headers={"Authorization": header}).status_code


@pytest.fixture
def token(cast: Cast) -> str:
    return create_token(cast.analyst, "tests")[1]


@pytest.mark.parametrize("spelling", ["Bearer {}", "Token {}", "bearer {}", "TOKEN  {}"])
def test_a_token_is_taken_in_any_spelling(token, spelling):
    assert ask(spelling.format(token)) == 200


def test_a_token_is_taken_as_the_password_of_its_owner(token):
    assert ask(basic("analyst", token)) == 200


def test_a_token_is_not_taken_under_another_name(token):
    assert ask(basic("observer", token)) == 401


def test_a_password_is_not_taken(cast):
    assert ask(basic("analyst", PASSWORD)) == 401


def test_a_token_in_the_address_is_an_unknown_parameter(token):
    assert Client().get(f"{MINE}&token={token}").status_code == 400


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer cft_" + "0" * 64,
        "Bearer " + "é" * 40,
        "Bearer a b",
        "Bearer " + "a" * 5000,
        "Basic !!!",
        "Basic " + "A" * 41,
        basic("analyst", ""),
        basic("analyst", "\0" * 40),
        "Token \xff\xfe",
    ],
)
def test_what_is_no_token_is_refused_with_a_challenge(cast, header):
    response = Client().get(MINE, headers={"Authorization": header.encode().decode("latin-1")})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")
    assert response.headers["Content-Type"] == PROBLEM


def test_another_scheme_is_left_to_others(cast):
    assert ask("Digest username=analyst") == 200


def test_an_expired_token_is_refused_and_kept(token):
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert ask(f"Bearer {token}") == 401
    assert ApiToken.objects.count() == 1


def test_the_token_of_somebody_who_left_is_refused(cast, token):
    cast.analyst.is_active = False
    cast.analyst.save()
    assert ask(f"Bearer {token}") == 401


def test_filing_without_a_token_asks_to_sign_in(cast):
    response = post("reports/", report_body())
    assert response.status_code == 401
    assert "WWW-Authenticate" in response.headers


def test_a_session_needs_its_csrf_token_to_file(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.north_monitor)
    response = client.post(API + "reports/", report_body(), content_type="application/json")
    assert (response.status_code, response.headers["Content-Type"]) == (403, PROBLEM)


def test_a_session_with_its_csrf_token_files(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.north_monitor)
    client.cookies["csrf"] = "a" * 32
    response = client.post(
        API + "reports/",
        report_body(),
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    assert response.status_code == 201
