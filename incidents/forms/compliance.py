"""The form of one party's word on a dated obligation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.compliance import LONGEST_NOTE
from incidents.forms.text import whole_text
from incidents.judgements import ComplianceState


class ComplianceForm(forms.Form):
    """What the party says, from which day on, and why."""

    state = forms.ChoiceField(label=_("State"), choices=ComplianceState.choices)
    since = forms.DateField(
        label=_("Since"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("First day on which it was so."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        validators=[whole_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What it rests on. Kept and shown with your party's name."),
    )
