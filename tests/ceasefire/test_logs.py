"""Logs never tell who asked from where."""

import logging
from uuid import UUID

import pytest
import structlog

from ceasefire.api.root import ApiRoot
from ceasefire.logs import REMOVED, protect_people, without_addresses
from tests.calls import client_of

ADDRESSES = [
    "192.0.2.7",
    "2001:db8::1",
    "::1",
    "fe80::1:2",
    "::ffff:192.0.2.7",
    "2001:DB8:0::",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_out_of_a_text(address):
    assert without_addresses(f"Invalid from ip={address}: bad") == f"Invalid from ip={REMOVED}: bad"


def test_an_address_with_a_port_is_taken_out():
    assert without_addresses("lost 192.0.2.7:443.") == f"lost {REMOVED}:443."


@pytest.mark.parametrize(
    "text", ["at 12:30:45", "12:30:45.123 done", "GET /x::y", "Type::method", "10:14 +04"]
)
def test_times_of_day_and_other_colons_stay(text):
    assert without_addresses(text) == text


def test_addresses_and_browsers_are_dropped_from_an_event():
    event = {"event": "request_started", "ip": "192.0.2.7", "user_agent": "Firefox", "code": 200}
    assert protect_people(None, "info", event) == {"event": "request_started", "code": 200}


def test_what_was_asked_for_is_not_logged(client, db, caplog):
    caplog.set_level(logging.INFO)
    client.get("/api/v1/incidents/?box=46.75,39.76,46.76,39.77")
    logged = "".join(str(record.__dict__) for record in caplog.records)
    assert "GET /api/v1/incidents/" in logged
    assert "46.75" not in logged


def test_a_request_is_logged_without_address_and_browser(client, db, caplog):
    caplog.set_level(logging.INFO)
    client.get("/livez", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Mosaic/0.9")
    logged = "".join(str(record.__dict__) for record in caplog.records)
    assert "/livez" in logged
    assert len(caplog.records) == 1  # not one that it began, and one that it ended
    assert "192.0.2.7" not in logged
    assert "Mosaic" not in logged


def test_a_line_tells_whose_request_it_was(cast, caplog):
    caplog.set_level(logging.INFO)
    client_of(cast.analyst).get("/api/v1/missions/")
    (line,) = [record.msg for record in caplog.records if record.name.startswith("django_str")]
    assert (line["event"], line["user_id"]) == ("request_finished", cast.analyst.pk)
    assert UUID(line["request_id"]).version == 4


def test_what_is_logged_on_the_way_carries_the_request_s_id(client, db, caplog, monkeypatch):
    def say(self, request):
        structlog.get_logger("said").warning("on the way")

    monkeypatch.setattr(ApiRoot, "get", say)
    with pytest.raises(AssertionError):
        client.get("/api/v1/")
    said, failed = (record.msg for record in caplog.records if isinstance(record.msg, dict))
    assert said["request_id"] == failed["request_id"]
    assert structlog.contextvars.get_contextvars() == {}


def test_a_failed_sign_in_is_logged_without_address(client, db, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(
        "/accounts/login/", {"login": "nobody", "password": "wrong"}, REMOTE_ADDR="192.0.2.7"
    )
    assert "192.0.2.7" not in "".join(str(record.__dict__) for record in caplog.records)
