"""What every page of the standing order shares: rights, history, no deletion."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from parties.admin.access import is_allowed, missions_of
from parties.admin.choices import ScopedChoices
from parties.rules import Action

REASON_LENGTH = 100
OUR_OWN = ("change_reason", "known_version")


class StandingOrderForm(forms.ModelForm):
    """A form that asks why, and knows who is asking."""

    change_reason = forms.CharField(
        label=_("Reason for this change"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("Kept in the history beside your name, for everybody who asks later."),
    )
    known_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    acting_user: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember which entry of the history the person was shown."""
        super().__init__(*args, **kwargs)
        self.fields["known_version"].initial = self._newest_version()

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else wrote meanwhile."""
        content = super().clean() or self.cleaned_data
        known = content.get("known_version")
        if known is not None and known != self._newest_version():
            raise ValidationError(
                _("Somebody changed this after you opened it: look at it again, then change it."),
                code="changed_meanwhile",
            )
        return content

    def _newest_version(self) -> int | None:
        if not self.instance.pk:
            return None
        entries = self.instance.history.order_by("-history_date", "-history_id")
        newest: int | None = entries.values_list("history_id", flat=True).first()
        return newest


class Rights:
    """The permission table, applied to one model.

    `mission_attr` names the attribute of a page's object that holds its mission's
    key; without it the object is shared by all missions.
    """

    action = Action.CHANGE_MISSION
    mission_attr: str | None = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_allowed(request, Action.OPEN_ADMIN)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mission_id = self.mission_of(obj)
        within_reach = mission_id is None or mission_id in missions_of(request)
        return self.has_module_permission(request) and within_reach

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj) and self.may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def mission_of(self, obj: Any) -> int | None:
        """The key of an object's mission, if it has one."""
        return getattr(obj, self.mission_attr) if self.mission_attr and obj else None

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Ask the table: at the object's mission, at any, or for what all share."""
        mission_id = self.mission_of(obj)
        if mission_id is not None:
            return is_allowed(request, self.action, mission_id)
        if self.mission_attr and obj is None:
            return bool(missions_of(request))
        return is_allowed(request, Action.CHANGE_REFERENCE)


class NeverDeleted:
    """An admin whose rows are never deleted; the form says what to do instead."""

    instead_of_deleting = _("Nothing is deleted here: correct it, or end it with a date.")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show the form with that advice."""
        context = {"instead_of_deleting": self.instead_of_deleting, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)  # type: ignore[misc]


class StandingOrderAdmin(NeverDeleted, Rights, ScopedChoices, SimpleHistoryAdmin):
    """A model of the standing order: who changed what, when and why is kept."""

    form = StandingOrderForm
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    object_history_list_template = "admin/standing_order/history_list.html"
    change_form_template = "admin/standing_order/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if self.mission_attr is None:
            return rows
        return rows.filter(**{f"{self.mission_attr}__in": missions_of(request)})

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.acting_user = request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show the reason last, and only to who may change something."""
        fieldsets = [
            (name, {**options, "fields": [f for f in options["fields"] if f not in OUR_OWN]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": [OUR_OWN]}))
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj._change_reason = form.cleaned_data.get("change_reason", "")  # noqa: SLF001 - simple_history's name
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Give the rows below the same reason as the row above."""
        for row in formset.forms:
            row.instance._change_reason = form.cleaned_data.get("change_reason", "")  # noqa: SLF001
        super().save_formset(request, form, formset, change)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        self._find(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show an old state; going back to it is a new change, made on the change page."""
        self._find(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        if not version_id.isdecimal():
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def _find(self, request: HttpRequest, object_id: str) -> Any:
        """The row, if the person may know of it; otherwise not found, whatever the cause."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row


class StandingOrderInline(Rights, ScopedChoices, admin.TabularInline):
    """Rows that belong to the row above and share its rights."""

    extra = 0
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class RemovableInline(StandingOrderInline):
    """Rows that carry no dates, so that they end by being taken away; history keeps them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
