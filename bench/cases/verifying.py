"""Verifying: what a party's own machine needs to check the whole log, without any package."""

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from django.conf import settings

from bench.big_bundle import write_bundle
from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.ledger import post_report
from bench.fill import MISSION, filled
from bench.turns import Comparison, Side
from incidents.domain.ledger_key import log_signer, make_key
from incidents.domain.sequencing import sequence
from incidents.models import JournalEntry
from parties.models import Mission

ENTRIES = 100_000
VERIFIER = Path(__file__).resolve().parents[2] / "static" / "verify" / "verify.py"
HONEST = "DOUBTFUL"  # no witness cosigned it, and nothing is wrong


class AccusedError(AssertionError):
    """The verifier found something wrong, so that its speed means nothing."""


def comparisons(options: Options) -> list[Comparison]:
    """One run of verify.py, which uses one core, over a large bundle."""
    text = build(ENTRIES)
    notes = {"entries": f"{ENTRIES:,}", "MB": round(len(text) / 1e6)}
    return [
        Comparison(
            "verify.py over a whole log",
            "s",
            Side("verify.py", lambda: seconds_to_verify(text)),
            None,
            options.rounds,
            ceiling=60,
            notes=notes,
        )
    ]


def build(entries: int) -> str:
    """File one report, and return a bundle in which it is told often enough."""
    key = Path(mkdtemp()) / "log.pem"
    make_key(key)
    settings.LEDGER_KEY_FILE = str(key)
    if not JournalEntry.objects.exists():
        post_report(Caller(filled().monitor_token))
    sequence()
    return write_bundle(Mission.objects.get(code=MISSION), entries)


def seconds_to_verify(text: str) -> float:
    """Run the verifier as a party does."""
    with TemporaryDirectory() as folder:
        bundle, policy = Path(folder, "bundle.json"), Path(folder, "policy")
        bundle.write_text(text)
        policy.write_text(f"log {log_signer().verifier}\nquorum none\n")
        command = [sys.executable, "-I", "-S", str(VERIFIER), str(bundle), "--policy", str(policy)]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - begun
    if not done.stdout.startswith(HONEST):
        raise AccusedError(done.stdout[:2000] + done.stderr[-2000:])
    return seconds


CASE = Case("verifying", 1, 1, comparisons, warm_up=0)
