"""The forms of a finding: its content, a step, a party's decision, a party's reply."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.domain.finding import LONGEST_TEXT, Seen
from incidents.domain.finding_content import BreachContent, FindingContent, SideContent
from incidents.domain.signoff import SIGNED_BY_PEOPLE
from incidents.domain.status import LONGEST_REASON
from incidents.forms.text import whole_text
from incidents.judgements import (
    AttributionState,
    Basis,
    CannotRule,
    Confidence,
    Decision,
    Responsibility,
    Ruling,
)
from incidents.models import Finding
from parties.models import Mission, Party


def _long(label: Any, rows: int = 3, *, required: bool = False, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        strip=False,
        validators=[whole_text],
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _boxes(label: Any, choices: Any, help_text: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class FindingForm(forms.Form):
    """What the mission concludes. Everything named here is signed by the parties."""

    text = _long(_("What the mission concluded"), 5, required=True)
    ruling = forms.ChoiceField(label=_("Ruling"), choices=Ruling.choices)
    cannot_rule = _boxes(_("Why the mission cannot rule"), CannotRule.choices)
    cannot_rule_note = _long(_("Why not, in words"))
    breaches = _boxes(_("Breach of provisions"), ())
    breach_note = _long(_("How they were breached"))
    attribution = forms.ChoiceField(label=_("Attribution"), choices=AttributionState.choices)
    sides = _boxes(
        _("Sides named by the mission"),
        (),
        _("Only for a verified incident, with grounds, confidence and basis."),
    )
    responsibility = forms.ChoiceField(
        label=_("What they were in it"), choices=Responsibility.choices
    )
    confidence = forms.ChoiceField(
        label=_("Confidence"), required=False, choices=[("", _("none")), *Confidence.choices]
    )
    basis = _boxes(_("Basis"), Basis.choices)
    grounds = _long(_("Grounds"), help_text=_("Why, so that others can follow."))
    reason = forms.CharField(
        label=_("Reason of the change"),
        required=False,
        max_length=LONGEST_REASON,
        validators=[whole_text],
        help_text=_("Goes into the journal and cannot be changed."),
    )
    seen = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    seen_hash = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    seen_status = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mission: Mission, amends: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provisions = mission.agreement.provisions.all() if mission.agreement else []
        self.fields["breaches"].choices = [(p.code, f"{p.code} · {p.summary}") for p in provisions]
        self.fields["sides"].choices = [(p.code, str(p)) for p in Party.objects.order_by("name")]
        for name in ("seen",) if amends else ("reason", "seen_hash", "seen_status"):
            del self.fields[name]

    def content(self) -> FindingContent:
        """The content as the domain takes it; one note and role for all that were ticked."""
        said = self.cleaned_data
        return FindingContent(
            text=said["text"],
            grounds=said["grounds"],
            ruling=said["ruling"],
            cannot_rule=tuple(said["cannot_rule"]),
            cannot_rule_note=said["cannot_rule_note"],
            breaches=tuple(BreachContent(c, said["breach_note"]) for c in said["breaches"]),
            attribution=said["attribution"],
            sides=tuple(SideContent(c, said["responsibility"]) for c in said["sides"]),
            confidence=said["confidence"],
            basis=tuple(said["basis"]),
        )


def initial_of(finding: Finding) -> dict[str, Any]:
    """What the form of an amendment begins with."""
    breaches, sides = list(finding.breaches.all()), list(finding.sides.all())
    return {
        "text": finding.text,
        "ruling": finding.ruling,
        "cannot_rule": finding.cannot_rule,
        "cannot_rule_note": finding.cannot_rule_note,
        "breaches": [breach.provision.code for breach in breaches],
        "breach_note": breaches[0].note if breaches else "",
        "attribution": finding.attribution,
        "sides": [side.party.code for side in sides],
        "responsibility": sides[0].responsibility if sides else "initiator",
        "confidence": finding.confidence,
        "basis": finding.basis,
        "grounds": finding.grounds,
        "seen_hash": finding.snapshot_hash,
        "seen_status": finding.status,
    }


class SeenForm(forms.Form):
    """A form that says which version its writer had before their eyes."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen_status = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def seen(self) -> Seen:
        """The version that was shown."""
        return Seen(self.cleaned_data["seen_hash"], self.cleaned_data["seen_status"])


class StepForm(SeenForm):
    """One step of a finding, by its name."""

    action = forms.CharField(max_length=30, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON, validators=[whole_text])


class DaySignForm(forms.Form):
    """A party's decision on exactly the revision of a daily report that is shown."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(code, capfirst(Decision(code).label)) for code in SIGNED_BY_PEOPLE],
        widget=forms.RadioSelect,
    )
    text = _long(
        _("Reservation or dissent"),
        help_text=_("Kept and published word for word. No names of witnesses."),
    )
    party = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class SignForm(DaySignForm, SeenForm):
    """A party's decision on exactly the version of a finding that is shown."""


class ReplyForm(SeenForm):
    """A notified party's answer to the version that is shown."""

    text = _long(
        _("Reply"), 5, required=True, help_text=_("Published word for word beside the finding.")
    )
    party = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
