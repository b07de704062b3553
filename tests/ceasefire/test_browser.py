"""The browser of the tests sees faults."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_opens_at_the_live_server(page):
    assert page.goto("/livez").json() == {"status": "alive"}


def test_an_error_in_the_console_is_a_fault(page, faults):
    page.goto("/livez")
    page.evaluate("console.error('broken')")
    page.wait_for_timeout(50)
    assert len(faults.unexpected()) == 1
    faults.expect("broken")


def test_a_page_without_language_is_not_accessible(page, assert_accessible):
    page.set_content("<html><body><img src='data:,'></body></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
