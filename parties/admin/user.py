"""People in the admin: their accounts and their appointments."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parties.admin.access import is_allowed, missions_of
from parties.admin.appointment import AppointmentForm
from parties.admin.site import site
from parties.admin.standing_order import NeverDeleted, StandingOrderInline
from parties.models import Appointment, User
from parties.rules import Action, may_appoint, may_keep_account_of


class AppointmentInline(StandingOrderInline):
    """A person's appointments at the administrator's missions."""

    model = Appointment
    form = AppointmentForm
    fields = ["mission", "role", "party", "posts", "since", "until"]
    autocomplete_fields = ["mission", "party", "posts"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(mission__in=missions_of(request))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.acting_user = request.user
        return formset

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Nobody changes appointments on their own page."""
        own = obj is not None and not may_appoint(request.user.pk, obj.pk)
        return not own and bool(missions_of(request))


@admin.register(User, site=site)
class UserAdmin(NeverDeleted, DjangoUserAdmin):
    """Accounts of people who serve at the administrator's missions, or nowhere yet."""

    instead_of_deleting = _(
        "An account is never deleted: make it inactive, and end its appointments."
    )
    inlines = [AppointmentInline]
    list_display = ["username", "first_name", "last_name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "appointments__role"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    list_per_page = 50
    change_form_template = "admin/standing_order/change_form.html"
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language"]}),
        (_("Account"), {"fields": ["is_active", "is_staff"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language"]}),
        (_("Account"), {"fields": ["is_staff"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out superusers, and people who only serve at other missions."""
        people = super().get_queryset(request)
        if request.user.is_superuser:
            return people
        served = Appointment.objects.filter(user=OuterRef("pk"))
        here = served.filter(mission__in=missions_of(request))
        return people.filter(Exists(here) | Q(~Exists(served)), is_superuser=False)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Make the account first, then appoint its owner."""
        return self.inlines if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show the superuser's mark to superusers only."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and request.user.is_superuser:
            fieldsets.append((_("System"), {"fields": ["is_superuser"]}))
        return fieldsets

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_allowed(request, Action.OPEN_ADMIN)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What may be seen is what the list holds."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_allowed(request, Action.KEEP_ACCOUNTS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = is_allowed(request, Action.KEEP_ACCOUNTS)
        return allowed and (obj is None or self._keeps_account_of(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _keeps_account_of(self, request: HttpRequest, person: User) -> bool:
        if request.user.is_superuser:
            return True
        serves_at = person.appointments.values_list("mission", flat=True)
        return not person.is_superuser and may_keep_account_of(missions_of(request), serves_at)
