"""Canonical bytes: one record, one sequence of bytes, one hash.

The form is RFC 8785 restricted: ASCII keys, no floats, integers below 2**53,
strings in NFC without lone surrogates. Under these limits sorted compact JSON
equals RFC 8785, so that a verifier needs no library.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, Union

LARGEST_INTEGER = 2**53
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
quoted = json.encoder.encode_basestring  # what the encoder does with a text, without the way there

Canonical: TypeAlias = Union[  # noqa: UP007 - recursive, so it needs a name
    bool, int, str, Sequence["Canonical"], Mapping[str, "Canonical"], None
]


class NotCanonicalError(ValueError):
    """A value that has no canonical form."""


def canonical_bytes(record: Canonical) -> bytes:
    """Return the canonical UTF-8 bytes of ``record``.

    Raises:
        NotCanonicalError: on floats, bytes, huge integers, non-ASCII keys, or
            text with NUL or lone surrogates.

    """
    if isinstance(record, str):
        return quoted(_checked_text(record)).encode("utf-8")
    return _encoded(_checked(record)).encode("utf-8")


def parsed(canonical: bytes) -> dict[str, Any]:
    """Return the record whose canonical bytes are given."""
    record: dict[str, Any] = json.loads(canonical)
    return record


def content_hash(canonical: bytes) -> str:
    """Return the SHA-256 of canonical bytes as 64 hexadecimal digits."""
    return hashlib.sha256(canonical).hexdigest()


def is_text(value: str) -> bool:
    """Tell whether a string can be stored: no NUL and no half of a character."""
    if value.isascii():
        return "\0" not in value
    return _UNSTORABLE.search(value) is None


def _checked(value: Canonical) -> Canonical:
    if isinstance(value, str):
        return _checked_text(value)
    if isinstance(value, Mapping):
        return {_checked_key(key): _checked(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_checked(item) for item in value]
    return _checked_scalar(value)


def _checked_scalar(value: object) -> bool | int | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < LARGEST_INTEGER:
        return value
    message = f"no canonical form for {type(value).__name__}"
    raise NotCanonicalError(message)


def _checked_key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        message = f"key is not ASCII: {key!r}"
        raise NotCanonicalError(message)
    return key


def _checked_text(text: str) -> str:
    if not is_text(text):
        message = "text has a NUL or a lone surrogate"
        raise NotCanonicalError(message)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
