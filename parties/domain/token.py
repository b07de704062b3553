"""API tokens: made for one person and one tool, shown once, kept as a hash."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from knox.crypto import hash_token

from parties.domain.acting import appointments_from
from parties.domain.straight_rows import instance_from
from parties.models import ApiToken, TokenScope, User

MOST_TOKENS = 20
DAYS = 90  # until it ends, if nothing else is said
MOST_DAYS = 365


def create_token(
    user: User, label: str, scopes: Collection[str] = TokenScope.values, days: int = DAYS
) -> tuple[ApiToken, str]:
    """Return a new token's row and the token itself, which is stored nowhere.

    Raises:
        ValidationError: no scope, too long a life, or the person holds MOST_TOKENS already.

    """
    if tokens_of(user).count() >= MOST_TOKENS:
        message = _("You hold %(n)s tokens already; revoke one first.")
        raise ValidationError({"label": [ValidationError(message, "too_many", {"n": MOST_TOKENS})]})
    kept = [scope for scope in TokenScope.values if scope in scopes]
    if not kept:
        raise ValidationError(
            {"scopes": [ValidationError(_("Say what the token may do."), "required")]}
        )
    row, secret = ApiToken.objects.create(user, timedelta(days=days), label=label, scopes=kept)
    return row, secret


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens that a person holds, expired ones too."""
    held: QuerySet[ApiToken] = ApiToken.objects.filter(user=user)
    return held


def token_of(secret: str) -> ApiToken | None:
    """Return the row of a token that has not ended, with its person; None if there is none.

    The connection then stands for this person, and what else was read on the way is kept
    with both rows: all that a request asks before it does anything, in one trip. How long
    it takes to look up a hash tells nobody how a token goes on.
    """
    wall: Any = connection
    read = wall.arrive(hash_token(secret))
    if read is None:
        return None
    row = instance_from(ApiToken, read["token"])
    row.user, row.changes_seen = instance_from(User, read["person"]), read["changes"]
    row.user.held = appointments_from(read["held"])
    return None if row.has_ended else row


def note_use(token: ApiToken, now: datetime) -> None:
    """Keep the hour at which a token was last used; one write an hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if token.last_used_at != hour:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=hour)


def revoke_token(user: User, token_key: str) -> None:
    """End one of a person's own tokens; raise ApiToken.DoesNotExist for any other."""
    tokens_of(user).get(token_key=token_key).delete()
