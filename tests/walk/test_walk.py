"""From a monitor's report to the published figure, through real pages, Celery and API."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.queries.daily import open_day
from incidents.models import Duty, Incident, JournalEntry, Report
from parties.models import Appointment, Mission, Post
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def _celery_worker() -> Iterator[None]:
    """A real Celery worker on the in-memory broker, as the embedded server runs it."""
    from celery.worker import WorkController, state

    from ceasefire.celery import app

    worker = WorkController(app=app, pool="solo", concurrency=1, without_gossip=True)
    thread = threading.Thread(target=worker.start, daemon=True)
    thread.start()
    yield
    state.should_stop = 0
    thread.join(10)
    state.should_stop = None


@pytest.fixture
def ring() -> Iterator[Callable[[], None]]:
    """Ring the bell once and wait until a worker has left no duty undone."""
    from incidents.tasks import look_now

    def ring_and_wait() -> None:
        look_now.delay()
        until = time.monotonic() + 20
        while Duty.objects.filter(done_at=None).exists():
            assert time.monotonic() < until, "a duty was left undone"
            time.sleep(0.1)

    with _celery_worker():
        yield ring_and_wait


def _sign_in(page, name):
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("text=" + name)


def _file_a_report(page, post):
    page.goto("/report/")
    page.select_option("#id_post", post)
    page.select_option("#id_category", "FIR-SAL")
    page.select_option("#id_means", "heard")
    page.select_option("#id_count_qualifier", "about")
    page.fill("#id_count_low", "90")
    page.select_option("#id_count_unit", "shot")
    page.fill("#id_position_text", "Velmura")
    page.fill("#id_narrative", "Heard about 90 shots, 1-2 km south-south-west.")
    page.click("text=File the report")
    page.wait_for_selector(".receipt")
    return page.text_content(".receipt").strip()


def _choose(page, field, typed, found):
    page.click(f"{field} .select2-selection")
    page.fill(".select2-search__field", typed)
    page.click(f".select2-results__option >> text={found}")


def _add_party(page):
    page.goto("/admin/parties/party/add/")
    page.fill("#id_code", "east")
    page.fill("#id_name", "The east")
    page.click("input[name=_save] >> nth=0")
    page.wait_for_selector(".messagelist .success")


def _add_post(page):
    page.goto("/admin/parties/post/add/")
    _choose(page, ".field-mission", "ridge", "Ridge")
    page.fill("#id_code", "N-2")
    page.click("#operatorships-group .add-row a")
    _choose(page, "#operatorships-0 .field-party", "north", "The north")
    page.click("#statuses-group .add-row a")
    page.select_option("#id_statuses-0-status", "active")
    page.fill("#id_statuses-0-since", timezone.now().date().isoformat())
    page.click("input[name=_save] >> nth=0")
    page.wait_for_selector(".messagelist .success")


def _appoint_to(page, appointment, code):
    page.goto(f"/admin/parties/appointment/{appointment.pk}/change/")
    page.click(".field-posts .select2-selection")
    page.fill(".field-posts .select2-search__field", code)
    page.click(f".select2-results__option >> text={code}")
    page.click("input[name=_save] >> nth=0")
    page.wait_for_selector(".messagelist .success")


def _picture(page, folder, name):
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"walk-{name}.png", full_page=True)


def test_a_report_walks_from_the_post_to_the_analyst(page, cast, ring, screenshots):
    day = open_day(cast.mission, timezone.now())
    Mission.objects.update(opened_on=day - timedelta(days=3))

    # The monitor files and sees the reference.
    _sign_in(page, "north-monitor")
    reference = _file_a_report(page, "N-1")
    _picture(page, screenshots, "1-receipt")
    report = Report.objects.get(reference=reference)
    incident = Incident.objects.get(links__report=report)
    assert report.author == cast.north_monitor

    # The duty officer sees the incident and sets its status.
    _sign_in(page, "north-duty")
    page.goto("/incidents/")
    page.click(f"text={incident.reference} >> xpath=ancestor::tr//a")
    page.select_option("#id_to", "triaged")
    page.click("#status button")
    page.wait_for_selector("main >> text=triaged")
    _picture(page, screenshots, "2-incident")
    assert Incident.objects.get(pk=incident.pk).status == "triaged"

    # A Celery job recounts the day; its report shows the incident.
    page.goto(f"/daily/{day.isoformat()}/")
    assert incident.reference in page.text_content("main")
    ring()
    page.goto(f"/daily/{day.isoformat()}/")
    _picture(page, screenshots, "3-daily-report")
    assert page.text_content(".tiles .tile:first-child .figure").strip() == "1"
    assert "N-1" in page.text_content("main")

    # The analyst makes a token and reads the incident with it, by a filter.
    _sign_in(page, "analyst")
    token = _make_a_token(page)
    page.context.clear_cookies()
    found = _ask(page, f"/api/v1/incidents/?category=FIR&day_after={day}&status=triaged", token)
    assert [row["reference"] for row in found["results"]] == [incident.reference]
    assert _ask(page, "/api/v1/incidents/?status=verified", token)["results"] == []

    # The administrator adds a party and a post, and appoints the monitor to it.
    _sign_in(page, "administrator")
    _add_party(page)
    _add_post(page)
    appointment = Appointment.objects.get(user=cast.north_monitor)
    _appoint_to(page, appointment, "N-2")
    _picture(page, screenshots, "4-appointment")

    # The monitor uses both.
    _sign_in(page, "north-monitor")
    page.goto("/report/")
    assert "The east" in page.text_content("#id_alleged_party")
    second = _file_a_report(page, "N-2")
    _picture(page, screenshots, "5-second-receipt")
    assert Report.objects.get(reference=second).post == Post.objects.get(code="N-2")
    assert JournalEntry.objects.filter(action="report_filed").count() == 2


def _make_a_token(page):
    answer = page.evaluate(
        """async () => {
            const csrf = document.querySelector("input[name=csrfmiddlewaretoken]").value;
            const headers = {"Content-Type": "application/json", "X-CSRFToken": csrf};
            const body = JSON.stringify({label: "notebook"});
            const answer = await fetch("/api/v1/tokens/", {method: "POST", headers, body});
            return await answer.text();
        }"""
    )
    return json.loads(answer)["token"]


def _ask(page, address, token):
    answer = page.request.get(address, headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 200, answer.text()
    return answer.json()
