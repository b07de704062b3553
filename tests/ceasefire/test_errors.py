"""A refusal is a page for people and a problem for programs, whatever else is broken."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client, RequestFactory

from ceasefire import errors

pytestmark = pytest.mark.django_db


def request(path):
    request = RequestFactory().get(path)
    request.user, request.session = AnonymousUser(), {}
    return request


@pytest.mark.parametrize(
    "answer,status",
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.page_not_found, 404),
        (errors.server_error, 500),
    ],
)
def test_a_refusal_is_a_page_or_a_problem(answer, status):
    page, problem = answer(request("/here/")), answer(request("/api/v1/here/"))
    assert (page.status_code, problem.status_code) == (status, status)
    assert page.content.startswith(b"<!doctype html>")
    assert json.loads(problem.content)["status"] == status
    assert problem["Content-Type"] == "application/problem+json"


def test_a_refusal_is_never_stored():
    assert errors.page_not_found(request("/"))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/here/", "/api/v1/here/"])
def test_a_database_that_is_away_is_an_outage_worth_a_retry(path):
    def fail():
        raise OperationalError

    try:
        fail()
    except OperationalError:
        response = errors.server_error(request(path))
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_a_page_that_cannot_be_rendered_is_answered_in_one_line():
    response = errors.refusal(request("/"), 404, "<nothing>", template="missing.html")
    assert b"404 &lt;nothing&gt;" in response.content


def test_an_address_that_leads_nowhere_is_not_found(client):
    assert client.get("/nowhere/").status_code == 404


def test_a_form_without_its_token_is_refused():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
