"""Forms of proposed corrections: what an officer decides, or why the author withdraws."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.domain.proposal import BY_OFFICERS
from incidents.domain.status import LONGEST_REASON
from incidents.enums import ProposalOutcome
from incidents.forms.text import reason_field

WORDS = {
    ProposalOutcome.ACCEPTED: _("Accept: the correction counts from now on"),
    ProposalOutcome.REFUSED: _("Refuse: what was published stays as it is"),
}


class WithdrawForm(forms.Form):
    """Why, and which version of the incident was looked at."""

    seen = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    reason = reason_field(LONGEST_REASON)


class DecideForm(WithdrawForm):
    """Accept or refuse, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(code.value, capfirst(WORDS[code])) for code in BY_OFFICERS],
        widget=forms.RadioSelect,
        help_text=_("Accepted, the incident is open again and its days are counted again."),
    )

    field_order = ("seen", "outcome", "reason")
