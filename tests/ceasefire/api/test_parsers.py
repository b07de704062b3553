"""What no field can hold is refused before anything reads it, quickly and by name."""

import time

import pytest

from incidents.models import Report
from tests.calls import API, JSON, client_of, faults_of, post

DEEP = 100_000


@pytest.fixture
def send(cast):
    def send(raw):
        return post("reports/", raw, cast.north_monitor)

    return send


@pytest.mark.parametrize(
    "raw,status,where,code",
    [
        (b"{", 400, "#", "not_json"),
        (b"{'a': 1}", 400, "#", "not_json"),
        (b'{"lat": NaN}', 400, "#", "not_json"),
        (b'{"lat": -Infinity}', 400, "#", "not_json"),
        (b'{"lat": 1e999}', 400, "#", "huge_number"),
        (b'{"count_low": 9007199254740992}', 400, "#", "huge_number"),
        (b'{"count_low": ' + b"9" * 5000 + b"}", 400, "#", "huge_number"),
        (b'{"mission": "\xff"}', 400, "#", "not_utf8"),
        (b"\xff\xfe{\x00}\x00", 400, "#", "not_utf8"),
        (b'{"mission": "a\\u0000b"}', 400, "#/mission", "nul"),
        (b'{"mission": "a\\ud800b"}', 400, "#/mission", "lone_surrogate"),
        (b'{"mission": "a\\udc00"}', 400, "#/mission", "lone_surrogate"),
        (b'{"a\\u0000": 1}', 400, "#/a\ufffd", "nul"),
        (b'{"casualties": [{"side_text": "\\u0000"}]}', 400, "#/casualties/0/side_text", "nul"),
        (b'{"mission": "a", "mission": "b"}', 400, "#/mission", "duplicate_key"),
        (b'{"casualties": [{"low": 1, "low": 2}]}', 400, "#/low", "duplicate_key"),
        (b"[" * 17 + b"]" * 17, 400, "#", "too_deep"),
        (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400, "#", "too_deep"),
        (b"[" * DEEP, 400, "#", "too_deep"),
        (b'{"narrative": "' + b"x" * 1_048_576 + b'"}', 413, "#", "too_large"),
        (b'{"narrative": "' + b"x" * 10_000_000 + b'"}', 413, "#", "too_large"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_body_is_refused_by_name(send, raw, status, where, code):
    started = time.monotonic()
    response = send(raw)
    assert (response.status_code, faults_of(response)) == (status, {where: code})
    assert time.monotonic() - started < 1
    assert not Report.objects.exists()


def test_a_missing_body_lacks_what_is_required(send):
    assert faults_of(send(b"")) == {"#/report_id": "required", "#/mission": "required"}


def test_brackets_in_a_text_are_no_depth(send):
    response = send(b'{"narrative": "' + b'[{\\"' * 100 + b'"}')
    assert faults_of(response) == {"#/report_id": "required", "#/mission": "required"}


@pytest.mark.parametrize("raw", [b"[]", b"1", b'"text"', b"null", b"true"])
def test_a_body_that_is_no_object_is_refused(send, raw):
    assert send(raw).status_code == 422


def test_a_body_that_is_no_json_is_refused_by_its_type(cast):
    client = client_of(cast.north_monitor)
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post(API + "reports/", b"a=1", content_type=media_type)
        assert response.status_code == 415
        assert response.json()["type"].endswith("/problems/unsupported-media-type/")


def test_a_surrogate_pair_is_a_character(send):
    response = send(b'{"narrative": "\\ud83d\\ude00"}')
    assert faults_of(response) == {"#/report_id": "required", "#/mission": "required"}


def test_a_length_that_is_announced_too_large_is_not_read(cast):
    client = client_of(cast.north_monitor)
    response = client.post(API + "reports/", b"{}", content_type=JSON, CONTENT_LENGTH=str(10**12))
    assert response.status_code == 413
