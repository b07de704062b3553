"""A data folder has one user at a time."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from ceasefire.embedded.lock import FolderInUseError, FolderLock
from tests.ceasefire.compose import ROOT

HOLD = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from ceasefire.embedded.lock import FolderLock
    lock = FolderLock(Path(sys.argv[1]))
    lock.take("a long run")
    print("taken", flush=True)
    time.sleep(60)
""")


@pytest.fixture
def holder(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


def test_a_folder_in_use_says_by_whom(holder, tmp_path):
    with pytest.raises(FolderInUseError, match=rf"a long run \(process {holder.pid}\)"):
        FolderLock(tmp_path).take("another")


def test_a_killed_holder_lets_go(holder, tmp_path):
    holder.send_signal(signal.SIGKILL)
    lock = FolderLock(tmp_path)
    lock.take("another")
    lock.release()
    assert (tmp_path / "run.lock").read_text() == f"{os.getpid()} another\n"


def test_a_released_folder_can_be_taken_again(tmp_path):
    first = FolderLock(tmp_path)
    first.take("first")
    first.release()
    second = FolderLock(tmp_path)
    second.take("second")
    second.release()
