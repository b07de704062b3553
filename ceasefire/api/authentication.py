"""API tokens in three spellings: Bearer T, Token T, and Basic user:T for older tools."""

import base64
import binascii
import re
from hmac import compare_digest
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from ceasefire.postgresql.middleware import arrived
from parties.domain.token import note_use, token_of

CHALLENGE = 'Bearer realm="ceasefire", Basic realm="ceasefire", charset="UTF-8"'
_TOKEN = re.compile(rb"[A-Za-z0-9_]{16,100}")


class ApiTokenAuthentication(TokenAuthentication):
    """Who a token belongs to; a password is never accepted here."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user and the token, or None when the header is not for us."""
        scheme, _space, rest = get_authorization_header(request).partition(b" ")
        match scheme.lower():
            case b"bearer" | b"token":
                return self._by_token(rest.strip())
            case b"basic":
                return self._by_name_and_token(rest.strip())
        return None

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401: any of the spellings will do."""
        return CHALLENGE

    def _by_token(self, token: bytes) -> tuple[Any, Any]:
        if not _TOKEN.fullmatch(token):
            raise AuthenticationFailed(_("The token is not valid."))
        user, row = self.authenticate_credentials(token)
        arrived(user.pk)
        note_use(row, timezone.now())
        return user, row

    def _by_name_and_token(self, encoded: bytes) -> tuple[Any, Any]:
        try:
            name, _colon, token = base64.b64decode(encoded, validate=True).partition(b":")
        except binascii.Error as error:
            raise AuthenticationFailed(_("The Basic header is not base64.")) from error
        user, row = self._by_token(token)
        if not compare_digest(name, user.get_username().encode()):
            raise AuthenticationFailed(_("The token is not valid."))
        return user, row

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """Return whose token it is, and its row; reading deletes none that have ended."""
        found = token_of(token.decode())
        if found is None:
            raise AuthenticationFailed(_("The token is not valid."))
        return self.validate_user(found)
