"""The daily return form: what a post says of a mission day."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.domain.daily_return import (
    MOST_LINES,
    ActivityContent,
    CounterContent,
    DenialContent,
    OutageContent,
    ReturnContent,
)
from incidents.enums import ActivityKind, CounterKind
from incidents.forms.numbers import DecimalNumberField, WholeNumberField
from incidents.forms.text import whole_text
from parties.models import Mission, Post

NIL, SEE_REPORTS = "nil", "see_reports"
MOST_HOURS = 25
LONGEST = 20_000
MINUTES = 60
FIELDS = {"observed_minutes": "observed_hours"}  # the domain's names, and the form's


def _text(label: Any, help_text: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=area,
        validators=[whole_text],
    )


def _kind(codes: type[TextChoices]) -> forms.ChoiceField:
    choices = [("", _("Choose…")), *((code, capfirst(label)) for code, label in codes.choices)]
    return forms.ChoiceField(label=_("What is counted"), choices=choices)


class DenialForm(forms.Form):
    """One access that was denied or delayed."""

    by = forms.CharField(
        label=_("Who refused or delayed"),
        required=False,
        max_length=200,
        validators=[whole_text],
        help_text=_("Function and side, no names."),
    )
    reason = forms.CharField(
        label=_("Reason given"), required=False, max_length=500, validators=[whole_text]
    )
    minutes = WholeNumberField(label=_("Minutes lost"), required=False)

    def content(self) -> DenialContent:
        """The line as the domain takes it."""
        return DenialContent(**self.cleaned_data)


class OutageForm(forms.Form):
    """One thing that did not work."""

    what = forms.CharField(label=_("What did not work"), max_length=200, validators=[whole_text])
    minutes = WholeNumberField(label=_("Minutes without it"), required=False)

    def content(self) -> OutageContent:
        """The line as the domain takes it."""
        return OutageContent(**self.cleaned_data)


class ActivityForm(forms.Form):
    """One activity that was notified beforehand."""

    kind = _kind(ActivityKind)
    by = forms.CharField(
        label=_("Who notified it"), required=False, max_length=200, validators=[whole_text]
    )
    what = forms.CharField(
        label=_("What it is"), required=False, max_length=500, validators=[whole_text]
    )

    def content(self) -> ActivityContent:
        """The line as the domain takes it."""
        return ActivityContent(**self.cleaned_data)


class CounterForm(forms.Form):
    """One number of what is no violation."""

    kind = _kind(CounterKind)
    number = WholeNumberField(
        label=_("Number"),
        required=False,
        help_text=_("Only what this post handled itself. Empty means not known; 0 means none."),
    )

    def content(self) -> CounterContent:
        """The line as the domain takes it."""
        return CounterContent(**self.cleaned_data)


DenialLines = forms.formset_factory(DenialForm, extra=2, max_num=MOST_LINES)
OutageLines = forms.formset_factory(OutageForm, extra=2, max_num=MOST_LINES)
ActivityLines = forms.formset_factory(ActivityForm, extra=2, max_num=MOST_LINES)
CounterLines = forms.formset_factory(CounterForm, extra=len(CounterKind), max_num=MOST_LINES)


class DailyReturnForm(forms.Form):
    """Nil or “see reports”, and how well the post could watch."""

    return_id = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-uuid7": ""}))
    mission = forms.CharField(widget=forms.HiddenInput, max_length=40)
    post = forms.ChoiceField(label=_("Post"))
    mission_day = forms.DateField(
        label=_("Mission day"),
        widget=forms.DateInput(attrs={"type": "date", "data-now": "day"}, format="%Y-%m-%d"),
    )
    says = forms.ChoiceField(
        label=_("What does the post say of this day?"),
        choices=[
            (NIL, _("Nothing happened (nil return)")),
            (SEE_REPORTS, _("Something happened: see the reports")),
        ],
        widget=forms.RadioSelect,
        help_text=_("“Nothing happened” is a report too: it gives every count its denominator."),
    )
    observed_hours = DecimalNumberField(
        label=_("Hours of observation"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=6,
        decimal_places=2,
        help_text=_("How long the post could watch. Empty means not known."),
    )
    outage_text = _text(_("Outages"), _("Cameras, radios or sensors that did not work, and when."))
    denied_text = _text(_("Denied access"), _("Who refused what, where, for how long."))
    note = _text(_("Note"), _("Anything else."))

    def __init__(self, *args: Any, here: Mission, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        typed = args[0] if args else kwargs.get("data")
        self.denials = _lines(DenialLines, typed, "denials")
        self.outages = _lines(OutageLines, typed, "outages")
        self.activities = _lines(ActivityLines, typed, "activities")
        self.counters = _lines(CounterLines, typed, "counters")
        offered = [(post.code, str(post)) for post in posts]
        self.fields["post"].choices = [("", _("Choose…")), *offered]  # type: ignore[attr-defined]

    def clean_mission(self) -> str:
        """Refuse a form that was opened at another mission."""
        code: str = self.cleaned_data["mission"]
        if code != self.here.code:
            message = _("This form was opened at another mission. Go there and file it again.")
            raise ValidationError(message, "other_mission")
        return code

    def is_valid(self) -> bool:
        """Check the form and its lines, so that all errors show at once."""
        every = (self.denials, self.outages, self.activities, self.counters)
        lines = (lines for lines in every if lines.is_bound)
        return all([super().is_valid(), *(one.is_valid() for one in lines)])

    @property
    def all_forms(self) -> list[forms.Form]:
        """The form and each of its lines."""
        return [self, *self.denials.forms, *self.outages.forms]

    def content(self) -> ReturnContent:
        """The return as the domain takes it."""
        data = self.cleaned_data
        return ReturnContent(
            return_id=data["return_id"],
            mission=data["mission"],
            post=data["post"],
            mission_day=data["mission_day"],
            is_nil=data["says"] == NIL,
            observed_minutes=_minutes(data["observed_hours"]),
            outage_text=data["outage_text"],
            denied_text=data["denied_text"],
            note=data["note"],
            denials=_filled(self.denials),
            outages=_filled(self.outages),
            activities=_filled(self.activities),
            counters=_filled(self.counters),
        )


def _lines(kind: Any, typed: Any, prefix: str) -> Any:
    """The lines that were sent; empty ones if they were not on the page."""
    sent = bool(typed) and f"{prefix}-TOTAL_FORMS" in typed
    return kind(typed if sent else None, prefix=prefix)


def _filled(lines: Any) -> tuple[Any, ...]:
    return tuple(line.content() for line in lines if lines.is_bound and line.has_changed())


def blank_return(mission: Mission, posts: list[Post], day: date, return_id: Any) -> DailyReturnForm:
    """An empty form for the day given, with the only post filled in."""
    initial = {
        "return_id": return_id,
        "mission": mission.code,
        "post": posts[0].code if len(posts) == 1 else "",
        "mission_day": day,
    }
    return DailyReturnForm(here=mission, posts=posts, initial=initial)


def _minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else int(hours * MINUTES)
