"""A field for decimal degrees, as people type them: 39.8213, 39,8213 or 39.8213 N."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 24
TYPED = re.compile(r"([+-]?)(\d{1,3}(?:[.,]\d{1,15})?)\s*°?\s*([A-Za-z]?)", re.ASCII)


class DegreesField(forms.CharField):
    """Decimal degrees on WGS 84; the letters are those of one axis, north or east first."""

    def __init__(self, *, letters: str, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)
        self.letters = letters

    def clean(self, value: Any) -> Any:
        """Return the degrees, or None if nothing was typed."""
        typed = super().clean(value)
        return self._parsed(typed) if typed else None

    def _parsed(self, typed: str) -> Decimal:
        match = TYPED.fullmatch(typed)
        if match is None:
            message = _("Write decimal degrees, such as 39.8213; minutes and seconds are not read.")
            raise ValidationError(message, "degrees")
        sign, number, letter = match.groups()
        letter = letter.upper()
        if letter and letter not in self.letters:
            message = _("Here only %(one)s or %(other)s may follow the number.")
            raise ValidationError(
                message, "letter", {"one": self.letters[0], "other": self.letters[1]}
            )
        negative = (sign == "-") != (letter == self.letters[1])
        degrees = Decimal(number.replace(",", "."))
        return -degrees if negative else degrees
