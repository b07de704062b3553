"""Forms of duty officers who find that two incidents are one, or that one is two."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.merging import LONGEST_REASON
from incidents.forms.text import reason_field
from incidents.models import Incident


class ReasonForm(forms.Form):
    """Why: every move of reports has a reason; and which versions were looked at."""

    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    reason = reason_field(LONGEST_REASON)

    def versions_seen(self, shown: Iterable[Incident]) -> dict[UUID, str]:
        """The version of each incident that was shown, by id; empty if it was not."""
        pairs = (pair.partition(":") for pair in self.cleaned_data["seen"].split())
        said = {pk: version for pk, _colon, version in pairs}
        return {incident.pk: said.get(str(incident.pk), "") for incident in shown}


class OtherForm(forms.Form):
    """Which other incident is meant, by its reference."""

    other = forms.CharField(
        label=_("Reference of the other incident"),
        max_length=60,
        help_text=_("As it stands on its page."),
    )


class MergeForm(ReasonForm):
    """Which of two incidents keeps the reports, and why."""

    keep = forms.ChoiceField(
        label=_("Which one keeps the reports"),
        widget=forms.RadioSelect,
        help_text=_("The other one's address leads there from then on."),
    )

    field_order = ("seen", "keep", "reason")

    def __init__(self, *args: Any, between: tuple[Incident, Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (str(incident.pk), f"{incident.reference} · {incident.get_category_display()}")
            for incident in between
        ]
        self.fields["keep"].initial = str(between[0].pk)


class SplitForm(forms.Form):
    """Which reports tell of another event."""

    reports = forms.MultipleChoiceField(
        label=_("Reports that tell of another event"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Corrections and variants go with the report they belong to."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports"].choices = choices  # type: ignore[attr-defined]
