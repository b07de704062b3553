"""Calls of the API as tests make them: who, where, what; and reports to file."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from incidents.domain.filing import Acknowledgement, file_report
from incidents.ledger.uuid7 import uuid7
from incidents.models import Incident
from parties.domain.token import create_token, note_use

API = "/api/v1/"
JSON, PROBLEM = "application/json", "application/problem+json"


def client_of(user: Any = None) -> Client:
    """A client that sends a token of this person; without one for the public."""
    if user is None or user.is_anonymous:
        return Client()
    token, secret = create_token(user, "tests")
    note_use(token, timezone.now())  # the first use in an hour is written; most are not the first
    return Client(headers={"Authorization": f"Bearer {secret}"})


def get(path: str, user: Any = None, **query: Any) -> HttpResponse:
    """GET an address below /api/v1/."""
    return client_of(user).get(API + path, query)


def post(path: str, body: Any, user: Any = None, **headers: str) -> HttpResponse:
    """POST JSON, or raw bytes as they are, to an address below /api/v1/."""
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    return client_of(user).post(API + path, raw, content_type=JSON, headers=headers)


def act_on(incident: str, deed: str, body: Any, user: Any) -> HttpResponse:
    """POST a deed to an incident on the version that is there, if the person may read it."""
    tag = get(f"incidents/{incident}/", user).headers.get("ETag", '"unread"')
    return post(f"incidents/{incident}/{deed}/", body, user, **{"If-Match": tag})


def report_body(**said: Any) -> dict[str, Any]:
    """A valid observation of the northern post of the cast's mission."""
    return {
        "report_id": str(uuid7()),
        "mission": "ridge",
        "post": "N-1",
        "occurred_from": "2021-03-04T18:40:00+04:00",
        "category": "FIR-SAL",
    } | said


def observation(user: Any, **said: Any) -> Acknowledgement:
    """File an observation through the one door, as the API would."""
    from incidents.api.content import content_in

    return file_report(content_in(report_body(**said)), author=user)


def incident_of(filed: Acknowledgement) -> Incident:
    """The incident that a filed report opened or joined."""
    return Incident.objects.get(pk=filed.incident_id)


def released(filed: Acknowledgement, level: str = "public") -> Incident:
    """The same incident, shown to a wider circle."""
    incident = incident_of(filed)
    Incident.objects.filter(pk=incident.pk).update(release=level)
    return Incident.objects.get(pk=incident.pk)


def faults_of(response: HttpResponse) -> dict[str, str]:
    """Where → code of every error in a problem; fails if the answer is none."""
    assert response.headers["Content-Type"] == PROBLEM, response.content
    errors = response.json().get("errors", [])
    return {error.get("pointer") or error["parameter"]: error["code"] for error in errors}
