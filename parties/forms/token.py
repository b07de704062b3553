"""The form of a new API token: what it is for, what it may do, how long."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from parties.domain.token import DAYS
from parties.models import ApiToken, TokenScope

LIVES = (7, 30, DAYS, 365)
MEANT_TO_READ = (TokenScope.READ, TokenScope.EXPORT)


class TokenForm(forms.ModelForm):
    """A token that reads, unless more is asked for."""

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=ApiToken._meta.get_field("scopes").help_text,
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=MEANT_TO_READ,
    )
    days = forms.TypedChoiceField(
        label=_("ends after"),
        choices=[(n, ngettext_lazy("%(n)s day", "%(n)s days", n) % {"n": n}) for n in LIVES],
        coerce=int,
        initial=DAYS,
    )

    class Meta:
        model = ApiToken
        fields = ("label",)
