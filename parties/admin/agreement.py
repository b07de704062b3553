"""Agreements and provisions in the admin; each provision keeps its rival wordings."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.participation import AgreementParticipationInline
from parties.admin.site import site
from parties.admin.standing_order import RemovableInline, StandingOrderAdmin, StandingOrderInline
from parties.models import Agreement, Provision, ProvisionWording


class ProvisionInline(StandingOrderInline):
    """The numbered points; the link beside each leads to its wordings."""

    model = Provision
    fields = ["number", "code", "kind", "summary", "due_on", "amended_due_on"]
    show_change_link = True


class WordingInline(RemovableInline):
    """The official wordings of a provision, side by side."""

    model = ProvisionWording
    autocomplete_fields = ["endorsed_by"]


@admin.register(Agreement, site=site)
class AgreementAdmin(StandingOrderAdmin):
    """Signed texts."""

    instead_of_deleting = _("An agreement is never deleted: end the roles of its parties.")
    list_display = ["code", "title", "signed_on", "effective_at"]
    list_filter = ["signed_on"]
    search_fields = ["code", "title", "provisions__summary"]
    fields = ["code", "title", "signed_on", "effective_at", "source_url", "note"]
    inlines = [ProvisionInline, AgreementParticipationInline]

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """The code is in addresses that were given out."""
        return ["code"] if obj else []


@admin.register(Provision, site=site)
class ProvisionAdmin(StandingOrderAdmin):
    """Numbered points of agreements."""

    instead_of_deleting = _("A provision is never deleted: amend it.")
    list_display = ["code", "agreement", "kind", "due_on", "amended_due_on", "wordings_known"]
    list_filter = ["kind", "agreement"]
    list_select_related = ["agreement"]
    search_fields = ["code", "summary", "wordings__text"]
    autocomplete_fields = ["agreement"]
    inlines = [WordingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Provision]:
        return super().get_queryset(request).annotate(wordings_count=Count("wordings"))

    @admin.display(description=_("wordings"), ordering="wordings_count")
    def wordings_known(self, provision: Provision) -> int:
        """How many wordings are on record."""
        return provision.wordings_count
