"""The inspector's limits hold for whatever it runs."""

import subprocess
import sys

import pytest

from incidents.files.limited import ROOT
from tests.incidents.samples import picture, png_of

TRY = """
import resource, sys
from incidents.files.inspector import MOST_MEMORY, MOST_SECONDS
from incidents.files.limits import limit_myself
limit_myself(MOST_MEMORY, MOST_SECONDS)
{attempt}
"""
ATTEMPTS = {
    "much memory": "bytearray(900 * 1024 * 1024)",
    "file": "import tempfile; f = tempfile.TemporaryFile(buffering=0); f.write(b'x')",
}

# A process counts what its parent had at the fork: measure from a small one.
MEASURE = """
import json, resource, subprocess, sys
words = [sys.executable, "-m", "incidents.files.inspector", sys.argv[1]]
answer = subprocess.run(words, stdin=sys.stdin, stdout=subprocess.PIPE, check=True).stdout
print(json.loads(answer.partition(b"\\n")[0])["outcome"])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_limited_process_gets_no(name):
    code = TRY.format(attempt=ATTEMPTS[name])
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0, done.stderr


def test_endless_work_is_ended():
    code = TRY.format(attempt="resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=20)
    assert done.returncode < 0


@pytest.mark.parametrize(
    "media_type,data",
    [
        ("image/png", png_of(5400, 5500, bytes(5401 * 5500))),
        ("image/jpeg", picture(size=(8000, 6000))),
    ],
    ids=["PNG of 30 million pixels", "JPEG of 48 million pixels"],
)
def test_the_largest_pictures_fit_into_150_megabytes(tmp_path, media_type, data):
    path = tmp_path / "large"
    path.write_bytes(data)
    with path.open("rb") as file:
        words = [sys.executable, "-c", MEASURE, media_type]
        done = subprocess.run(words, stdin=file, cwd=ROOT, capture_output=True, check=True)
    outcome, kilobytes = done.stdout.split()
    assert outcome == b"decoded"
    assert int(kilobytes) <= 150 * 1024
