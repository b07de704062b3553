"""The situation room in a browser: map by keyboard, a period drawn, news, the wall."""

import re

import pytest

from tests.browser import wait_until
from tests.incidents.telling import tell
from tests.incidents.views.walls import sign_in, told

__all__ = ["told"]

# What marks are called: a gathered one by its number, a single one by its category.
WANTED = ("1 incident", "Direct fire: small arms")

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(told, cast, page, context, live_server):
    """Opens an address of the room as the staff sees it, and waits for its map."""

    def open_room(query=""):
        sign_in(context, live_server.url, cast.north_duty_officer)
        page.goto(f"/{query}")
        page.wait_for_selector("[data-map][data-ready]")
        return page

    return open_room


def test_an_incident_on_the_map_opens_with_the_keyboard(opened):
    page = opened("?day_after=2021-03-01&day_before=2021-03-31")
    gathered, single = (page.get_by_role("button", name=name).first for name in WANTED)
    for _nearer in range(5):
        if not single.is_visible():
            gathered.press("Enter")
            page.wait_for_timeout(600)
    single.press("Enter")
    assert page.locator(".leaflet-popup a").first.is_visible()


def test_a_period_is_drawn_over_the_chart(opened):
    page = opened("?day_after=2021-03-01&day_before=2021-03-31")
    page.locator("[data-chart] .u-over").scroll_into_view_if_needed()
    chart = page.locator("[data-chart] .u-over").bounding_box()
    middle = chart["y"] + chart["height"] / 2
    page.mouse.move(chart["x"] + chart["width"] * 0.25, middle)
    page.mouse.down()
    page.mouse.move(chart["x"] + chart["width"] * 0.5, middle, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"day_after=2021-03-0[789]&day_before=2021-03-1[567]"))
    page.wait_for_selector("[data-map][data-ready]")


def test_a_slider_moves_an_edge_with_the_keyboard(opened):
    page = opened("?day_after=2021-03-10&day_before=2021-03-31")
    page.get_by_label("To day").last.press("Home")
    page.wait_for_url("**day_before=2021-03-10*")
    page.wait_for_selector("[data-map][data-ready]")


def test_news_are_told_while_the_page_is_open(opened, cast, page):
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { "
        "document.querySelector('[data-live]').dataset.every = '200'; });"
    )
    opened("?day_after=2021-03-01&day_before=2021-03-31")
    before = page.locator("[data-live-text]").inner_text()
    tell(cast.north_monitor)
    wait_until(page, "!document.querySelector('[data-live-more]').hidden")
    assert page.locator("[data-live-text]").inner_text() != before


def test_a_wall_is_dark_whatever_was_chosen(opened):
    page = opened()
    page.evaluate("localStorage.setItem('theme', 'light')")
    page = opened("?wall=1")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("nav").count() == 0
