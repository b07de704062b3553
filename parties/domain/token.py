"""API tokens: made for one person and one tool, shown once, kept as a hash."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parties.models import ApiToken, User

MOST_TOKENS = 20


def create_token(user: User, label: str) -> tuple[ApiToken, str]:
    """Return a new token's row and the token itself, which is stored nowhere.

    Raises ValidationError when the person holds MOST_TOKENS already.
    """
    if tokens_of(user).count() >= MOST_TOKENS:
        message = _("You hold %(n)s tokens already; revoke one first.")
        raise ValidationError({"label": [ValidationError(message, "too_many", {"n": MOST_TOKENS})]})
    row, secret = ApiToken.objects.create(user, label=label)
    return row, secret


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens that a person holds, expired ones too."""
    held: QuerySet[ApiToken] = ApiToken.objects.filter(user=user)
    return held


def revoke_token(user: User, token_key: str) -> None:
    """End one of a person's own tokens; raise ApiToken.DoesNotExist for any other."""
    tokens_of(user).get(token_key=token_key).delete()
