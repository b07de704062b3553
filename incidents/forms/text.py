"""What every typed text must be: characters that can be stored, not a broken upload."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NO_NAMES = gettext_lazy("Goes into the journal and cannot be changed. No names of witnesses.")
REPLACEMENT = "�"


def whole_text(value: str) -> None:
    """Refuse a text in which bytes arrived that are no character.

    Django reads such bytes as the replacement character; storing it would change
    what was typed without telling anyone.
    """
    if REPLACEMENT in value:
        message = _("Some characters of this text arrived broken. Please type them again.")
        raise ValidationError(message, "broken_characters")


def reason_field(longest: int, label: Any = None, *, required: bool = True) -> forms.CharField:
    """The field in which somebody says why, for the journal."""
    return forms.CharField(
        label=label or gettext_lazy("Reason"),
        required=required,
        max_length=longest,
        validators=[whole_text],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
