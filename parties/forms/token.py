"""The form of a new API token: what it is for, what it may do, how long."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parties.domain.token import DAYS
from parties.models import ApiToken, TokenScope

LIVES = (7, 30, DAYS, 365)
MEANT_TO_READ = (TokenScope.READ, TokenScope.EXPORT)


def _lives() -> list[tuple[int, str]]:
    """How long a token may live, in the language of who asks."""
    return [(n, ngettext("%(n)s day", "%(n)s days", n) % {"n": n}) for n in LIVES]


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
        choices=_lives,
        coerce=int,
        initial=DAYS,
    )

    class Meta:
        model = ApiToken
        fields = ("label",)
