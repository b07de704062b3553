"""A command of the script gets a PostgreSQL for as long as it runs."""

import subprocess
import sys
import tempfile

import pytest

from tests.ceasefire.compose import ROOT
from tests.ceasefire.processes import clean_environment


@pytest.fixture
def lend():
    with tempfile.TemporaryDirectory(prefix="ceasefire-", ignore_cleanup_errors=True) as folder:

        def run(*python):
            words = [sys.executable, "-m", "ceasefire.embedded.lend", "--throwaway", folder, "--"]
            return subprocess.run(
                [*words, *python], cwd=ROOT, env=clean_environment(), capture_output=True,
                text=True, check=False,
            )  # fmt: skip

        run.folder = folder
        yield run


def test_the_command_finds_the_database(lend):
    result = lend("manage.py", "shell", "-c", "from django.db import connection as c; c.cursor()")
    assert result.returncode == 0, result.stderr


def test_the_exit_code_is_the_commands_own(lend):
    assert lend("-c", "raise SystemExit(7)").returncode == 7


def test_one_for_tests_is_not_lent_twice_at_once(lend):
    nested = [sys.executable, "-m", "ceasefire.embedded.lend", "--throwaway", lend.folder]
    code = f"import subprocess; raise SystemExit(subprocess.call({[*nested, '--', '-c', '']}))"
    result = lend("-c", code)
    assert result.returncode == 1
    assert "is in use by a command of ./dev" in result.stderr


def test_it_can_be_lent_again(lend):
    assert [lend("-c", "").returncode for _ in range(2)] == [0, 0]
