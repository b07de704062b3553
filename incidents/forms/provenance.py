"""What the sender of files knows of them: who took them, when, with what, how, or from where."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.custody import CaptureMethod
from incidents.domain.evidence_checks import LONGEST
from incidents.forms.local_time import instant
from parties.models import Mission

PREFIX = "file"


class ProvenanceForm(forms.Form):
    """All of it is optional, and told once for the files that are sent together."""

    collected_by = forms.CharField(
        label=_("Collected by"), required=False, max_length=LONGEST["collected_by"]
    )
    collected_at = forms.DateTimeField(
        label=_("Collected"),
        required=False,
        help_text=_("Date and time on the mission's clock."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    device = forms.CharField(label=_("Device"), required=False, max_length=LONGEST["device"])
    capture = forms.ChoiceField(
        label=_("Came to be"), required=False, choices=[("", "–"), *CaptureMethod.choices]
    )
    source_url = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=LONGEST["source_url"],
        help_text=_("Where it is published; empty for an own observation."),
        widget=forms.URLInput,
    )

    def __init__(self, data: Mapping[str, Any] | None, mission: Mission) -> None:
        super().__init__(data, prefix=PREFIX, use_required_attribute=False)
        self.zone = mission.time_zone

    def clean_collected_at(self) -> datetime | None:
        """Return the instant at which the mission's clock showed what was typed."""
        typed: datetime | None = self.cleaned_data["collected_at"]
        return typed and instant(typed.date(), typed.time(), self.zone)

    @property
    def faults(self) -> list[str]:
        """What is wrong, each with the name of its field."""
        return [
            f"{self.fields[name].label}: {' '.join(words)}" for name, words in self.errors.items()
        ]
