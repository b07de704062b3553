"""Participations in the admin: on their own page, and below missions, parties, agreements."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.access import missions_of
from parties.admin.site import site
from parties.admin.standing_order import StandingOrderAdmin, StandingOrderInline
from parties.models import Participation


def within_reach(request: HttpRequest, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Leave roles in agreements, which all share, and in the person's own missions."""
    return rows.filter(Q(mission__isnull=True) | Q(mission__in=missions_of(request)))


class ParticipationInline(StandingOrderInline):
    """Dated roles of parties."""

    model = Participation
    fields = ["party", "mission", "agreement", "role", "since", "until", "note", "source_url"]
    autocomplete_fields = ["party", "mission", "agreement"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = within_reach(request, super().get_queryset(request))
        return rows.select_related("party", "mission", "agreement")


class MissionParticipationInline(ParticipationInline):
    """Who takes part in a mission."""

    mission_attr = "pk"
    fk_name = "mission"


class AgreementParticipationInline(ParticipationInline):
    """Who takes part in an agreement."""

    fk_name = "agreement"
    exclude = ["mission"]
    fields = ["party", "role", "since", "until", "note", "source_url"]


class PartyParticipationInline(ParticipationInline):
    """What a party is to missions and agreements; changed on the participation's own page."""

    fk_name = "party"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Participation, site=site)
class ParticipationAdmin(StandingOrderAdmin):
    """Roles of parties, from a day until a day."""

    mission_attr = "mission_id"
    instead_of_deleting = _("A role is never deleted: give it a last day.")
    list_display = ["party", "role", "mission", "agreement", "since", "until"]
    list_filter = ["role", ("mission", admin.RelatedOnlyFieldListFilter), "agreement"]
    list_select_related = ["party", "mission", "agreement"]
    search_fields = ["party__name", "party__short_name", "party__code", "note"]
    autocomplete_fields = ["party", "mission", "agreement"]
    date_hierarchy = "since"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super(StandingOrderAdmin, self).get_queryset(request)
        return within_reach(request, rows)

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """A role is of one party in one thing; another one is another row."""
        return ["party", "mission", "agreement"] if obj else []
