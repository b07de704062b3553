"""The admin site of the standing order: its door and its front page."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LogoutView
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parties.admin.access import may_open_admin


class StandingOrderSite(admin.AdminSite):
    """Only what is registered here is administered; incidents are not."""

    site_header = _("Standing order")
    site_title = _("Standing order")
    index_title = _("Parties, people, posts and places")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in staff who are administrators of a mission today."""
        return may_open_admin(request)

    def get_urls(self) -> list[Any]:
        """Leave out the way to the page of any row of any table."""
        return [way for way in super().get_urls() if getattr(way, "name", "") != "view_on_site"]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the one sign-in of the site; who may not enter learns so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if request.user.is_authenticated:
            return redirect("admin:index")
        query = urlencode({REDIRECT_FIELD_NAME: target})
        return HttpResponseRedirect(f"{resolve_url('account_login')}?{query}")

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign out of the whole site."""
        return LogoutView.as_view()(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to where everybody changes their password."""
        return redirect("account_change_password")


site = StandingOrderSite(name="admin")
