"""Places in the admin, with all their names."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.exchange import SpreadsheetMixin
from parties.admin.place_resource import PlaceResource
from parties.admin.site import site
from parties.admin.standing_order import RemovableInline, StandingOrderAdmin
from parties.domain.queries.place import named_like
from parties.models import Place, PlaceName


class PlaceNameInline(RemovableInline):
    """Every name of a place, each with who endorses it."""

    model = PlaceName
    autocomplete_fields = ["endorsed_by"]


@admin.register(Place, site=site)
class PlaceAdmin(SpreadsheetMixin, StandingOrderAdmin):
    """Opaque points with several names."""

    instead_of_deleting = _("A place is never deleted: correct its names or its position.")
    resource_classes = [PlaceResource]
    import_hint = _(
        "Names: name|kind|language|code of the endorsing party, with “;” between several;"
        " all but the name may be left out. Names that are not in the cell are taken away."
    )
    list_display = ["code", "shown_name", "kind", "zone", "area", "country", "lat", "lon"]
    list_filter = ["kind", "zone", "country", "names__endorsed_by"]
    search_fields = ["code"]
    search_help_text = _("Code, or any name in any script; accents need not be typed.")
    inlines = [PlaceNameInline]
    fieldsets = [
        (None, {"fields": ["code", "kind", "lat", "lon"]}),
        (_("As its source has it"), {"fields": ["area", "country", "population", "source"]}),
        (_("In the mission"), {"fields": ["zone"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("names__endorsed_by")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """The code is in exports that were given out."""
        return ["code"] if obj else []

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a place by its code or by a part of any of its names."""
        if not search_term.strip():
            return queryset, False
        wanted = Q(code__iexact=search_term.strip())
        wanted |= named_like(search_term, "names__")
        return queryset.filter(wanted), True

    @admin.display(description=_("names"))
    def shown_name(self, place: Place) -> str:
        """The names as an alphabetical pair."""
        return str(place)
