"""Forms of duty officers who ask another party to destroy values of a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.redaction import LONGEST_REASON
from incidents.forms.text import reason_field


class AnswerForm(forms.Form):
    """Consent, or decline with a reason."""

    answer = forms.ChoiceField(
        label=_("Answer for your party"),
        choices=[
            ("consent", _("Consent: the values are destroyed at once, for ever")),
            ("decline", _("Decline: nothing is destroyed")),
        ],
        widget=forms.RadioSelect,
    )
    reason = reason_field(LONGEST_REASON, _("Reason, if you decline"), required=False)


class RedactionForm(forms.Form):
    """What is to be destroyed, and why."""

    fields_chosen = forms.MultipleChoiceField(
        label=_("What is to be destroyed"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In all variants of this report. A correction is a report of its own."),
    )
    reason = reason_field(LONGEST_REASON)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_chosen"].choices = choices  # type: ignore[attr-defined]
