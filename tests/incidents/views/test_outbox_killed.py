"""What was said to be saved is there after the browser was killed; what a bad line carried too."""

import os
import signal
import socket
import subprocess
import time

import pytest

from incidents.models import Report
from tests.browser import ARGUMENTS, wait_until
from tests.conftest import require
from tests.incidents.views.test_outbox_browser import (
    KEPT,
    NOISE,
    WAITING,
    file_without_line,
    line,
    line_comes_back,
    open_form,
    post,
)
from tests.incidents.views.walls import sign_in
from tests.line import dice

__all__ = ["line", "post"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KILLS = 20
QUEUED = 200
QUEUE_MANY = """async ([count]) => {
  const who = await outboxStore.who();
  const values = outboxStore.valuesOf(new FormData(document.querySelector("[data-outbox-form]")));
  const { uuid7 } = await import("/static/js/uuid7.js");
  for (let n = 0; n < count; n += 1) {
    const own = { report_id: uuid7(), category: "FIR-SAL", narrative: `number ${n}` };
    const typed = values.map(([name, value]) => [name, own[name] ?? value]);
    await outboxStore.keep(await outboxStore.itemOf(who, typed));
  }
}"""


class Killable:
    """A Chromium of its own, with a profile on the disk, that can be killed at any moment."""

    def __init__(self, kind, profile):
        self._kind, self._profile = kind, profile
        self._path = require("chromium", "chromium")

    def start(self):
        port = _free_port()
        command = [self._path, *ARGUMENTS, f"--user-data-dir={self._profile}"]
        command += [f"--remote-debugging-port={port}", "about:blank"]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait_for_port(port)
        self._browser = self._kind.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context = self._browser.contexts[0]
        return self.context.new_page()

    def kill(self):
        """SIGKILL to it and to all its processes: nothing is written any more."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._browser.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for_port(port):
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the browser does not start"
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def killable(chromium, tmp_path):
    browser = Killable(chromium.browser_type, tmp_path / "profile")
    yield browser
    browser.kill()


def test_what_was_saved_is_there_after_every_kill(cast, killable, line):
    page = killable.start()
    sign_in(killable.context, line.url, cast.north_monitor)
    open_form(page, line)
    wait_until(page, KEPT)
    line.cut()
    for number in range(KILLS):
        page.goto(f"{line.url}/report/")
        file_without_line(page, f"before kill {number}")
        page.get_by_label("Narrative").press_sequentially(f"draft {number}")
        page.locator("[data-draft-state]:not([data-pending])", has_text="Draft saved").wait_for()
        killable.kill()
        page = killable.start()
        page.goto(f"{line.url}/report/")
        page.locator("[data-outbox-says]", has_text=f"{number + 1}.").wait_for()
        assert page.evaluate(WAITING) == number + 1
        assert page.get_by_label("Narrative").input_value() == f"draft {number}"
    line.restore()
    sign_in(killable.context, line.url, cast.north_monitor)
    page.goto(f"{line.url}/report/outbox/")
    wait_until(page, f"{WAITING}.then((n) => n === 0)", 60)
    said = set(Report.objects.values_list("narrative", flat=True))
    assert said == {f"before kill {number}" for number in range(KILLS)}
    assert Report.objects.count() == KILLS


def test_two_hundred_reports_cross_a_line_that_loses_cuts_and_delays(post, line, faults):
    faults.expect(*NOISE)
    line.cut()
    post.evaluate(QUEUE_MANY, [QUEUED])
    assert post.evaluate(WAITING) == QUEUED
    line.restore()
    line.trouble = dice(7, lost=0.3, cut=0.1, slow=0.2)
    deadline = time.monotonic() + 240
    while post.evaluate(WAITING) and time.monotonic() < deadline:
        line_comes_back(post)
        post.wait_for_timeout(300)
    assert post.evaluate(WAITING) == 0
    said = list(Report.objects.values_list("narrative", flat=True))
    assert len(said) == QUEUED
    assert set(said) == {f"number {n}" for n in range(QUEUED)}
    assert not Report.objects.filter(is_variant=True).exists()
