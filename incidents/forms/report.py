"""The report form: what a monitor types, turned into the content of a report."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from incidents import enums
from incidents.damage import Damage
from incidents.domain.content_checks import LONGEST_NARRATIVE
from incidents.forms.choices import SharedChoices, categories_by_class, or_not_known
from incidents.forms.degrees import DegreesField
from incidents.forms.local_time import instant
from incidents.forms.numbers import WholeNumberField
from incidents.forms.place import find_place, position_of
from incidents.forms.shared_fields import share_fields
from incidents.forms.text import whole_text
from incidents.forms.typed import TypedEntries
from incidents.forms.whole_field import WholeField
from parties.models import Mission

KINDS = SharedChoices(c for c in enums.ReportKind.choices if c[0] != "dataset_record")
PLACES = {
    "list": "places",
    "autocomplete": "off",
    "data-lookup": reverse_lazy("place_lookup"),
    "data-fills": "id_place_code id_lat id_lon",
}
LONG = {"rows": 6, "maxlength": LONGEST_NARRATIVE}


class ReportForm(TypedEntries):
    """One account of one event, as it is typed at a post."""

    bound_field_class = WholeField

    report_id = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-uuid7": ""}))
    mission = forms.CharField(widget=forms.HiddenInput, max_length=40)
    same_event_as = forms.UUIDField(widget=forms.HiddenInput, required=False)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)

    post = forms.ChoiceField(label=_("Post"), required=False)
    occurred_date = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date", "data-now": "date"}, format="%Y-%m-%d"),
    )
    occurred_time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time", "data-now": "time"}, format="%H:%M"),
    )
    until_time = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("If it lasted. Past midnight counts as the next day."),
    )
    time_precision = forms.ChoiceField(
        label=_("How well is the time known?"),
        choices=SharedChoices(c for c in enums.TimePrecision.choices if c[0] in enums.DATED),
        initial=enums.TimePrecision.T1,
    )

    category = forms.ChoiceField(
        label=_("What happened?"),
        choices=categories_by_class(_("Choose…")),
        widget=forms.Select(attrs={"data-decides": ""}),
        help_text=_("The class alone is enough if the kind is not clear."),
    )

    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=PLACES),
        help_text=_("Any of its names, in any script. What you type is kept as typed."),
    )
    place_code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    area_text = forms.CharField(
        label=_("Area"),
        required=False,
        max_length=200,
        help_text=_("District or stretch of the line."),
    )
    lat = DegreesField(
        label=_("Latitude"), letters="NS", required=False, help_text=_("Such as 39.8213")
    )
    lon = DegreesField(
        label=_("Longitude"), letters="EW", required=False, help_text=_("Such as 46.7521")
    )
    position_precision = forms.ChoiceField(
        label=_("How well is the position known?"),
        required=False,
        choices=or_not_known(c for c in enums.PositionPrecision.choices if c[0] != "P0"),
    )

    means = forms.ChoiceField(
        label=_("How do you know?"), required=False, choices=or_not_known(enums.Means.choices)
    )
    signature = forms.ChoiceField(
        label=_("What was perceived?"),
        required=False,
        choices=or_not_known(enums.Signature.choices),
    )
    direction = forms.ChoiceField(
        label=_("Direction of fire"),
        required=False,
        choices=or_not_known(enums.Direction.choices),
    )
    weapon = forms.ChoiceField(
        label=_("Weapon"), required=False, choices=or_not_known(enums.Weapon.choices)
    )
    weapon_text = forms.CharField(
        label=_("Weapon, in your words"),
        required=False,
        max_length=300,
        help_text=_("Type, calibre, and how you know."),
    )
    count_qualifier = forms.ChoiceField(
        label=_("How exact?"),
        required=False,
        choices=or_not_known(c for c in enums.CountQualifier.choices if c[0] != "unknown"),
    )
    count_low = WholeNumberField(
        label=_("How many?"),
        required=False,
        help_text=_("Empty means not known. Zero means none."),
    )
    count_high = WholeNumberField(label=_("Up to"), required=False)
    count_unit = forms.ChoiceField(
        label=_("Of what?"), required=False, choices=or_not_known(enums.CountUnit.choices)
    )

    damage = forms.ChoiceField(
        label=_("What was damaged?"), required=False, choices=or_not_known(Damage.choices)
    )
    damage_text = forms.CharField(
        label=_("Damage, in your words"),
        required=False,
        max_length=300,
        help_text=_("How much of it, how bad, and how you know."),
    )

    kind = forms.ChoiceField(
        label=_("Whose account is it?"), choices=KINDS, initial=enums.ReportKind.OBSERVATION
    )
    source_kind = forms.ChoiceField(
        label=_("Source"),
        choices=SharedChoices(enums.SourceKind.choices),
        initial=enums.SourceKind.OWN_POST,
    )
    stance = forms.ChoiceField(
        label=_("What does the source do with the fact?"),
        choices=SharedChoices(enums.Stance.choices),
        initial=enums.Stance.RECORDED,
    )
    source_party = forms.ChoiceField(label=_("Party that speaks"), required=False)
    source_label = forms.CharField(
        label=_("Who speaks"),
        required=False,
        max_length=200,
        help_text=_("Function, not name: witnesses are protected."),
    )
    alleged_party = forms.ChoiceField(
        label=_("Whom does the source accuse?"),
        required=False,
        help_text=_("A fact about the account, no finding of the mission."),
    )
    target_text = forms.CharField(label=_("Target"), required=False, max_length=300)

    narrative = forms.CharField(
        label=_("Narrative"),
        required=False,
        max_length=LONGEST_NARRATIVE,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Heard, saw, recorded: what, from where, in which direction. No names."),
    )

    def __init__(
        self, *args: Any, here: Mission, posts: SharedChoices, parties: SharedChoices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        for name in ("source_party", "alleged_party"):
            self.own(name).choices = parties
        if self.data.get("time_text", "").strip():
            for name in ("occurred_date", "occurred_time"):
                self.own(name).required = False
        self.own("post").choices = posts

    def clean_mission(self) -> str:
        """Refuse a form that was opened at another mission."""
        code: str = self.cleaned_data["mission"]
        if code != self.here.code:
            message = _("This form was opened at another mission. Go there and file it again.")
            raise ValidationError(message, "other_mission")
        return code

    def clean(self) -> dict[str, Any]:
        """Work out what follows from several fields: instants, the place, its position."""
        data = super().clean() or self.cleaned_data
        self._clean_times(data)
        self._clean_place(data)
        if data.get("count_low") is None and data.get("count_qualifier") != "multiple":
            data["count_qualifier"] = ""
        return data

    def _clean_times(self, data: dict[str, Any]) -> None:
        if data.get("time_text"):
            self.read_time(data)
            return
        day, clock, end = (data.get(n) for n in ("occurred_date", "occurred_time", "until_time"))
        if not day or clock is None:
            return
        try:
            data["occurred_from"] = instant(day, clock, self.here.time_zone)
            data["occurred_until"] = self._end(data["occurred_from"], end)
        except ValidationError as error:
            self.add_error("occurred_date", error)

    def _end(self, begins: datetime, end: Any) -> datetime | None:
        if end is None:
            return None
        past_midnight = timedelta(days=1 if end < begins.time() else 0)
        return instant(begins.date() + past_midnight, end, self.here.time_zone)

    def _clean_place(self, data: dict[str, Any]) -> None:
        if data.get("position_text") and data.get("lat") is None and data.get("lon") is None:
            self.read_position(data)
            return
        try:
            place = find_place(data.get("place", ""), data.get("place_code", ""))
        except ValidationError as error:
            if error.code != "ambiguous" or data.get("lat") is None:
                self.add_error("place", error)
            return
        data["place_code"] = place.code if place else ""
        if place and not {"lat", "lon"} & self.errors.keys():
            data |= position_of(place, data)


for _field in ReportForm.base_fields.values():
    if isinstance(_field, forms.CharField) and not isinstance(_field, forms.UUIDField):
        _field.validators.append(whole_text)
share_fields(ReportForm)
