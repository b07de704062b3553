"""Fields that all forms of a class share: Django would copy each of them for each form."""

from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field, Form


class SharedFields(dict[str, Field]):
    """Fields by name; a form copies those that it changes, and no others."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> dict[str, Field]:
        return dict(self)


class ReadingForm(Form):
    """A form that reads what was typed without a bound field for each: those are for showing."""

    def own(self, name: str) -> Any:
        """Return a shared field that the form is about to change, as its own copy."""
        field = self.fields[name] = deepcopy(self.fields[name])
        return field

    def _clean_fields(self) -> None:
        for name, field in self.fields.items():
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            try:
                self.cleaned_data[name] = field.clean(typed)
                if clean := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = clean()
            except ValidationError as error:
                self.add_error(name, error)


def share_fields(form: type[ReadingForm]) -> None:
    """Let the forms of a class share their fields, but for those that a form makes its own."""
    form.base_fields = SharedFields(form.base_fields)
