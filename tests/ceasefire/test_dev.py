"""The one script lists itself and fails clearly."""

import subprocess
import sys

import pytest

from tests.ceasefire.compose import ROOT

COMMANDS = ["run", "test", "lint", "bench", "messages", "seed", "shell", "lock"]


def dev(*arguments, **options):
    command = [sys.executable, ROOT / "dev", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_without_a_command_the_script_lists_all_of_them():
    result = dev()
    listed = [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")]
    assert (result.returncode, listed) == (0, COMMANDS)


def test_the_script_names_the_data_folder(tmp_path):
    assert f"All data are in {tmp_path}" in dev(env={"DATA_DIR": str(tmp_path)}).stdout


def test_an_unknown_command_is_an_error_that_lists_the_known_ones():
    result = dev("fly")
    assert result.returncode == 1
    assert "No such command: fly" in result.stdout
    assert "  run " in result.stdout


def test_the_script_needs_nothing_but_the_standard_library():
    result = dev(executable=sys.executable, env={"PYTHONNOUSERSITE": "1", "PYTHONSAFEPATH": "1"})
    assert result.returncode == 0


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_files_name_no_registry(name):
    lines = (ROOT / name).read_text().splitlines()
    assert not [line for line in lines if "://" in line or line.lstrip().startswith("--index")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(name):
    packages = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    assert not [line for line in packages if "==" in line and "--hash=sha256:" not in line]
