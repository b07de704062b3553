"""Missions in the admin, with who takes part in them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.mission_step import MissionStepInline
from parties.admin.participation import MissionParticipationInline
from parties.admin.site import site
from parties.admin.standing_order import StandingOrderAdmin, StandingOrderForm
from parties.admin.zone import ZoneField
from parties.domain.naming_policy import policy_named
from parties.models import Mission


class MissionForm(StandingOrderForm):
    """A mission, with its zone as GeoJSON."""

    zone = ZoneField(
        label=_("Zone"), required=False, help_text=Mission._meta.get_field("zone").help_text
    )

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
        (_("Its day"), {"fields": ["time_zone", "cut_off"]}),
        (_("Its daily reports"), {"fields": ["embargo_hours", "licence"]}),
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
        return ["code"] if obj else []
