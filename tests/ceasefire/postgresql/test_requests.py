"""Requests: with the first wall off, a request still shows no row that it may not show."""

import json
import sys

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from ceasefire.postgresql.middleware import SecondWallMiddleware, role_of
from ceasefire.postgresql.roles import ADMIN, GATE, WEB
from incidents.domain.queries import access
from incidents.models import Incident, Report
from tests.calls import API, client_of
from tests.ceasefire.postgresql.world import keys
from tests.incidents.permissions.oracle import reads_incident, reads_report
from tests.incidents.permissions.world import build_world
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db

EVERYBODY = (*PEOPLE, "colleague")
UNFILTERED = {
    "visible_incidents": lambda _actor: Incident.objects.filter(merged_into=None).order_by(),
    "visible_merged": lambda _actor: Incident.objects.exclude(merged_into=None).order_by(),
    "visible_reports": lambda _actor: Report.objects.order_by(),
}


@pytest.fixture
def world(settings):
    """Incidents of every release level, category and source, asked for by everybody."""
    settings.SECOND_WALL = True
    return build_world()


@pytest.fixture
def first_wall_off(monkeypatch):
    """Whoever asks access.py which rows may be read, gets all that PostgreSQL gives."""
    assert get_resolver().url_patterns  # whatever imports the functions is there to be changed
    for name, everything in UNFILTERED.items():
        filtered = getattr(access, name)
        for module in [m for n, m in sys.modules.items() if n.startswith("incidents.")]:
            if getattr(module, name, None) is filtered:
                monkeypatch.setattr(module, name, everything)


def listed(client, what):
    """The ids of a list of the API, and of the same list as a file, where there is one."""
    key = "id" if what == "incidents" else "report_id"
    page = client.get(f"{API}{what}/", {"limit": 1000}).json()["results"]
    found = {row[key] for row in page}
    if what == "reports":
        return found, found
    answer = client.get(f"{API}{what}/", {"format": "ndjson"})
    return found, {json.loads(line)[key] for line in b"".join(answer).splitlines()}


def readable(world, who):
    """The incidents and reports that the mission's rules let somebody read."""
    return {
        "incidents": {str(t.incident.pk) for t in world.told if reads_incident(who, t)},
        "reports": {str(t.report.report_id) for t in world.told if reads_report(who, t)},
    }


def test_lists_and_files_hold_no_forbidden_row(world, first_wall_off):
    rows = 0
    for who in EVERYBODY:
        for what, expected in readable(world, who).items():
            page, file = listed(world.api[who], what)
            assert page == expected, (who, what)
            assert file == expected, (who, what)
            rows += len(expected)
    assert rows > 100


def test_pages_of_forbidden_rows_are_not_found(world, first_wall_off):
    for who in ("public", "observer", "south_monitor"):
        hidden = [told for told in world.told if not reads_incident(who, told)]
        for told in hidden[::3]:
            answer = world.pages[who].get(f"/incidents/{told.incident.pk}/")
            assert answer.status_code == 404, (who, told.name)
        assert hidden


def test_without_either_wall_the_public_reads_everything(world, first_wall_off, settings):
    """What the other tests find is the second wall's work: here it is off as well."""
    settings.SECOND_WALL = False
    page, file = listed(Client(), "incidents")
    assert page == file == {str(pk) for pk in keys(Incident.objects.all())}


def test_the_first_wall_stands_without_the_second(world, settings):
    settings.SECOND_WALL = False
    for who in ("public", "observer", "south_monitor", "stranger"):
        client = client_of(world.people[who])
        for what, expected in readable(world, who).items():
            assert listed(client, what) == (expected, expected), (who, what)


@pytest.mark.parametrize(
    "address,role",
    [
        ("/admin/", ADMIN),
        ("/accounts/login/", GATE),
        ("/language/", GATE),
        ("/incidents/", WEB),
        ("/administration/", WEB),
        ("//admin/", WEB),
        ("incidents/", WEB),
        ("", WEB),
        ("*", WEB),
    ],
)
def test_an_address_says_as_whom_its_request_works(address, role):
    assert role_of(address) == role


def test_a_streamed_answer_reads_where_its_request_was_made(world):

    def parts():
        for _ in range(2):
            yield f"{Incident.objects.count()} ".encode()

    streamed = SecondWallMiddleware(lambda _request: StreamingHttpResponse(parts()))
    request = RequestFactory().get("/incidents/")
    open_to_all = len(readable(world, "public")["incidents"])
    assert b"".join(streamed(request)) == f"{open_to_all} ".encode() * 2
    plain = SecondWallMiddleware(lambda _request: HttpResponse(str(Incident.objects.count())))
    assert plain(request).content == str(open_to_all).encode()
    assert Incident.objects.count() == len(world.told) > open_to_all
