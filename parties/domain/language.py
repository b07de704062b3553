"""The language in which a person sees the pages."""

from django.conf import settings

from parties.models import User


def keep_language(user: User, code: str) -> bool:
    """Remember the language that a person chose; tell whether it is one that we speak."""
    if code not in dict(settings.LANGUAGES):
        return False
    if user.language != code:
        user.language = code
        user.save(update_fields=["language"])
    return True
