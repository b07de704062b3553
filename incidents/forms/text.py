"""What every typed text must be: characters that can be stored, not a broken upload."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

REPLACEMENT = "�"


def whole_text(value: str) -> None:
    """Refuse a text in which bytes arrived that are no character.

    Django reads such bytes as the replacement character; storing it would change
    what was typed without telling anyone.
    """
    if REPLACEMENT in value:
        message = _("Some characters of this text arrived broken. Please type them again.")
        raise ValidationError(message, "broken_characters")
