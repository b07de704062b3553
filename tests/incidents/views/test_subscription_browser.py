"""An area is drawn by tap and by keyboard; the field beside the map says the same."""

import pytest

from incidents.models import Subscription
from tests.browser import wait_until
from tests.incidents.views.walls import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def drawing(cast, page, context, live_server):
    """The form, when its map has opened."""
    cast.analyst.email = "analyst@example.org"
    cast.analyst.save()
    sign_in(context, live_server.url, cast.analyst)
    page.goto("/alerts/new/")
    page.wait_for_selector("[data-map][data-ready]")
    return page


def lines(page):
    return [line for line in page.locator("#id_area").input_value().split("\n") if line]


def test_corners_are_set_by_tap_and_by_keyboard_and_taken_back(drawing):
    box = drawing.locator("[data-draw]")
    for x, y in ((60, 60), (200, 60), (200, 180)):
        box.click(position={"x": x, "y": y})
    assert len(lines(drawing)) == 3
    box.focus()
    drawing.keyboard.press("ArrowDown")
    drawing.keyboard.press("Enter")
    assert len(lines(drawing)) == 4
    drawing.keyboard.press("Backspace")
    drawing.get_by_role("button", name="Undo the last corner").click()
    assert len(lines(drawing)) == 2
    assert drawing.locator("[data-draw-state]").inner_text() == "Corners: 2"
    drawing.get_by_role("button", name="Clear the area").click()
    assert lines(drawing) == []


def test_what_is_typed_is_drawn_and_what_is_drawn_is_kept(drawing):
    drawing.locator("#id_name").fill("North")
    drawing.locator("#id_area").fill("40.1, 10.1\n40.1, 10.9\n40.9, 10.9")
    wait_until(drawing, "document.querySelectorAll('.area-corner').length === 3")
    drawing.get_by_role("button", name="Tell me from now on").click()
    drawing.wait_for_url("**/alerts/*-*/")
    assert Subscription.objects.get().corners == [[10.1, 40.1], [10.9, 40.1], [10.9, 40.9]]
