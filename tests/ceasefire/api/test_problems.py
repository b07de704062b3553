"""Every refusal has one shape, and its type is the address of a page that explains it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils.html import escape
from rest_framework import exceptions
from rest_framework.request import Request

from ceasefire.api.problem_kinds import KINDS
from ceasefire.api.problems import problem_response
from parties.models import Party
from tests.calls import API, PROBLEM, get, observation, post, report_body


def answer(exc):
    return problem_response(exc, {"request": Request(RequestFactory().get("/api/v1/x/"))})


@pytest.mark.parametrize(
    "exc,status,slug",
    [
        (exceptions.ParseError(), 400, "bad-request"),
        (exceptions.NotAuthenticated(), 401, "unauthenticated"),
        (exceptions.PermissionDenied(), 403, "forbidden"),
        (PermissionDenied(), 403, "forbidden"),
        (exceptions.NotFound(), 404, "not-found"),
        (Http404(), 404, "not-found"),
        (Party.DoesNotExist(), 404, "not-found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.NotAcceptable(), 406, "not-acceptable"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported-media-type"),
        (ValidationError("no"), 422, "validation"),
        (exceptions.ValidationError("no"), 422, "validation"),
        (exceptions.Throttled(7), 429, "rate-limited"),
        (OperationalError("gone"), 503, "unavailable"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_an_exception_becomes_a_problem(exc, status, slug):
    response = answer(exc)
    assert (response.status_code, response.data["status"]) == (status, status)
    assert response.data["type"] == f"http://testserver/problems/{slug}/"
    assert response.content_type == PROBLEM


def test_an_unknown_exception_is_left_to_django():
    assert answer(RuntimeError()) is None


@pytest.mark.parametrize("exc,seconds", [(exceptions.Throttled(7), "7"), (OperationalError(), "5")])
def test_what_passes_says_when_to_come_back(exc, seconds):
    assert answer(exc).headers["Retry-After"] == seconds


def test_an_outage_tells_nothing_of_the_database():
    body = answer(OperationalError("password authentication failed for user secret")).data
    assert "secret" not in str(body)


def test_the_errors_of_the_domain_are_named_by_pointer():
    exc = ValidationError({"casualties.0.low": [ValidationError("No.", "order")]})
    assert answer(exc).data["errors"] == [
        {"pointer": "#/casualties/0/low", "detail": "No.", "code": "order"}
    ]


def test_the_errors_of_nested_fields_are_named_by_pointer():
    exc = exceptions.ValidationError({"a": [{}, {"b": [exceptions.ErrorDetail("No.", "x")]}]})
    assert answer(exc).data["errors"] == [{"pointer": "#/a/1/b", "detail": "No.", "code": "x"}]


def test_an_error_of_the_whole_points_at_the_whole():
    exc = ValidationError([ValidationError("No %(n)s.", "x", {"n": 7})])
    assert answer(exc).data["errors"] == [{"pointer": "#", "detail": "No 7.", "code": "x"}]


@pytest.mark.parametrize("slug", KINDS)
def test_a_type_leads_to_a_page_for_people(client, db, slug):
    page = client.get(f"/problems/{slug}/").content.decode()
    assert escape(str(KINDS[slug].remedy)) in page


def test_the_list_of_problems_names_every_kind(client, db):
    page = client.get("/problems/").content.decode()
    assert all(slug in page for slug in KINDS)


def test_an_unknown_type_leads_nowhere(client, db):
    assert client.get("/problems/nonsense/").status_code == 404


def test_unknown_and_forbidden_look_alike(cast):
    hidden = observation(cast.north_monitor)
    known = get(f"incidents/{hidden.incident_id}/")
    unknown = get("incidents/0192f7c0-0000-7000-8000-000000000001/")
    malformed = get("incidents/nonsense/")
    nowhere = get("nonsense/")
    assert known.status_code == unknown.status_code == 404
    assert known.content == unknown.content == malformed.content == nowhere.content


def test_a_hidden_incident_looks_unknown_to_a_step_too(cast):
    hidden = observation(cast.north_monitor)
    step = {"to": "triaged"}
    known = post(f"incidents/{hidden.incident_id}/status/", step, cast.stranger)
    unknown = post("incidents/0192f7c0-0000-7000-8000-000000000001/status/", step, cast.stranger)
    assert (known.status_code, known.content) == (404, unknown.content)


def test_a_method_that_is_not_known_is_refused_with_those_that_are(cast):
    response = Client().delete(API + "parties/north/")
    assert response.status_code in (401, 405)


def test_another_format_is_refused(cast):
    response = Client().get(API + "parties/", headers={"Accept": "text/csv"})
    assert (response.status_code, response.headers["Content-Type"]) == (406, PROBLEM)


def test_problems_speak_the_readers_language(cast):
    response = post("reports/", report_body(), Accept_Language="fr")
    assert response.headers["Content-Language"] == "fr"
