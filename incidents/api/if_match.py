"""If-Match: whoever acts says which version they decided on."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of what you read; needed. Refused if it changed since.",
)


class Unseen(APIException):
    """The request does not say which version its sender has read."""

    status_code = 428
    default_code = "precondition-required"
    default_detail = _("Send the ETag of what you read as If-Match.")


class Stale(APIException):
    """It is not as its sender has read it; the answer names the version it has now."""

    status_code = 412
    default_code = "precondition-failed"
    default_detail = _("Somebody changed this after you read it. Nothing was done.")

    def __init__(self, pk: UUID, version: str) -> None:
        super().__init__()
        self.members = {"current": {"id": str(pk), "version": version}}


def tag_in(request: Request) -> list[str]:
    """Return the parts of the ETag that the sender has seen: the version first.

    Raises:
        Unseen: there is no If-Match, or one that names no version.

    """
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        raise Unseen
    return parts_of(header)


def parts_of(tag: str) -> list[str]:
    """Return the parts of an ETag: the version first."""
    return tag.strip().removeprefix("W/").strip('"').split(".")


def tag_of(version: str, body: Any) -> str:
    """Return the ETag: the version to act on, and a hash of all that the answer holds."""
    rest = hashlib.sha256(json.dumps(body, default=str, sort_keys=True).encode()).hexdigest()
    return f'"{version}.{rest[:16]}"'
