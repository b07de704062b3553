"""Pieces of a file: bytes of bounded number, and as many as were announced."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser

from incidents.domain.evidence import LARGEST_PIECE


class BadPiece(APIException):
    """The piece cannot be taken as it came."""

    default_code = "bad-request"

    def __init__(self, detail: str, code: str, status: int = 400) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = [{"pointer": "#", "detail": detail, "code": code}]


class PieceParser(BaseParser):
    """Read a piece whole, or refuse it whole."""

    media_type = "application/octet-stream"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes; a body that was cut on its way is refused."""
        announced = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0"
        if int(announced) > LARGEST_PIECE:
            raise BadPiece(_("A piece has at most 4 MiB."), "too_large", status=413)
        raw = stream.read(LARGEST_PIECE + 1)
        if len(raw) != int(announced):
            raise BadPiece(_("The body is shorter than it was announced to be."), "cut")
        return raw
