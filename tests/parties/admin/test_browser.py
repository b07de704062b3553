"""The admin in a real browser: no violation of the content policy, and every widget works."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from parties.admin.site import site
from parties.models import Party, Post
from tests.parties.admin.conftest import address

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk_page(context, live_server, transactional_db, cast):
    """A browser page whose cookie is the administrator's."""
    client = Client()
    client.force_login(cast.administrator)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return context.new_page()


def _choose(page, field, typed, found):
    """Type into an autocomplete field and take what it finds."""
    page.click(f".field-{field} .select2-selection")
    page.fill(".select2-search__field", typed)
    page.click(f".select2-results__option >> text={found}")


@pytest.mark.parametrize(
    "model",
    sorted(model._meta.model_name for model in site._registry),
)
def test_lists_and_forms_obey_the_content_policy(desk_page, model):
    desk_page.goto(address(model, "changelist"))
    first = desk_page.locator("#result_list tbody th a").first
    first.click()
    desk_page.wait_for_load_state("networkidle")

    assert desk_page.locator("#content-main form").count() == 1


def test_the_front_page_lists_the_standing_order(desk_page, screenshots):
    desk_page.goto("/admin/")
    desk_page.screenshot(path=screenshots / "admin-index.png", full_page=True)

    assert desk_page.locator("tr.model-post").is_visible()


def test_a_post_is_added_by_autocomplete_and_by_a_click_on_the_map(desk_page, cast, screenshots):
    desk_page.goto(address("post", "add"))
    _choose(desk_page, "mission", "ridge", "Ridge")
    desk_page.fill("#id_code", "N-2")
    _choose(desk_page, "place", "велм", "Belmora / Velmura")
    _choose(desk_page, "host", "upl", "The uplands")
    desk_page.wait_for_selector(".admin-map[data-ready]")
    desk_page.click(".admin-map", position={"x": 120, "y": 120})
    desk_page.click("#statuses-group .add-row a")
    desk_page.select_option("#id_statuses-0-status", "active")
    desk_page.fill("#id_statuses-0-since", "2021-06-01")
    desk_page.screenshot(path=screenshots / "admin-post.png", full_page=True)
    desk_page.click("input[name=_save] >> nth=0")

    post = Post.objects.get(code="N-2")
    assert (post.place, post.host) == (cast.village, cast.uplands)
    assert post.lat is not None
    assert post.statuses.get().status == "active"


def test_the_map_of_posts_is_drawn(desk_page, screenshots):
    desk_page.goto(address("post", "changelist"))
    desk_page.screenshot(path=screenshots / "admin-posts.png", full_page=True)
    desk_page.click("text=Map of posts")
    desk_page.wait_for_selector(".admin-map[data-ready]")
    desk_page.wait_for_timeout(500)
    desk_page.screenshot(path=screenshots / "admin-map.png", full_page=True)

    assert desk_page.locator(".admin-map path.leaflet-interactive").count() == 3


def test_an_import_is_previewed_and_confirmed(desk_page, screenshots):
    row = {"name": "rows.csv", "mimeType": "text/csv"}
    desk_page.goto(address("party", "import"))
    desk_page.set_input_files(
        "#id_import_file", {**row, "buffer": b"code,name,kind\neast,The East,state\n"}
    )
    assert desk_page.input_value("#id_format") == "0"
    desk_page.click("input[type=submit]")
    desk_page.screenshot(path=screenshots / "admin-import.png", full_page=True)
    desk_page.click("input[name=confirm]")

    assert Party.objects.get(code="east").name == "The East"
    assert "1 new" in desk_page.text_content(".messagelist")


def test_an_import_that_fails_says_where(desk_page, screenshots):
    rows = b"code,kind,lat,lon\npl7,town,91N,10\npl8,town,40,=1+1\n"
    desk_page.goto(address("place", "import"))
    desk_page.set_input_files(
        "#id_import_file", {"name": "rows.csv", "mimeType": "text/csv", "buffer": rows}
    )
    desk_page.click("input[type=submit]")
    desk_page.screenshot(path=screenshots / "admin-import-errors.png", full_page=True)

    assert "Row 2" in desk_page.text_content(".errorlist")


def test_an_export_is_downloaded(desk_page):
    desk_page.goto(address("post", "export"))
    desk_page.select_option("#id_format", "0")
    with desk_page.expect_download() as download:
        desk_page.click("input[type=submit]")

    assert "N-1" in download.value.path().read_text()


def test_the_history_shows_positions_and_changes(desk_page, cast, screenshots):
    desk_page.goto(address("post", "change", cast.north_post.pk))
    desk_page.fill("#id_lat", "40.75")
    desk_page.fill("#id_change_reason", "surveyed anew")
    desk_page.click("input[name=_save] >> nth=0")
    desk_page.goto(address("post", "history", cast.north_post.pk))
    desk_page.screenshot(path=screenshots / "admin-history.png", full_page=True)

    assert "40.750000" in desk_page.text_content("#content")


def test_a_person_is_appointed(desk_page, cast, screenshots):
    desk_page.goto(address("user", "change", cast.analyst.pk))
    desk_page.screenshot(path=screenshots / "admin-user.png", full_page=True)
    desk_page.goto(address("appointment", "add"))
    _choose(desk_page, "user", "analyst", "analyst")
    _choose(desk_page, "mission", "ridge", "Ridge")
    desk_page.select_option("#id_role", "observer")
    desk_page.fill("#id_since", "2021-06-01")
    desk_page.click("input[name=_save] >> nth=0")
    desk_page.screenshot(path=screenshots / "admin-appointed.png", full_page=True)

    assert cast.analyst.appointments.count() == 2
    assert urlsplit(desk_page.url).path == address("appointment", "changelist")
