"""Leaves: what the log keeps of one entry, without any value that could be guessed.

A leaf names its kind, its place, the day of receipt (UTC) and a pseudonym of its
subject. Every value is held by a commitment, ``SHA-256(salt || canonical([name,
value]))`` with a salt of 128 bits, so that it can be disclosed alone, or never.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from incidents.ledger.canonical import Canonical, canonical_bytes

SALT_BYTES = 16
LEAST_FIELDS = 8
STEP = 4
VERSION = 1


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One value with the salt that opens its commitment."""

    salt: bytes
    name: str
    value: Canonical

    @property
    def commitment(self) -> bytes:
        """The 32 bytes that stand for the value in the leaf."""
        return commitment(self.salt, self.name, self.value)


def new_salt() -> bytes:
    """Return 128 random bits."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, name: str, value: Canonical) -> bytes:
    """Return the commitment to a named value."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 16 bytes")
    pair = b"[%s,%s]" % (_name_bytes(name), canonical_bytes(value))  # as of a list of both
    return hashlib.sha256(salt + pair).digest()


@lru_cache
def _name_bytes(name: str) -> bytes:
    return canonical_bytes(name)


def pseudonym(salt: bytes, subject_type: str, subject_id: str) -> bytes:
    """Return what stands for a subject in all its leaves."""
    return commitment(salt, subject_type, subject_id)


def leaf_bytes(
    *,
    kind: str,
    seq: int,
    received_at: datetime,
    subject: bytes,
    commitments: list[bytes],
) -> bytes:
    """Return a leaf's canonical bytes.

    Args:
        kind: what was done.
        seq: the entry's place in the log, from 0.
        received_at: when; only the day is kept, so that a leaf does not tell the hour.
        subject: the subject's pseudonym.
        commitments: of the values, with their decoys; sorted here.

    """
    return canonical_bytes(
        {
            "v": VERSION,
            "kind": kind,
            "seq": seq,
            "received_on": received_at.astimezone(UTC).date().isoformat(),
            "subject": subject.hex(),
            "fields": sorted(digest.hex() for digest in commitments),
        }
    )


def decoys_for(count: int) -> int:
    """Return how many decoys hide that an entry has ``count`` values."""
    if count <= LEAST_FIELDS:
        return LEAST_FIELDS - count
    return -count % STEP


def disclosures_of(values: Mapping[str, Canonical], salts: Mapping[str, bytes]) -> list[Disclosure]:
    """Return the disclosures of the values whose salts still exist, by name."""
    return [Disclosure(salts[name], name, values[name]) for name in sorted(values) if name in salts]
