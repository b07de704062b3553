"""The two fields that take what an observer types: where, and when."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.domain.queries.typed_position import TypedPosition, read_typed_position
from incidents.domain.references import first_report
from incidents.domain.typed_entries import (
    SAME_POSITION,
    SAME_TIME,
    fields_of,
    read_typed_time,
    words_of_time,
)
from incidents.forms.shared_fields import ReadingForm
from incidents.missionday.moment import coarser
from incidents.models import Report
from parties.models import Mission

AS_SPOKEN = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
POSITION = {
    **AS_SPOKEN,
    "list": "typed-places",
    "data-echo": reverse_lazy("position_echo"),
    "data-lookup-words": reverse_lazy("place_lookup"),
}
TIME = {**AS_SPOKEN, "data-echo": reverse_lazy("time_echo")}


class TypedEntries(ReadingForm):
    """Where and when, each in one field that understands how observers speak."""

    here: Mission
    position_text = forms.CharField(
        label=_("Where was it?"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=POSITION),
        help_text=_(
            "A place by any of its names; degrees; a grid reference; or from the post: "
            "NE 2-5 km, 045° 2 km, N-1 310° 6 s."
        ),
    )
    time_text = forms.CharField(
        label=_("When was it?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=TIME),
        help_text=_("14:30, 20 minutes ago, 23:50-00:20, yesterday evening, 101430CNOV20."),
    )
    typed_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def typed_moment(self) -> datetime:
        """When the time was typed, by the browser's clock; now, if it does not say or errs."""
        told: datetime | None = self.cleaned_data.get("typed_at")
        now = timezone.now()
        return min(told, now) if told else now

    def read_time(self, data: dict[str, Any]) -> None:
        """Turn the typed time into instants and a precision."""
        before = self._filed_before("occurred_text", data["time_text"])
        if before is not None:
            data |= {name: getattr(before, name) for name in SAME_TIME}
            return
        try:
            when = read_typed_time(data["time_text"], self.here, self.typed_moment())
        except ValidationError as error:
            self.add_error("time_text", error)
            return
        data["occurred_from"], data["occurred_until"] = when.begins, when.ends
        data["time_precision"] = coarser(when.precision, data.get("time_precision", ""))

    def read_position(self, data: dict[str, Any]) -> None:
        """Turn the typed position into degrees, a place and a precision."""
        before = self._filed_before("position_text", data["position_text"])
        if before is not None:
            data |= {name: getattr(before, name) for name in SAME_POSITION}
            data["place_code"] = before.place.code if before.place else ""
            return
        try:
            read = read_typed_position(data["position_text"], self.here, data.get("post", ""))
        except ValidationError as error:
            self.add_error("position_text", error)
            return
        found = fields_of(read, data.get("position_precision", ""))
        data["place_code"] = data.get("place_code") or found.pop("place")
        data |= found

    def _filed_before(self, name: str, typed: str) -> Report | None:
        """The report that was filed under this id, or is corrected, if it says the same."""
        ids = (self.cleaned_data.get("report_id"), self.cleaned_data.get("corrects"))
        known = (first_report(report_id, self.here) for report_id in ids)
        return next((report for report in known if report and getattr(report, name) == typed), None)

    @property
    def position_echo(self) -> TypedPosition | None:
        """What the typed position is read as, to show it; None if it is not understood."""
        typed = self["position_text"].value()
        try:
            return typed and read_typed_position(typed, self.here, self["post"].value() or "")
        except ValidationError:
            return None

    @property
    def time_echo(self) -> dict[str, Any] | None:
        """What the typed time is read as, to show it; None if it is not understood."""
        typed = self["time_text"].value()
        if not (typed and self.is_bound and hasattr(self, "cleaned_data")):
            return None
        try:
            when = read_typed_time(typed, self.here, self.typed_moment())
        except ValidationError:
            return None
        return {"when": when, **words_of_time(when)}
