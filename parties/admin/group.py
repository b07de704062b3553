"""Groups in the admin, with their seats."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.site import site
from parties.admin.standing_order import StandingOrderAdmin, StandingOrderInline
from parties.models import Group, GroupSeat


class SeatInline(StandingOrderInline):
    """Who sits in a group, and since when."""

    model = GroupSeat
    autocomplete_fields = ["party"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("party", "group")


class PartySeatInline(SeatInline):
    """In which groups a party sits; changed on the group's page."""

    fk_name = "party"
    autocomplete_fields = ["group"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Group, site=site)
class GroupAdmin(StandingOrderAdmin):
    """Standing bodies of parties."""

    instead_of_deleting = _("A group is never deleted: end its seats with a date.")
    list_display = ["code", "name"]
    list_filter = ["seats__seat", ("seats__party", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["code", "name", "seats__party__name"]
    fields = ["code", "name", "note"]
    inlines = [SeatInline]

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """The code is in addresses that were given out."""
        return ["code"] if obj else []
