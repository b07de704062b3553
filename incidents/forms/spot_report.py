"""The form of a duty officer who writes a spot report."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.spot_report import LONGEST_TEXT, MOST_INCIDENTS
from incidents.forms.text import whole_text
from incidents.models import Incident

APART = re.compile(r"[\s,;]+")


class SpotForm(forms.Form):
    """What is said of an incident, and of which others."""

    text = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=LONGEST_TEXT,
        validators=[whole_text],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "It is published word for word and cannot be changed. No names of witnesses."
        ),
    )
    others = forms.CharField(
        label=gettext_lazy("Other incidents that it tells of"),
        required=False,
        max_length=40 * MOST_INCIDENTS,
        validators=[whole_text],
        help_text=gettext_lazy("Their references, with blanks between them."),
    )

    def __init__(self, *args: Any, readable: QuerySet[Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readable = readable

    def clean_others(self) -> list[Incident]:
        """Return the incidents; refuse a reference of which the person knows nothing."""
        wanted = {part for part in APART.split(self.cleaned_data["others"].upper()) if part}
        found = list(self.readable.filter(reference__in=wanted)) if wanted else []
        unknown = wanted - {one.reference.upper() for one in found}
        if unknown:
            words = _("There is no incident %(references)s.")
            values = {"references": ", ".join(sorted(unknown))}
            raise ValidationError(words, "unknown", values)
        return found
