"""Every block of Python in the handbook for analysts runs, and prints what stands below it."""

import contextlib
import importlib.util
import io
import re

import pytest
from django.core.management import call_command

from parties.domain.token import create_token
from parties.models import User
from tests.architecture.sources import ROOT

HANDBOOK = ROOT / "docs" / "analysts.md"
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
FEWEST = 8  # blocks; a handbook without any would prove nothing
HAS_PANDAS = importlib.util.find_spec("pandas") is not None


def blocks():
    found = [(m.group(1), m.group(2) or "") for m in BLOCK.finditer(HANDBOOK.read_text("utf-8"))]
    pandas = {"pandas.", "signed_in", "import pandas"}
    return [one for one in found if HAS_PANDAS or not any(word in one[0] for word in pandas)]


def as_lines(text):
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_the_handbook_says_is_so(live_server, monkeypatch, tmp_path, settings):
    settings.DEMO_ACCOUNTS = True
    for command in ("load_founding_case", "demo_accounts"):
        call_command(command, stdout=io.StringIO())
    for name, person in (("CEASEFIRE", "analyst"), ("MONITOR", "monitor-n01")):
        token = create_token(User.objects.get(username=person), "handbook")[1]
        monkeypatch.setenv(f"{name}_TOKEN", token)
    monkeypatch.syspath_prepend(ROOT / "static" / "client")
    monkeypatch.chdir(tmp_path)
    known = {}
    ran = blocks()
    for code, expected in ran:
        printed = io.StringIO()
        here = code.replace("http://127.0.0.1:8000", live_server.url)
        with contextlib.redirect_stdout(printed):
            exec(compile(here, str(HANDBOOK), "exec"), known)
        assert as_lines(printed.getvalue()) == as_lines(expected), code
    assert len(ran) >= FEWEST - (0 if HAS_PANDAS else 3)
