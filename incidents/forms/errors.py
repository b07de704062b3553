"""The domain's refusals, put beside the fields that people filled in."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError


def add_errors(
    form: forms.Form, error: ValidationError, fields: Mapping[str, str] | None = None
) -> None:
    """Add each refusal to its field; ``fields`` maps names of the domain to the form's."""
    names = fields or {}
    for name, refusals in error.error_dict.items():
        field = names.get(name, name)
        form.add_error(field if field in form.fields else None, refusals)


def look_again(form: forms.Form, message: str, seen: str) -> None:
    """Say that what was decided on has changed, and let the form hold what is shown now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = seen  # type: ignore[index]
    form.add_error(None, message)
