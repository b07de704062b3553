"""An import in a real browser: the page follows the worker by itself, and says how far it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.pump import run_due
from tests.incidents.domain.test_dataset import REAL
from tests.incidents.views.walls import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_shows_what_was_read_as_soon_as_it_is(cast, page, context, live_server):
    sign_in(context, live_server.url, cast.analyst)
    page.goto("/datasets/")
    ged = {"name": "ged.csv", "mimeType": "text/csv", "buffer": REAL + b"9,2020\n"}
    page.locator("[name=file]").set_input_files(ged)
    page.get_by_label("Dataset and version").fill("UCDP GED 21.1")
    page.get_by_label("Licence").fill("CC BY 4.0")
    page.get_by_role("button", name="Read it").click()
    status = page.locator("#state")
    assert status.get_attribute("role") == "status"
    assert "It is being read." in status.inner_text()
    run_due(timezone.now() + timedelta(seconds=1))
    page.get_by_role("button", name="Import 440 rows").click()
    page.wait_for_selector("text=It is being imported.")
    run_due(timezone.now() + timedelta(seconds=1))
    page.get_by_role("link", name="See the records").click()
    assert page.locator("tbody tr").count() == 100
