"""What the scripts add to the pages, and that nothing needs them for reading and filing."""

import pytest

from incidents.models import Report
from tests.browser import wait_until
from tests.incidents.views.walls import sign_in, told

__all__ = ["told"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def monitor(cast, page, context, live_server):
    """A page on which the northern monitor is signed in."""
    sign_in(context, live_server.url, cast.north_monitor)
    return page


def test_a_report_is_filed_without_javascript(cast, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, live_server.url, cast.north_monitor)
    page = context.new_page()
    page.goto("/report/")
    page.get_by_label("What happened?").select_option("FIR-SAL")
    page.get_by_label("Where was it?").fill("velmura")
    page.get_by_role("button", name="File the report").click()
    assert page.get_by_text("Your report was received").is_visible()
    context.close()
    assert Report.objects.get().place == cast.village


def test_the_identity_is_made_in_the_browser(monitor):
    monitor.goto("/report/")
    made = monitor.locator("#id_report_id").input_value()
    monitor.reload()
    assert made[14] == "7"
    assert monitor.locator("#id_report_id").input_value() != made


def test_a_draft_survives_and_is_gone_once_the_report_is_received(monitor):
    monitor.goto("/report/")
    monitor.get_by_label("Narrative").fill("Heard three shots.")
    monitor.get_by_text("Draft saved").wait_for()
    made = monitor.locator("#id_report_id").input_value()
    monitor.reload()
    assert monitor.get_by_label("Narrative").input_value() == "Heard three shots."
    assert monitor.locator("#id_report_id").input_value() == made
    monitor.get_by_label("What happened?").select_option("FIR-SAL")
    monitor.get_by_role("button", name="File the report").click()
    monitor.get_by_text("Your report was received").wait_for()
    assert str(Report.objects.get().report_id) == made
    wait_until(monitor, "localStorage.length === 0")


def test_only_relevant_fields_are_shown(monitor):
    monitor.goto("/report/")
    monitor.get_by_label("What happened?").select_option("HUM-BLK")
    assert not monitor.get_by_label("Direction of fire").is_visible()
    monitor.get_by_label("What happened?").select_option("IND-MOR")
    assert monitor.get_by_label("Direction of fire").is_visible()


def test_a_field_that_was_filled_in_is_never_hidden(monitor):
    monitor.goto("/report/")
    monitor.get_by_label("Direction of fire").select_option("incoming")
    monitor.get_by_label("What happened?").select_option("HUM-BLK")
    assert monitor.get_by_label("Direction of fire").is_visible()


def test_a_line_of_casualties_can_be_added(monitor):
    monitor.goto("/report/")
    monitor.get_by_label("What happened?").select_option("FIR-SAL")
    monitor.locator("summary", has_text="Casualties").click()
    monitor.get_by_role("button", name="Add a line").click()
    monitor.locator("[name=casualties-1-outcome]").select_option("injured")
    monitor.locator("[name=casualties-1-best]").fill("2")
    monitor.get_by_role("button", name="File the report").click()
    monitor.get_by_text("Your report was received").wait_for()
    assert Report.objects.get().casualties.get().best == 2


def test_a_place_is_suggested_and_lends_its_position(monitor, cast):
    monitor.goto("/report/")
    monitor.get_by_text("in fields of their own").click()
    with monitor.expect_response("**/places/lookup/**"):
        monitor.get_by_label("Place").press_sequentially("velm")
    monitor.get_by_label("Place").fill("Belmora / Velmura")
    assert monitor.locator("#id_place_code").input_value() == cast.village.code
    assert monitor.get_by_role("textbox", name="Latitude").input_value() == "40.250000"


def test_a_click_on_the_map_fills_in_the_position(monitor):
    monitor.goto("/report/")
    monitor.get_by_role("button", name="Show the map").click()
    monitor.wait_for_selector("[data-map][data-ready]")
    monitor.locator("[data-map]").click(position={"x": 200, "y": 130})
    assert monitor.get_by_label("Where was it?").input_value().startswith("40.")


def test_the_pin_is_set_with_the_keyboard(monitor):
    monitor.goto("/report/")
    monitor.get_by_role("button", name="Show the map").click()
    monitor.wait_for_selector("[data-map][data-ready]")
    monitor.locator("[data-map]").focus()
    monitor.keyboard.press("Enter")
    first = monitor.get_by_label("Where was it?").input_value()
    for _press in range(3):
        monitor.keyboard.press("ArrowUp")
    monitor.keyboard.press("Enter")
    lat, lon = monitor.get_by_label("Where was it?").input_value().split(", ")
    assert float(lat) > float(first.split(", ")[0])
    assert lon == first.split(", ")[1]


def test_what_is_typed_is_echoed_at_once_and_drawn(monitor):
    monitor.goto("/report/")
    monitor.get_by_role("button", name="Show the map").click()
    monitor.wait_for_selector("[data-map][data-ready]")
    monitor.get_by_label("Where was it?").fill("NE 2-5 km")
    monitor.locator("#id_position_text_echo").get_by_text("Read as").wait_for()
    assert "km from Belmora / Velmura" in monitor.locator("#id_position_text_echo").inner_text()
    monitor.locator("path.sector").wait_for()
    monitor.get_by_label("Where was it?").fill("N-1 143° 5-25 km; S-1 315° 1-12 km")
    monitor.locator("path.area-sector").nth(1).wait_for()
    monitor.get_by_label("When was it?").fill("20 minutes ago")
    monitor.locator("#id_time_text_echo").get_by_text("Read as").wait_for()
    assert monitor.locator("#id_typed_at").input_value()


def test_what_is_not_understood_is_said_while_it_is_typed(monitor):
    monitor.goto("/report/")
    monitor.get_by_label("Where was it?").fill("91N 10E")
    monitor.get_by_text("latitude lies between 0 and 90").wait_for()


def test_flash_to_bang_is_worked_out(monitor):
    monitor.goto("/report/")
    monitor.get_by_text("Distance from flash and bang").click()
    monitor.get_by_label("Seconds").fill("6")
    assert monitor.locator("output").inner_text() == "about 2.0 km"


def test_filters_change_the_results_and_the_address(told, page, context, live_server):
    sign_in(context, live_server.url, None)
    page.goto("/incidents/")
    with page.expect_response("**/incidents/?**"):
        page.get_by_label("Category").select_option("IND")
    page.get_by_text("No incident matches these filters").wait_for()
    assert "category=IND" in page.url
    page.go_back()
    page.get_by_role("link", name="Direct fire: small arms").first.wait_for()


def test_the_theme_button_keeps_the_choice(cast, page):
    page.emulate_media(color_scheme="light")
    page.goto("/posts/")
    button = page.get_by_role("button", name="Dark theme")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_first_tab_skips_to_the_content(cast, page):
    page.goto("/posts/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_mark_on_the_map_opens_with_the_keyboard(told, page, context, live_server):
    sign_in(context, live_server.url, None)
    page.goto(told["incident"])
    page.wait_for_selector("[data-map][data-ready]")
    mark = page.get_by_role("button", name="Direct fire: small arms")
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup a", has_text="Direct fire").is_visible()


def test_menus_open_and_close_with_the_keyboard(monitor):
    monitor.goto("/posts/")
    menu = monitor.locator("details.menu summary").last
    menu.focus()
    monitor.keyboard.press("Enter")
    assert monitor.get_by_role("button", name="Sign out").is_visible()
    monitor.keyboard.press("Escape")
    assert not monitor.get_by_role("button", name="Sign out").is_visible()


def test_the_language_is_chosen_on_every_page(cast, page):
    page.goto("/posts/")
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url.endswith("/posts/")
