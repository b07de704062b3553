"""A log with witnesses, and a party that checks it from outside."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incidents.domain.ledger_key import log_signer
from incidents.domain.queries.ledger import newest_checkpoint, note_of
from incidents.domain.queries.ledger_bundle import bundle
from incidents.domain.sequencing import sequence
from incidents.ledger.note import WITNESS, Signature, VerifierKey, cosigned_message
from incidents.models import CheckpointSignature

TOOLS = Path(__file__).resolve().parent.parent.parent / "static" / "verify"
VERDICTS = {0: "OK", 1: "FAILED", 3: "DOUBTFUL"}


@dataclass
class Witness:
    """A party's witness that cosigns whatever it is shown."""

    name: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def verifier(self):
        return VerifierKey(self.name, self.key.public_key().public_bytes_raw(), WITNESS)

    def line(self, point, at=None):
        seconds = int(time.time() if at is None else at)
        body = seconds.to_bytes(8, "big") + self.key.sign(cosigned_message(seconds, point.text))
        return str(Signature(self.name, self.verifier.key_id, body))

    def cosign(self, point, at=None):
        line = self.line(point, at)
        return CheckpointSignature.objects.get_or_create(
            checkpoint=point, line=line, defaults={"name": self.name, "is_log": False}
        )[0]


NORTH = Witness("party-north")
SOUTH = Witness("party-south")


def policy(*, witnesses=(NORTH, SOUTH), quorum="all"):
    """The policy that both parties wrote down at the key ceremony."""
    lines = [f"log {log_signer().verifier}"]
    lines += [f"witness {w.name} {w.verifier}" for w in witnesses]
    if witnesses:
        names = " ".join(w.name for w in witnesses)
        lines += [f"group both {quorum} {names}", "quorum both"]
    return "\n".join(lines) + "\n"


def seal(*witnesses, at=None):
    """Sequence what is waiting and have the checkpoint cosigned."""
    sequence()
    point = newest_checkpoint()
    for witness in witnesses or (NORTH, SOUTH):
        witness.cosign(point, at)
    return note_of(newest_checkpoint())


def bundle_text():
    """The bundle as it would be downloaded."""
    return "".join(bundle())


@dataclass
class Checked:
    """What the verifier printed."""

    verdict: str
    output: str

    def __str__(self):
        return self.output


def run_verifier(folder, text, policy_text=None, held=(), receipts=None, **options):
    """Run verify.py as a party does: by hand, on files, without anything installed."""
    folder.mkdir(exist_ok=True)
    (folder / "bundle.json").write_text(text)
    command = [sys.executable, "-I", "-S", str(TOOLS / "verify.py"), str(folder / "bundle.json")]
    if policy_text is not None:
        (folder / "policy").write_text(policy_text)
        command += ["--policy", str(folder / "policy")]
    if receipts is not None:
        (folder / "receipts").write_text(json.dumps(receipts))
        command += ["--receipts", str(folder / "receipts")]
    for name, value in options.items():
        command += [f"--{name.replace('_', '-')}", str(value)]
    if held:
        names = [folder / f"held-{number}" for number, _note in enumerate(held)]
        for name, note in zip(names, held, strict=True):
            name.write_text(note)
        command += ["--held", *map(str, names)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in VERDICTS, done.stdout + done.stderr
    verdict = done.stdout.split("\n", 1)[0]
    assert VERDICTS[done.returncode] == verdict
    return Checked(verdict, done.stdout + done.stderr)
