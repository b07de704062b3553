"""What people of the cast type into the forms; a test names only what matters to it."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client

from incidents.ledger.uuid7 import uuid7
from parties.models import User


def typed_report(**typed: Any) -> dict[str, Any]:
    """Small arms fire at the northern post, with one empty casualty line."""
    filled = {
        "report_id": str(uuid7()),
        "mission": "ridge",
        "post": "N-1",
        "occurred_date": "2021-03-10",
        "occurred_time": "11:05",
        "time_precision": "T1",
        "category": "FIR-SAL",
        "kind": "observation",
        "source_kind": "own_post",
        "stance": "recorded",
        "narrative": "Heard three shots.",
        "casualties-TOTAL_FORMS": "1",
        "casualties-INITIAL_FORMS": "0",
        "casualties-0-person_kind": "unknown",
    }
    return filled | typed


def typed_return(**typed: Any) -> dict[str, Any]:
    """A nil return of the northern post."""
    filled = {
        "return_id": str(uuid7()),
        "mission": "ridge",
        "post": "N-1",
        "mission_day": "2021-03-10",
        "says": "nil",
        "observed_hours": "12.5",
    }
    return filled | typed


def signed_in(user: User | None) -> Client:
    """A browser session of this person, looking at a mission of theirs; the public at the ridge."""
    client = Client()
    if user is not None and not user.is_anonymous:
        client.force_login(user)
        return client
    client.cookies[settings.SESSION_COOKIE_NAME] = session_at("ridge")
    return client


def session_at(mission: str) -> str:
    """The key of a visitor's session in which a mission was chosen."""
    session = SessionStore()
    session["mission"] = mission
    session.create()
    return str(session.session_key)


def send_report(user: User, **typed: Any) -> HttpResponse:
    """Type a report and send it."""
    return signed_in(user).post("/report/", typed_report(**typed))


def send_return(user: User, **typed: Any) -> HttpResponse:
    """Type a daily return and send it."""
    return signed_in(user).post("/return/", typed_return(**typed))
