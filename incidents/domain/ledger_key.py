"""The log's signing key and the signer's memory, both in files outside the database.

A database that was restored from an old backup, or rewritten by somebody who owns it,
cannot make the signer contradict itself: it remembers the last size and root that it
signed, and signs only what continues them.
"""

import base64
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from incidents.ledger.merkle import EMPTY_ROOT, ProofError, check_consistency
from incidents.ledger.note import Checkpoint, Signature, VerifierKey, sign_text
from incidents.ledger.whole_file import make_once, replace_file


class SignerRefusalError(RuntimeError):
    """The signer does not sign: there is no key, or the log contradicts what it signed."""


@dataclass(frozen=True)
class Signer:
    """Signs checkpoints of one log, each a continuation of the one before."""

    origin: str
    key_file: Path

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        try:
            data = self.key_file.read_bytes()
            key = serialization.load_pem_private_key(data, password=None)
        except (OSError, ValueError) as error:
            raise SignerRefusalError(f"no signing key: {type(error).__name__}") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise SignerRefusalError("the signing key is not an Ed25519 key")
        return key

    @property
    def verifier(self) -> VerifierKey:
        """The public half, under the log's name."""
        return VerifierKey(self.origin, self._key.public_key().public_bytes_raw())

    def sign_text(self, text: str) -> Signature:
        """Sign a text that is no checkpoint of this log, such as that of a receipt."""
        if text.startswith(f"{self.origin}\n"):
            raise SignerRefusalError("checkpoints are signed only as such")
        return sign_text(self._key, self.origin, text)

    def last_signed(self) -> Checkpoint:
        """Return the last checkpoint that was signed; an empty one if there was none."""
        if not self._state_file.exists():
            return Checkpoint(self.origin, 0, EMPTY_ROOT)
        origin, size, root = self._state_file.read_text().split()
        return Checkpoint(origin, int(size), base64.b64decode(root))

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> Signature:
        """Sign a checkpoint that continues the last one, and remember it first.

        Args:
            checkpoint: what to sign.
            proof: the consistency proof from ``last_signed()``.

        Raises:
            SignerRefusalError: no key, another log, or no continuation.

        """
        with self._alone():
            self._check(checkpoint, proof)
            signature = sign_text(self._key, self.origin, checkpoint.text)
            self._remember(checkpoint)
        return signature

    def _check(self, new: Checkpoint, proof: Sequence[bytes]) -> None:
        last = self.last_signed()
        if not new.origin == last.origin == self.origin:
            raise SignerRefusalError("a checkpoint of another log")
        try:
            check_consistency(last.size, last.root, new.size, new.root, proof)
        except ProofError as error:
            raise SignerRefusalError(str(error)) from error

    def _remember(self, signed: Checkpoint) -> None:
        root = base64.b64encode(signed.root).decode()
        replace_file(self._state_file, f"{signed.origin} {signed.size} {root}\n".encode())

    @property
    def _state_file(self) -> Path:
        return self.key_file.with_name(self.key_file.name + ".state")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes of this machine out while the memory is compared and set."""
        try:
            lock = os.open(f"{self._state_file}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise SignerRefusalError(f"no place for the signer's memory: {error}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def log_signer() -> Signer:
    """Return the signer of this installation's log.

    In the embedded mode the key is made at the first call, in the data folder; each
    database is a log of its own. In production it is the file LEDGER_KEY_FILE.

    Raises:
        SignerRefusalError: in production without LEDGER_KEY_FILE.

    """
    if settings.LEDGER_KEY_FILE:
        return Signer(settings.LEDGER_ORIGIN, Path(settings.LEDGER_KEY_FILE))
    if not settings.EMBEDDED:
        raise SignerRefusalError("LEDGER_KEY_FILE is not set")
    name = connection.settings_dict["NAME"]
    path = Path(settings.DATA_DIR) / "ledger" / f"{name}.pem"
    if not path.exists():
        make_key(path)
    return Signer(settings.LEDGER_ORIGIN, path)


def make_key(path: Path) -> None:
    """Make a key for the owner only; the first of two makers wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    make_once(path, pem)
