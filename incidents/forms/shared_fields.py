"""Fields that all forms of a class share: Django copies each of them for each form."""

from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field, Form


class SharedFields(dict[str, Field]):
    """Fields by name, of which a form copies only those that it changes."""

    changed: frozenset[str] = frozenset()

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Field]:
        return {
            name: deepcopy(field, memo) if name in self.changed else field
            for name, field in self.items()
        }


class ReadingForm(Form):
    """A form that reads what was typed without a bound field for each: those are for showing."""

    def _clean_fields(self) -> None:
        for name, field in self.fields.items():
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            try:
                self.cleaned_data[name] = field.clean(typed)
                if clean := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = clean()
            except ValidationError as error:
                self.add_error(name, error)


def share_fields(form: type[Form], *, changed: set[str]) -> None:
    """Let the forms of a class share their fields, but for those that a form changes."""
    fields = SharedFields(form.base_fields)
    fields.changed = frozenset(changed)
    form.base_fields = fields
