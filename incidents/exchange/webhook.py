"""Webhooks after Standard Webhooks 1.0.0: secrets, signed headers, thin payloads."""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret, as receivers' libraries read it."""
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def payload(kind: str, at: datetime, data: Mapping[str, str]) -> bytes:
    """Return the body of a message: what happened and where to read on, nothing restricted."""
    told = {"type": kind, "timestamp": _instant(at), "data": dict(data)}
    return json.dumps(told, separators=(",", ":"), sort_keys=True).encode()


def signed_headers(
    message_id: str, at: datetime, body: bytes, secrets: Iterable[str]
) -> dict[str, str]:
    """Return the headers that prove a body: one signature for each secret that is valid.

    Args:
        message_id: the same however often the message is sent; without a dot.
        at: when this attempt is made, aware; receivers refuse what is old.
        body: the bytes as they are sent.
        secrets: the newest, and during a rotation the one before.

    """
    sent = str(int(at.timestamp()))
    signatures = [f"v1,{_signature(one, message_id, sent, body)}" for one in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": sent,
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, message_id: str, sent: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{sent}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
