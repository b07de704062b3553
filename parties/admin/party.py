"""Parties in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import CharField, F, Func, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.exchange import SpreadsheetMixin
from parties.admin.group import PartySeatInline
from parties.admin.participation import PartyParticipationInline
from parties.admin.party_resource import PartyResource
from parties.admin.site import site
from parties.admin.standing_order import StandingOrderAdmin
from parties.models import Party


@admin.register(Party, site=site)
class PartyAdmin(SpreadsheetMixin, StandingOrderAdmin):
    """Sides, guarantors, mediators and contributors."""

    instead_of_deleting = _("A party is never deleted: end its roles and seats with a date.")
    resource_classes = [PartyResource]
    import_hint = _("Other names: with “;” between several.")
    list_display = ["code", "name", "short_name", "kind", "iso3", "parent"]
    list_filter = ["kind", "participations__role"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "short_name", "iso3", "aliases_text"]
    search_help_text = _("Code, name, country code or another name found in sources.")
    autocomplete_fields = ["parent"]
    inlines = [PartyParticipationInline, PartySeatInline]
    fields = ["code", "name", "short_name", "kind", "iso3", "parent", "aliases", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Make the other names one text, so that a search looks into it."""
        text = Func(
            F("aliases"), Value(" · "), function="array_to_string", output_field=CharField()
        )
        return super().get_queryset(request).annotate(aliases_text=text)

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """The code is in addresses and exports that were given out."""
        return ["code"] if obj else []
