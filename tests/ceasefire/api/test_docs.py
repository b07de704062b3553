"""The documentation page in a real browser, under the site's own content policy."""

import pytest

from tests.calls import API

pytestmark = pytest.mark.browser


def test_the_documentation_shows_every_resource(page, screenshots):
    page.goto(API + "docs/")
    page.wait_for_selector("#operations-reports-reports_create")
    page.screenshot(path=screenshots / "api-docs.png")
    assert page.locator(".opblock").count() > 20


def test_an_operation_can_be_tried(page):
    page.goto(API + "docs/")
    page.click("#operations-parties-parties_list .opblock-summary-control")
    page.click("#operations-parties-parties_list .try-out__btn")
    page.click("#operations-parties-parties_list .execute")
    page.wait_for_selector("#operations-parties-parties_list .live-responses-table")
    status = page.locator(".live-responses-table tbody .response-col_status").first
    assert status.inner_text().startswith("200")
