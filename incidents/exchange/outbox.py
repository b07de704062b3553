"""Boxes of the outbox: a report saved on a device, closed so that its author alone opens it.

A box is base64 of a 12-byte nonce and AES-256-GCM over the typed report as JSON; author and
report id are bound to it. Whoever carries a box can neither read nor change it, and whoever
made it held the author's key. The SHA-256 of the JSON is what a receipt must name.
"""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1  # of what is typed; every older one stays readable
LONGEST_BOX = 400_000  # characters of base64
MOST_VALUES = 500
LONGEST_NAME = 100
_NONCE = 12
_SHORTEST = _NONCE + 16  # bytes: a nonce and the tag of nothing


class BoxError(ValueError):
    """A box that cannot be opened or read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one report, name by name, as its form would have sent it.

    ``digest`` is the SHA-256 of the JSON that was boxed, in hexadecimal digits.
    """

    version: int
    report_id: UUID
    author: int
    values: tuple[tuple[str, str], ...]
    digest: str


def sealed_box(payload: bytes, key: bytes, author: int, report_id: UUID) -> str:
    """Return the box of a payload; ``key`` has 32 bytes."""
    nonce = os.urandom(_NONCE)
    closed = AESGCM(key).encrypt(nonce, payload, _bound_to(author, report_id))
    return base64.b64encode(nonce + closed).decode()


def opened_box(box: str, keys: Sequence[bytes], author: int, report_id: UUID) -> Typed:
    """Return what a box holds, opened with the first of ``keys`` that fits.

    Raises:
        BoxError: ``seal`` if no key fits or the box belongs to another author or report,
            ``version`` if a newer form made it, ``content`` if it holds something else.

    """
    payload = _opened(box, keys, _bound_to(author, report_id))
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise BoxError("content") from error
    typed = _typed(document, hashlib.sha256(payload).hexdigest())
    if (typed.author, typed.report_id) != (author, report_id):
        raise BoxError("seal")
    return typed


def _bound_to(author: int, report_id: UUID) -> bytes:
    return f"outbox:{author}:{report_id}".encode()


def _opened(box: str, keys: Sequence[bytes], bound_to: bytes) -> bytes:
    try:
        raw = base64.b64decode(box, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BoxError("seal") from error
    if len(box) > LONGEST_BOX or len(raw) < _SHORTEST:
        raise BoxError("seal")
    for key in keys:
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to)
        except InvalidTag:
            continue
    raise BoxError("seal")


def _typed(document: Any, digest: str) -> Typed:
    if not isinstance(document, dict) or type(document.get("v")) is not int:
        raise BoxError("content")
    if document["v"] > VERSION:
        raise BoxError("version")
    try:
        report_id, author = UUID(document["report_id"]), document["author"]
        values = tuple(_pair(row) for row in document["values"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BoxError("content") from error
    if type(author) is not int or len(values) > MOST_VALUES or document["v"] < 1:
        raise BoxError("content")
    return Typed(document["v"], report_id, author, values, digest)


def _pair(row: Any) -> tuple[str, str]:
    if not isinstance(row, list):
        raise TypeError(row)
    name, value = row
    if not isinstance(name, str) or not isinstance(value, str) or len(name) > LONGEST_NAME:
        raise ValueError(name)
    return name, value
