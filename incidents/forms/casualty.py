"""Casualty lines of the report form: whose people, who, what happened, how many."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import ManagementForm
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from incidents.domain.content import CasualtyContent
from incidents.domain.content_checks import MOST_CASUALTY_LINES
from incidents.enums import Outcome, PersonKind
from incidents.forms.choices import SharedChoices
from incidents.forms.numbers import WholeNumberField
from incidents.forms.shared_fields import ReadingForm, share_fields
from incidents.forms.whole_field import WholeField


class CasualtyForm(ReadingForm):
    """One line; empty numbers are unknown, zero says that there were none."""

    bound_field_class = WholeField

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=SharedChoices([("", _("Choose…")), *Outcome.choices])
    )
    person_kind = forms.ChoiceField(
        label=_("Persons"), choices=SharedChoices(PersonKind.choices), initial=PersonKind.UNKNOWN
    )
    side = forms.ChoiceField(label=_("Side"), required=False)
    low = WholeNumberField(label=_("At least"), required=False, min_value=0)
    best = WholeNumberField(label=_("Number"), required=False, min_value=0)
    high = WholeNumberField(label=_("At most"), required=False, min_value=0)

    def __init__(self, *args: Any, sides: SharedChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own("side").choices = sides

    def content(self) -> CasualtyContent:
        """The line as the domain takes it."""
        return CasualtyContent(**self.cleaned_data)


share_fields(CasualtyForm)


class LineCounts(ReadingForm, ManagementForm):
    """How many casualty lines there are."""


share_fields(LineCounts)


class WholeLines(forms.BaseFormSet):
    """All lines of a form, none left out because their number was wrong.

    Lines that a form begins with are no different from new ones: clearing one removes it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = len(self.initial or ()) + 1

    @cached_property
    def management_form(self) -> forms.Form:
        """How many lines there are, with fields that all reports share."""
        if not self.is_bound:
            return super().management_form
        form = LineCounts(self.data, auto_id=self.auto_id, prefix=self.prefix)
        form.full_clean()
        return form

    def initial_form_count(self) -> int:
        """Treat every line as new."""
        return 0

    def clean(self) -> None:
        """Refuse lines beyond the number that was sent, rather than drop them."""
        number = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-\w+", re.ASCII)
        sent = {int(found[1]) for name in self.data if (found := number.fullmatch(name))}
        if sent and max(sent) >= self.total_form_count():
            raise ValidationError(_("The casualty lines did not arrive whole. Send them again."))


CasualtyLines = forms.formset_factory(
    CasualtyForm,
    formset=WholeLines,
    extra=1,
    max_num=MOST_CASUALTY_LINES,
    absolute_max=MOST_CASUALTY_LINES + 10,
    validate_max=True,
)
