"""UUIDv7 (RFC 9562): identities that clients make and that sort by time."""

import os
import time
from datetime import UTC, datetime
from uuid import UUID

_VERSION_7 = 7
_LAST_MS = 253_370_764_800_000  # 1 January 9999


def uuid7(unix_ms: int | None = None, tail: bytes | None = None) -> UUID:
    """Return a UUIDv7.

    Args:
        unix_ms: milliseconds since 1970; now if not given.
        tail: 10 bytes that take the place of the random part, for identities
            that must come out the same each time.

    """
    moment = time.time_ns() // 1_000_000 if unix_ms is None else unix_ms
    rest = bytearray(os.urandom(10) if tail is None else tail[:10])
    rest[0] = 0x70 | (rest[0] & 0x0F)
    rest[2] = 0x80 | (rest[2] & 0x3F)
    return UUID(bytes=moment.to_bytes(6, "big") + bytes(rest))


def is_uuid7(value: UUID) -> bool:
    """Tell whether ``value`` is a UUIDv7."""
    return value.version == _VERSION_7


def made_at(value: UUID) -> datetime:
    """Return the instant in a UUIDv7, in UTC; the last of the calendar for those beyond it."""
    return datetime.fromtimestamp(min(value.int >> 80, _LAST_MS) / 1000, UTC)


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def spoken_form(value: UUID) -> str:
    """Return eight letters and digits of ``value`` to say over a bad line.

    Crockford's base 32 of the last 40 bits, as ``7F3K-9Q2M``: no letter that
    sounds or looks like a digit.
    """
    number = value.int & (2**40 - 1)
    letters = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(35, -5, -5))
    return f"{letters[:4]}-{letters[4:]}"
