"""Each test's log has a key of its own: the signer remembers longer than a test's database."""

import os
from pathlib import Path

import pytest

from incidents.domain import ledger_key, sequencing


@pytest.fixture(autouse=True)
def log_key(settings, tmp_path) -> Path:
    """The file with the log's signing key, made when it is first read."""
    path = tmp_path / "log.pem"
    settings.LEDGER_KEY_FILE = str(path)
    sequencing._Memory.next_try = sequencing._Memory.next_sweep = 0.0
    sequencing._Memory.failures = 0
    ledger_key.make_key(path)
    return path


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path) -> Path:
    """The folder of this test's files, on a disk with room."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    settings.EVIDENCE_KEEP_FREE = 0
    return settings.EVIDENCE_DIR


@pytest.fixture
def setter():
    """What sets reports on paper; without it a test is skipped, or fails where CI runs."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        message = f"no setter of paper: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
