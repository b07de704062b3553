"""Appointments in the admin: begun by another person, ended by a date."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.site import site
from parties.admin.standing_order import StandingOrderAdmin, StandingOrderForm
from parties.models import Appointment
from parties.rules import Action, may_appoint

LASTING = ("user", "mission", "role", "party")


class AppointmentForm(StandingOrderForm):
    """An appointment by somebody else, at posts of its own mission."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Another person, mission, role or party is another appointment."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in LASTING:
                if name in self.fields:
                    self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        content = super().clean()
        self._refuse_own_appointment(content.get("user") or self.instance.user_id)
        self._refuse_posts_elsewhere(content)
        return content

    def _refuse_own_appointment(self, user: Any) -> None:
        user_id = getattr(user, "pk", user)
        if user_id and not may_appoint(self.acting_user.pk, user_id):
            raise ValidationError(
                _("You cannot appoint yourself: another administrator must do it."),
                code="self_appointment",
            )

    def _refuse_posts_elsewhere(self, content: dict[str, Any]) -> None:
        mission = content.get("mission")
        elsewhere = [p.code for p in content.get("posts") or [] if p.mission_id != mission.pk]
        if mission and elsewhere:
            message = _("These posts belong to another mission: %(codes)s.")
            params = {"codes": ", ".join(elsewhere)}
            self.add_error("posts", ValidationError(message, "other_mission", params))


@admin.register(Appointment, site=site)
class AppointmentAdmin(StandingOrderAdmin):
    """Who acts for whom, in which role, at which mission."""

    form = AppointmentForm
    action = Action.APPOINT
    mission_attr = "mission_id"
    instead_of_deleting = _("An appointment is never deleted: give it a last day.")
    list_display = ["user", "role", "party", "mission", "since", "until"]
    list_filter = [
        "role",
        ("mission", admin.RelatedOnlyFieldListFilter),
        ("party", admin.RelatedOnlyFieldListFilter),
        "until",
    ]
    list_select_related = ["user", "party", "mission"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "party__name"]
    autocomplete_fields = ["user", "mission", "party", "posts"]
    date_hierarchy = "since"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One's own appointment can be read, not changed."""
        own = obj is not None and not may_appoint(request.user.pk, obj.user_id)
        return not own and super().has_change_permission(request, obj)
