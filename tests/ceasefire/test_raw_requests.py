"""Hostile bytes at the real server: whatever comes over the line, it answers soon and stands."""

import re
import socket
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from parties.domain.token import create_token
from tests.calls import observation, released
from tests.ceasefire.processes import until
from tests.ceasefire.test_processes import Production

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECONDS = 2.0  # nobody waits longer for an answer, whatever was asked
FEWEST = 400
UNHASHED = "django.contrib.staticfiles.storage.StaticFilesStorage"
HOST = b"Host: monitor.example\r\nX-Forwarded-Proto: https\r\n"
# Every sort of door, those of tools and those of people, each with parameters that it knows.
DOORS = {
    "/api/v1/incidents/": (
        "box",
        "polygon",
        "near",
        "q",
        "day_after",
        "cursor",
        "updated_since",
        "as_of",
    ),
    "/api/v1/incidents/statistics/": ("by", "mission", "day_before"),
    "/api/v1/watch/": ("mission", "by", "day_before"),
    "/api/v1/reports/": ("report_id", "mission", "cursor"),
    "/api/v1/merged-incidents/": ("updated_since",),
    "/api/v1/posts/": ("on",),
    "/api/v1/places/": ("q", "zone"),
    "/api/v1/daily-reports/": ("day_after",),
    "/api/v1/dataset-records/": ("day_after",),
    "/ogc/collections/incidents/items": ("bbox", "datetime", "limit", "cursor"),
    "/incidents/": ("q", "day_after", "older"),
    "/room/map.geojson": ("box", "zoom"),
    "/trends/": ("measure", "by"),
}
VALUES = {
    "NUL": "%00",
    "broken Unicode": "%ED%A0%80%FF",
    "nothing": "",
    "long": "9" * 4000,
    "not a number": "NaN,NaN,Infinity,1e999",
    "turned about": "180,90,-180,-90",
    "SQL": quote("') OR 1=1; SELECT pg_sleep(60) --"),
    "markup": quote("<script>alert(1)</script>{{7*7}}"),
    "path": quote("../../../../etc/passwd"),
    "no day": "2021-02-30T25:61:61+99:99",
    "half a pattern": quote("(((((((((a+)+)+)+%_[\\"),
}
HEADERS = (
    *("Authorization: Basic !!!", "Authorization: Bearer \u00ff", "Authorization: " + "a" * 90),
    *("Range: bytes=0-,0-,0-,5-1", "If-None-Match: " + '"x",' * 900, "If-Modified-Since: now"),
    *("Accept: */*;q=NaN,,,;;=", "Accept: text/csv", "Accept-Language: " + "x-" * 2000),
    *("Cookie: sessionid=\u0000", "Cookie: ;;;=;sessionid='--", "Content-Type: multipart/x"),
    *("X-HTTP-Method-Override: DELETE", "Expect: 100-continue", "Upgrade: websocket", "Host: evil"),
    *("Transfer-Encoding: chunked", "Content-Length: -1", "Content-Length: 9999999999"),
    *("X-Forwarded-For: " + "1," * 3000, "Accept-Encoding: gzip;q=9,br;;", ": empty", "no colon"),
)  # fmt: skip
LINES = (
    *(b"", b"\r\n", b"GET", b"GET /", b"GET / HTTP/9.9", b"get / http/1.1", b"\x16\x03\x01\x02"),
    *(b"GET http://evil/ HTTP/1.1", b"GET //evil/..;/ HTTP/1.1", b"GET /%2e%2e/%2e%2e/ HTTP/1.1"),
    *(b"TRACE / HTTP/1.1", b"PRI * HTTP/2.0", b"CONNECT a:1 HTTP/1.1", b"A" * 9000, b"\xff" * 300),
    *(b"OPTIONS * HTTP/1.1", b"GET /" + b"a/" * 4000 + b" HTTP/1.1", b"GET /\x00 HTTP/1.1"),
)  # fmt: skip
BODIES = (
    *(b"{", b"[" * 5000, b'{"a":NaN}', b'{"report_id":"\\ud800"}', b"\xff\xfe", b"\x00" * 100),
    *(b'{"a":1,"a":2}', b'"text"', b"null", b"1e999999", b'{"items":[' + b"{}," * 101 + b"{}]}"),
)
POSTS = ("reports/", "reports/batch/", "exports/", "uploads/", "findings/")


def hostile_requests(token):
    signed = f"Authorization: Bearer {token}\r\n".encode()
    for door, names in DOORS.items():
        who = signed if door.startswith(("/api", "/ogc")) else b""
        for name in (*names, "no-such"):
            for value in VALUES.values():
                asked = f"GET {door}?{name}={value} HTTP/1.1\r\n".encode()
                yield asked + HOST + who + b"\r\n"
    for header in HEADERS:
        yield b"GET /api/v1/incidents/ HTTP/1.1\r\n" + HOST + header.encode() + b"\r\n\r\n"
        yield b"POST /incidents/ HTTP/1.1\r\n" + HOST + header.encode() + b"\r\n\r\n"
    for line in LINES:
        yield line + b"\r\n" + HOST + b"\r\n"
    for address in POSTS:
        for body in BODIES:
            length = (
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            )
            yield f"POST /api/v1/{address} HTTP/1.1\r\n".encode() + HOST + signed + length + body


def said_to(port, request):
    """The status that a request got, None if the line was closed without a word; the seconds."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            said = line.recv(100)
        except (BrokenPipeError, ConnectionResetError):  # it had heard enough
            said = b""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", said)
    assert found or not said, said
    return found and int(found[1]), time.monotonic() - begun


@pytest.fixture
def server():
    with tempfile.TemporaryDirectory(prefix="ceasefire-") as name:
        production = Production(Path(name))
        Path(name, "static").mkdir()
        production.environment["STATICFILES_STORAGE"] = UNHASHED  # which takes no time to make
        try:
            production.start("web")
            until(production.is_ready, 90, "the web server is ready")
            yield production
        finally:
            production.close()


def test_no_bytes_break_the_server_or_keep_it_busy(cast, server):
    released(observation(cast.north_monitor, place="pl-village"))
    token = create_token(cast.analyst, "hostile")[1]
    asked = [*hostile_requests(token)]
    heard = [(request, *said_to(server.port, request)) for request in asked]
    assert [(r, status) for r, status, _s in heard if status and status >= 500] == []
    slow = [request for request, _status, seconds in heard if seconds > SECONDS]
    # A busy machine is slow once; what hangs does so again.
    assert [r for r in slow if said_to(server.port, r)[1] > SECONDS] == []
    assert len(asked) >= FEWEST, len(asked)
    assert {200, 400, 401, 403, 404} <= {status for _r, status, _s in heard}
    assert "Traceback" not in server.processes["web"].output
