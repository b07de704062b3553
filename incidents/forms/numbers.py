"""Fields for numbers as plain text boxes.

A browser's number box sends nothing at all when what was typed is no number; what
was typed would be lost without a word.
"""

from typing import Any

from django import forms


class WholeNumberField(forms.IntegerField):
    """A whole number, typed as text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(**kwargs)


class DecimalNumberField(forms.DecimalField):
    """A decimal number, typed as text, with a point or a comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the comma as a point."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)
