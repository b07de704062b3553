"""Proof files: one entry, its place, its path to a signed checkpoint (C2SP tlog-proof)."""

import base64
import binascii
from dataclasses import dataclass

HEADER = "c2sp.org/tlog-proof@v1"
_HASH_BYTES = 32


class ProofFormatError(ValueError):
    """Text that is not a proof file."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What is needed to check one entry without the log.

    ``extra`` is for the reader of the entry: here the leaf and what is disclosed of
    it. ``checkpoint`` is a signed note.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        """Return the file's text."""
        lines = [HEADER]
        if self.extra:
            lines.append("extra " + base64.b64encode(self.extra).decode())
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(node).decode() for node in self.path]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def parse_proof(text: str) -> ProofFile:
    """Return the proof that a file's text says.

    Raises:
        ProofFormatError: it is not a proof file in its one spelling.

    """
    head, separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or lines.pop(0) != HEADER:
        raise ProofFormatError("not a proof file")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = _decoded(lines.pop(0).removeprefix("extra "))
    index = lines.pop(0).removeprefix("index ") if lines else ""
    if not (index.isascii() and index.isdecimal()):
        raise ProofFormatError("no index")
    found = ProofFile(int(index), tuple(_decoded(line) for line in lines), checkpoint, extra)
    if str(found) != text or any(len(node) != _HASH_BYTES for node in found.path):
        raise ProofFormatError("not in its one spelling")
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofFormatError("not base64") from None
