"""The form of a bulk step: which incidents of the queue, where to, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.status import LONGEST_REASON
from incidents.enums import Status
from incidents.forms.text import whole_text


class BulkForm(forms.Form):
    """One step for several incidents; the table of steps is asked for each."""

    to = forms.ChoiceField(label=_("New status"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        validators=[whole_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Goes into the journal of each incident. No names of witnesses."),
    )
    every = forms.BooleanField(
        label=_("All that match the filters, up to 200, not only the chosen ones"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose…")), *Status.choices]  # type: ignore[attr-defined]
