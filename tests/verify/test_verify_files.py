"""A folder of originals is compared with the log, by a script that needs nothing."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from incidents.domain.queries.ledger_bundle import bundle
from incidents.domain.sequencing import keep_ledger
from tests.ceasefire.compose import ROOT
from tests.incidents.samples import PDF, picture
from tests.incidents.sending import PHOTO, attach

pytestmark = pytest.mark.django_db
SCRIPT = ROOT / "static" / "verify" / "verify_files.py"


@pytest.fixture
def files(settings, tmp_path):
    settings.EVIDENCE_DIR, settings.EVIDENCE_KEEP_FREE = tmp_path / "evidence", 0
    return settings.EVIDENCE_DIR / "objects"


@pytest.fixture
def checked(cast, files, tmp_path):
    """Two files in the log; gives a way to check a folder, and their hashes."""
    kept = [attach(cast.north_monitor, data).file_id for data in (PHOTO, PDF)]
    keep_ledger()
    path = tmp_path / "bundle.json"
    path.write_text("".join(bundle()))

    def check():
        words = [sys.executable, "-I", str(SCRIPT), str(path), str(files)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    return check, kept


def test_files_as_they_were_received_are_ok(checked):
    check, _kept = checked
    assert check() == (0, "OK: 2 files in the log\n")


def test_a_changed_file_is_named(checked, files):
    check, [photo, _pdf] = checked
    path = files / photo[:2] / photo
    path.chmod(0o600)
    path.write_bytes(PHOTO[:-1] + b"!")
    code, told = check()
    assert (code, f"changed: {path}" in told, f"missing: {photo}" in told) == (1, True, True)


def test_a_missing_file_is_named_and_a_swapped_one_is_found_under_any_name(checked, files):
    check, [photo, pdf] = checked
    (files / photo[:2] / photo).rename(files / "renamed.bin")
    (files / pdf[:2] / pdf).unlink()
    assert check() == (1, f"FAILED: 2 files in the log\nmissing: {pdf} ({len(PDF)} bytes)\n")


def _replaced(data, other):
    return picture(size=(320, 240))


def _swapped(data, other):
    return other


def _truncated(data, other):
    return data[:-100]


def _re_encoded(data, other):
    again = io.BytesIO()
    Image.open(io.BytesIO(data)).save(again, "JPEG", quality=60)
    return again.getvalue()


@pytest.mark.parametrize("tamper", [_replaced, _swapped, _truncated, _re_encoded])
def test_each_tampering_with_a_file_is_named(cast, files, tmp_path, tamper):
    pictures = [picture(size=(64, 48 + number)) for number in range(5)]
    kept = [attach(cast.north_monitor, data).file_id for data in pictures]
    keep_ledger()
    bundled = tmp_path / "bundle.json"
    bundled.write_text("".join(bundle()))
    for number, (name, data) in enumerate(zip(kept, pictures, strict=True)):
        path = files / name[:2] / name
        path.chmod(0o600)
        path.write_bytes(tamper(data, pictures[number - 1]))
        words = [sys.executable, "-I", str(SCRIPT), str(bundled), str(files)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (done.returncode, f"changed: {path}" in done.stdout) == (1, True)
        assert done.stdout.count("changed: ") == 1
        path.write_bytes(data)


def test_what_is_no_bundle_is_said(tmp_path):
    (tmp_path / "x").write_text("[]")
    words = [sys.executable, "-I", str(SCRIPT), str(tmp_path / "x"), str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:12]) == (2, "not readable")
