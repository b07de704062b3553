"""A real Chromium for tests: a page that fails the test for console errors and CSP violations."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.db import connections

from tests.conftest import require

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
AT_WORK = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"""
ANSWERING = "(process_request_thread)"  # a thread of the live server, until its line is closed
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
LOOKS = 5


class Faults(list[str]):
    """What went wrong in the page; what a test provokes on purpose it names with expect()."""

    def __init__(self) -> None:
        self._expected = ["/favicon.ico"]

    def expect(self, *parts: str) -> None:
        """Leave out messages with one of these parts, such as "status of 422"."""
        self._expected += parts

    def unexpected(self) -> list[str]:
        return [fault for fault in self if not any(part in fault for part in self._expected)]


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Debian's Chromium, one for all tests of this process."""
    path = require("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django must not take it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        connections.close_all()  # Django kept some apart for code that runs under a loop
        browser.close()


@pytest.fixture
def faults() -> Faults:
    """The page's console errors, script errors and CSP violations so far."""
    return Faults()


@pytest.fixture
def context(
    chromium: "Browser", live_server: "LiveServer", faults: Faults
) -> Iterator["BrowserContext"]:
    """A fresh browser profile at the live server; a test may open more pages in it."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    context.set_default_timeout(20_000)
    context.add_init_script(REPORT_VIOLATIONS)
    context.on("console", lambda message: _note(message, faults))
    context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
    yield context
    context.close()
    let_answers_end()
    assert faults.unexpected() == []


def let_answers_end() -> None:
    """Wait until no request of a closed browser is being answered: the database is emptied next.

    A request may have been sent and not yet taken up, so two looks must find nothing.
    """
    deadline = time.monotonic() + 10
    quiet = 0
    while quiet < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
        quiet = 0 if _being_answered() else quiet + 1


def _being_answered() -> bool:
    if any(thread.name.endswith(ANSWERING) for thread in threading.enumerate()):
        return True
    with connections["default"].cursor() as cursor:
        cursor.execute(AT_WORK)
        return bool(cursor.fetchone() != (0,))


def _note(message: "ConsoleMessage", faults: Faults) -> None:
    if message.type == "error":
        faults.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture
def page(context: "BrowserContext") -> "Page":
    """A page at the live server: page.goto("/incidents/")."""
    return context.new_page()


def wait_until(page: "Page", expression: str, seconds: float = 40) -> None:
    """Wait until an expression is true in the page.

    Playwright's own wait evaluates inside the page, which our CSP forbids.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"still not so: {expression}"
        page.wait_for_timeout(50)


@pytest.fixture
def assert_accessible() -> Callable[["Page"], None]:
    """A check of a page against WCAG 2.2 AA with axe.

    A page that was just painted anew may still hold a colour of before: it gets further looks.
    """

    def check(page: "Page") -> None:
        results = look_with_axe(page)
        for _look in range(1, LOOKS):
            if not results.violations_count:
                break
            page.wait_for_timeout(1000)
            results = look_with_axe(page)
        assert results.violations_count == 0, results.generate_report()

    return check


def look_with_axe(page: "Page") -> AxeResults:
    """What axe finds; it is brought to a page once, for the second look is twice as fast."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate("(options) => axe.run(options)", WCAG))
