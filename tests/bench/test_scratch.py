"""Scratch databases come and go, and the one in use comes back."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

RUN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
import django
django.setup()
from django.db import connection
from bench.scratch import scratch_database

def names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}

connection.settings_dict["NAME"] = "postgres"
NAME = f"tests_{os.getpid()}"
fills = []
for keep in (True, True, False):
    with scratch_database(NAME, lambda: fills.append(1), keep=keep):
        assert connection.settings_dict["NAME"] == f"ceasefire_bench_{NAME}"
    assert connection.settings_dict["NAME"] == "postgres"
    assert (f"ceasefire_bench_{NAME}" in names()) is keep
assert fills == [1]
"""


@pytest.mark.slow
def test_a_kept_database_is_filled_once_and_dropped_in_the_end():
    result = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
