"""What keeps PostgreSQL busy for too long is stopped, and its asker is told what to do."""

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from tests.calls import API, PROBLEM, post, report_body

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = [
    *("incidents/", "incidents/statistics/?by=day", "reports/"),
    *(f"incidents/?format={name}" for name in ("csv", "ndjson", "geojson", "xlsx", "parquet")),
    "incidents/0192f7c0-0000-7000-8000-000000000001/",
]
DOORS = [*(API + path for path in LISTS), "/ogc/collections/incidents/items"]
PAGES = ["/incidents/", "/trends/"]


@pytest.fixture
def busy(cast, settings, monkeypatch):
    """Whoever reads incidents waits for another's work, and longer than this connection may."""
    settings.SECOND_WALL = False  # which would give a minute to each request
    other = psycopg2.connect(connection.connection.dsn)
    bound = {"options": "-c statement_timeout=50ms"}  # what a RESET leads to, too
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", bound)
    connection.close()
    with other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE incidents_incident, incidents_report")
        yield cast
    other.close()
    monkeypatch.undo()
    connection.close()


def read(path):
    return Client(raise_request_exception=False).get(path)


@pytest.mark.usefixtures("busy")
def test_a_reading_that_takes_too_long_says_to_ask_for_less():
    for path in DOORS:
        answer = read(path)
        assert (answer.status_code, answer["Content-Type"]) == (504, PROBLEM), path
        assert answer.json()["type"] == "http://testserver/problems/too-slow/"
        assert "/api/v1/exports/" in answer.json()["detail"]
        assert "Retry-After" not in answer


@pytest.mark.usefixtures("busy")
def test_a_page_that_takes_too_long_leads_to_the_files():
    for path in PAGES:
        answer = read(path)
        assert answer.status_code == 504, path
        assert b'href="/exports/"' in answer.content


def test_filing_that_waits_too_long_is_worth_sending_again(busy):
    answer = post("reports/", report_body(), busy.north_monitor)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
