"""The form of one step of the status machine: where to, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.status import LONGEST_REASON
from incidents.forms.text import reason_field


class StatusForm(forms.Form):
    """The steps offered are those that the table allows this person from here."""

    seen = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("New status"))
    reason = reason_field(LONGEST_REASON, required=False)

    def __init__(self, *args: Any, steps: list[tuple[str, str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose…")),
            *((to, _("%s (give a reason)") % label if due else label) for to, label, due in steps),
        ]
