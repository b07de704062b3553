"""Files in a real browser: sent with progress, over a line that breaks; graphic ones blurred."""

import re

import pytest

from incidents.models import Evidence, Upload
from tests.browser import wait_until
from tests.incidents.samples import picture
from tests.incidents.sending import attach, inspect_all
from tests.incidents.views.test_accessibility import paint
from tests.incidents.views.walls import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHOTO = {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": picture(size=(1400, 1400))}
KEPT = "[data-evidence-state]"
BLUR = "getComputedStyle(document.querySelector('.evidence-picture img')).filter"


@pytest.fixture
def monitor(cast, page, context, live_server):
    """A page on which the northern monitor is signed in."""
    sign_in(context, live_server.url, cast.north_monitor)
    return page


def file_it(page):
    page.get_by_label("What happened?").select_option("FIR-SAL")
    page.get_by_role("button", name="File the report").click()
    page.wait_for_load_state("networkidle")
    if page.get_by_role("heading", name="Look over your report").count():
        page.get_by_role("button", name="File the report").click()
    page.get_by_text("Your report was received").wait_for()


def test_a_photo_is_sent_while_the_form_is_filled_in_and_attached_with_it(monitor):
    monitor.goto("/report/")
    monitor.locator("#id_evidence").set_input_files(PHOTO)
    monitor.locator(KEPT, has_text="received whole, and kept").wait_for()
    monitor.locator("[data-files-here] .file-name", has_text="IMG_0001.JPG").wait_for()
    assert not Evidence.objects.exists()
    file_it(monitor)
    assert Evidence.objects.get().upload.name == "IMG_0001.JPG"


def test_a_broken_line_is_waited_for_and_gone_on_with(monitor, faults):
    faults.expect("ERR_FAILED", "ERR_INTERNET_DISCONNECTED")
    cuts = []

    def cut(route):
        if route.request.method == "PUT" and len(cuts) < 2:
            cuts.append(route.request.headers["upload-offset"])
            route.abort()
        else:
            route.continue_()

    monitor.goto("/report/")
    monitor.route(re.compile("/api/v1/uploads/.+"), cut)
    monitor.locator("#id_evidence").set_input_files(PHOTO)
    monitor.locator("[data-evidence-state]", has_text="no connection").wait_for()
    monitor.locator(KEPT, has_text="received whole, and kept").wait_for()
    assert (len(cuts), Upload.objects.get().received_at is not None) == (2, True)


def test_a_file_that_is_not_taken_is_said_and_the_rest_of_the_form_stays(monitor, faults):
    faults.expect("status of 422")
    monitor.goto("/report/")
    monitor.get_by_label("Narrative").fill("Heard three shots.")
    page = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"<html>" * 300}
    monitor.locator("#id_evidence").set_input_files(page)
    monitor.locator("[data-evidence-state]", has_text="photo.jpg: not taken").wait_for()
    assert monitor.get_by_label("Narrative").input_value() == "Heard three shots."


def test_a_graphic_picture_is_blurred_until_it_is_asked_for(
    cast, page, context, live_server, assert_accessible, screenshots
):
    kept = attach(cast.north_monitor, PHOTO["buffer"], graphic=True)
    inspect_all()
    sign_in(context, live_server.url, cast.north_duty_officer)
    page.goto(f"/evidence/{kept.pk}/")
    assert "blur" in page.evaluate(BLUR)
    for scheme, width in (("light", 1280), ("dark", 320)):
        paint(page, scheme, width)
        assert_accessible(page)
        page.screenshot(path=screenshots / f"evidence-{scheme}-{width}.png", full_page=True)
    page.get_by_role("link", name="Graphic: show it").click()
    wait_until(page, f"{BLUR} === 'none'")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"/incidents/{kept.report.links.get().incident_id}/")
    page.locator(".evidence-list").scroll_into_view_if_needed()
    assert_accessible(page)


def test_the_hash_of_the_browser_is_that_of_everybody(monitor):
    monitor.goto("/report/")
    script = """async () => {
      const src = [...document.scripts].find((one) => one.src.includes("evidence")).src;
      const { Sha256 } = await import(src.replace("evidence", "sha256"));
      const out = [];
      for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100000]) {
        const data = new Uint8Array(length).map((_v, i) => (i * 31) % 251);
        const own = new Sha256();
        for (let at = 0; at < length; at += 77) own.update(data.slice(at, at + 77));
        const theirs = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
        out.push(own.hex() === [...theirs].map((b) => b.toString(16).padStart(2, "0")).join(""));
      }
      return out;
    }"""
    assert monitor.evaluate(script) == [True] * 11
