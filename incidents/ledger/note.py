"""Signed notes and checkpoints: the C2SP formats signed-note, tlog-checkpoint, tlog-cosignature.

A note is text that ends with a newline, an empty line, and signature lines
``— name base64(key id || signature)``. A checkpoint's text is origin, size and root.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

LOG = 0x01
WITNESS = 0x04
_MARK = "\N{EM DASH} "
_KEY_BYTES = 33
_ID_BYTES = 4
_TIME_BYTES = 8
_SIGNATURE_BYTES = 64
_ROOT_BYTES = 32
_CHECKPOINT_LINES = 3
_MOST_DIGITS = 18


class NoteError(ValueError):
    """A note, checkpoint, key or signature that is not well formed or not valid."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named public key: of a log (type 1) or of a witness (type 4)."""

    name: str
    public: bytes
    kind: int = LOG

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the hash over name, type and key."""
        tail = bytes([self.kind]) + self.public
        return hashlib.sha256(self.name.encode() + b"\n" + tail).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """Return the C2SP text ``name+id+base64(type || key)``."""
        tail = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{tail}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note; ``body`` is what stands after the key id."""

    name: str
    key_id: bytes
    body: bytes

    def __str__(self) -> str:
        """Return the line without its newline."""
        return _MARK + self.name + " " + base64.b64encode(self.key_id + self.body).decode()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: so many entries, under this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse_key(text: str) -> VerifierKey:
    """Return the key that a C2SP verifier key string names.

    Raises:
        NoteError: the text is no such string, or its id is another key's.

    """
    parts = text.strip().split("+", 2)
    if len(parts) != 3:  # noqa: PLR2004 - name, id, key
        raise NoteError("a key has three parts")
    name, key_id, tail = parts[0], parts[1], _decoded(parts[2])
    if not _is_name(name) or len(tail) != _KEY_BYTES or tail[0] not in (LOG, WITNESS):
        raise NoteError("not an Ed25519 key of a log or a witness")
    key = VerifierKey(name, tail[1:], tail[0])
    if key.key_id.hex() != key_id:
        raise NoteError("the key id is another key's")
    return key


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that a note's text says.

    Raises:
        NoteError: the text is not that of a checkpoint, in its one spelling.

    """
    lines = text.split("\n")
    if len(lines) < _CHECKPOINT_LINES + 1 or not lines[0] or not lines[1].isascii():
        raise NoteError("a checkpoint has an origin, a size and a root")
    if not lines[1].isdecimal() or len(lines[1]) > _MOST_DIGITS:
        raise NoteError("the size is no number")
    found = Checkpoint(lines[0], int(lines[1]), _decoded(lines[2]))
    if found.text != text or len(found.root) != _ROOT_BYTES:
        raise NoteError("not a checkpoint in its one spelling")
    return found


def parse_note(note: str) -> tuple[str, list[Signature]]:
    """Return a note's text and its signatures.

    Raises:
        NoteError: it is not a note.

    """
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise NoteError("a note has a text and signatures")
    return text + "\n", [_signature(line) for line in lines[:-1].split("\n")]


def signed_note(text: str, signatures: list[Signature]) -> str:
    """Return the note of a text and its signatures."""
    return text + "\n" + "".join(f"{signature}\n" for signature in signatures)


def sign_text(key: Ed25519PrivateKey, name: str, text: str) -> Signature:
    """Sign a note's text as a log."""
    public = VerifierKey(name, key.public_key().public_bytes_raw())
    return Signature(name, public.key_id, key.sign(text.encode()))


def check_signature(key: VerifierKey, signature: Signature, text: str) -> int | None:
    """Check one signature over a note's text.

    Returns the time of a witness's signature as Unix seconds; None for a log's.

    Raises:
        NoteError: the signature is another key's, or is not valid.

    """
    if (signature.name, signature.key_id) != (key.name, key.key_id):
        raise NoteError("a signature by another key")
    if key.kind == LOG:
        _check(key, signature.body, text.encode())
        return None
    seconds = int.from_bytes(signature.body[:_TIME_BYTES], "big")
    _check(key, signature.body[_TIME_BYTES:], cosigned_message(seconds, text))
    return seconds


def cosigned_message(seconds: int, text: str) -> bytes:
    """Return the bytes that a witness signs at a time."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _check(key: VerifierKey, signature: bytes, message: bytes) -> None:
    if len(signature) != _SIGNATURE_BYTES:
        raise NoteError("a signature has 64 bytes")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature:
        raise NoteError(f"the signature by {key.name} is not valid") from None


def _signature(line: str) -> Signature:
    name, _space, tail = line.removeprefix(_MARK).partition(" ")
    body = _decoded(tail)
    if not line.startswith(_MARK) or not _is_name(name) or len(body) <= _ID_BYTES:
        raise NoteError("not a signature line")
    return Signature(name, body[:_ID_BYTES], body[_ID_BYTES:])


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() for c in name)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("not base64") from None
