"""A form's field with all that stands around it: label, help, what is wrong, the box itself.

A fresh field whose choices do not depend on anybody looks the same for everybody who reads
the same language: it is made once, and then kept. The report form has forty of them.
"""

from collections.abc import Hashable

from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

TEMPLATE = "_field.html"
MOST_KEPT = 2000  # a few forms in six languages; casualty lines have numbers in their names
kept: dict[Hashable, SafeString] = {}


class WholeField(BoundField):
    """A field that a template may ask for with its surroundings."""

    @property
    def whole(self) -> SafeString:
        """The field; one that may stay empty says so."""
        return self._made(quiet=False)

    @property
    def quietly(self) -> SafeString:
        """The field, without a word on whether it may stay empty."""
        return self._made(quiet=True)

    def _made(self, *, quiet: bool) -> SafeString:
        if not self._is_the_same_for_everybody():
            return self._render(quiet=quiet)
        key = (get_language(), type(self.form), self.html_name, quiet)
        if key not in kept and len(kept) < MOST_KEPT:
            kept[key] = self._render(quiet=quiet)
        return kept.get(key) or self._render(quiet=quiet)

    def _render(self, *, quiet: bool) -> SafeString:
        return render_to_string(TEMPLATE, {"field": self, "quiet": quiet})

    def _is_the_same_for_everybody(self) -> bool:
        """Tell whether nothing was typed, begun with or offered that the form's class does not."""
        if self.form.is_bound or self.name in self.form.initial:
            return False
        declared = self.form.base_fields[self.name]
        return getattr(self.field, "choices", None) is getattr(declared, "choices", None)
