"""Missions in the admin, with who takes part in them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.mission_step import MissionStepInline
from parties.admin.participation import MissionParticipationInline
from parties.admin.site import site
from parties.admin.standing_order import StandingOrderAdmin, StandingOrderForm
from parties.admin.zone import ZoneField
from parties.domain.mission_day import earlier_days_with
from parties.domain.naming_policy import policy_named
from parties.models import Mission


class MissionForm(StandingOrderForm):
    """A mission, with its zone as GeoJSON."""

    zone = ZoneField(
        label=_("Zone"), required=False, help_text=Mission._meta.get_field("zone").help_text
    )

    day_changes_on = forms.DateField(
        label=_("New cut-off or zone from"),
        required=False,
        widget=AdminDateWidget,
        help_text=_(
            "The first mission day that ends by the new cut-off or in the new zone; days that "
            "have begun keep theirs. Needed where one of them changes."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Let a cut-off or zone change from a day on that has not begun."""
        content = super().clean()
        ends = {"time_zone", "cut_off"}
        since = content.get("day_changes_on")
        if self.errors or not self.instance.pk or not (since or ends & {*self.changed_data}):
            return content
        try:
            self.instance.earlier_days = earlier_days_with(
                self.instance, since, content["time_zone"], content["cut_off"]
            )
        except ValidationError as error:
            self.add_error("day_changes_on", error)
        return content

    def clean_names(self) -> str:
        """Refuse a policy that does not exist."""
        code: str = self.cleaned_data["names"]
        if policy_named(code) is None:
            raise ValidationError(_("There is no such way of naming places."), "unknown")
        return code


@admin.register(Mission, site=site)
class MissionAdmin(StandingOrderAdmin):
    """An administrator sees and corrects their own missions."""

    form = MissionForm
    mission_attr = "pk"
    instead_of_deleting = _("A mission is never deleted: give it a closing date.")
    list_display = ["code", "name", "agreement", "time_zone", "cut_off", "opened_on", "closed_on"]
    list_filter = ["sign_off_rule", ("agreement", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["code", "name"]
    autocomplete_fields = ["agreement", "chair"]
    inlines = [MissionParticipationInline, MissionStepInline]
    fieldsets = [
        (None, {"fields": ["code", "name", "agreement", "opened_on", "closed_on"]}),
        (_("Its day"), {"fields": ["time_zone", "cut_off", "day_changes_on", "held_before"]}),
        (_("Its reports"), {"fields": ["week_ends_on", "embargo_hours", "licence"]}),
        (
            _("Its findings"),
            {"fields": ["sign_off_rule", "chair", "reply_hours", "sign_off_hours"]},
        ),
        (_("Its map"), {"fields": ["centre_lat", "centre_lon", "zoom", "zone", "names"]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Only who sets up the system opens a mission and appoints its first administrator."""
        return request.user.is_superuser

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """The code is in addresses and references that were given out."""
        return ["code", "held_before"] if obj else ["held_before"]

    @admin.display(description=_("earlier cut-offs and zones"))
    def held_before(self, mission: Mission) -> str:
        """What held up to which day, in words."""
        words = _("until %(until)s: %(cut_off)s (%(time_zone)s)")
        return "; ".join(words % row for row in mission.earlier_days) or "–"
