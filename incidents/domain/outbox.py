"""The outbox's keys: what a device closes its boxes with, one key a person."""

import hashlib
import hmac

from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"ceasefire outbox, version 1: "


def outbox_key(user_id: int) -> bytes:
    """Return the 32 bytes with which a person's devices close their boxes.

    The same on every device and at every sign-in, so that a box can be opened later.
    """
    return _key(settings.SECRET_KEY, user_id)


def outbox_keys(user_id: int) -> list[bytes]:
    """Return the keys that may open a person's boxes, newest first."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_key(secret, user_id) for secret in secrets]


def _key(secret: str | bytes, user_id: int) -> bytes:
    return hmac.new(force_bytes(secret), _PURPOSE + str(user_id).encode(), hashlib.sha256).digest()
