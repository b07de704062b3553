"""What the form costs on the wire: little when it is new, next to nothing when it is known."""

import pytest
from django.conf import settings

from tests.browser import wait_until
from tests.ceasefire.processes import PYTHON, Process, answer, clean_environment, free_port, until
from tests.ceasefire.test_processes import database_url
from tests.incidents.views.test_outbox_browser import KEPT
from tests.incidents.views.walls import sign_in
from tests.line import Line

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

COLD = 85_000  # bytes of the form with all that it loads, headers included
COLD_AND_KEPT = 100_000  # with the worker, and the pages that it keeps for later
AGAIN = 3_000  # bytes: the form and its worker have not changed


@pytest.fixture
def server(tmp_path):
    """The site as it is served in production: packed files with names that never change."""
    port = free_port()
    environment = clean_environment(
        DATABASE_URL=database_url(),
        EMBEDDED="1",
        SECRET_KEY=settings.SECRET_KEY,
        DATA_DIR=str(tmp_path),
        STATIC_ROOT=str(tmp_path / "static"),
        DJANGO_SETTINGS_MODULE="ceasefire.settings",
    )
    collect = [str(PYTHON), "manage.py", "collectstatic", "--no-input"]
    collecting = Process(collect, environment, tmp_path / "collect.log")
    assert collecting.wait(120) == 0, collecting.output
    collecting.close()
    words = [str(PYTHON), "-m", "gunicorn", "--threads=4", f"--bind=127.0.0.1:{port}"]
    process = Process([*words, "ceasefire.wsgi"], environment, tmp_path / "server.log")
    until(lambda: answer(f"http://localhost:{port}/livez")[0] == 200, 60, "the server answers")
    yield f"http://localhost:{port}"
    process.close()


@pytest.fixture
def line(server):
    """The line to it, which counts what comes over it: pages, files, headers, the worker."""
    line = Line(server)
    yield line
    line.close()


def visit(context, line, *, is_kept=True):
    """Open the form until nothing more comes; give what came for it, as bytes."""
    line.carried.clear()
    page = context.new_page()
    page.goto(f"{line.url}/report/", wait_until="networkidle")
    if is_kept:
        wait_until(page, KEPT, 30)
    page.get_by_label("Narrative").wait_for()
    assert not page.get_by_text("this is an offline copy").is_visible()
    page.close()
    return bytes(line.carried)


def test_the_form_costs_little_at_first_and_next_to_nothing_the_second_time(cast, chromium, line):
    plain = chromium.new_context(service_workers="block")
    context = chromium.new_context()
    for one in (plain, context):
        sign_in(one, line.url, cast.north_monitor)
    form = visit(plain, line, is_kept=False)
    cold, again = visit(context, line), visit(context, line)
    plain.close()
    context.close()
    assert len(form) <= COLD, f"{len(form):,} bytes"
    assert len(cold) <= COLD_AND_KEPT, f"{len(cold):,} bytes"
    assert again.count(b"HTTP/1.1 200") == 0, again
    assert len(again) <= AGAIN, f"{len(again):,} bytes"
