"""The door of every API view: what the permission table says of its action."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from incidents.api.files import wanted_format
from incidents.rules import may
from parties.domain.acting import actor_of
from parties.models import ApiToken, TokenScope


class TablePermission(BasePermission):
    """Reading is bounded by the access functions; everything else needs a signed-in person.

    A view names the deeds of its actions, as the permission table calls them. Who may do a
    deed nowhere is refused before anything is read; where it may be done, the domain decides.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the action may be tried at all."""
        if not getattr(view, "needs_sign_in", request.method not in SAFE_METHODS):
            return True
        if not request.user.is_authenticated:
            return False
        deed = getattr(view, "deeds", {}).get(getattr(view, "action", None))
        if deed is None:
            return True
        actor = getattr(view, "actor", None) or actor_of(request.user, with_names=False)
        return any(may(actor, deed, mission_id) for mission_id in actor.mission_ids)


class ScopePermission(BasePermission):
    """A token does no more than it was made for; a session is not bounded by this."""

    message = _("This token was not made for that. Make one that may, on the page of your tokens.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the token may do what is asked."""
        if not isinstance(request.auth, ApiToken):
            return True
        return scope_of(request, view) in request.auth.scopes


def scope_of(request: Request, view: Any) -> TokenScope:
    """What a token must be made for."""
    if request.method not in SAFE_METHODS:
        return TokenScope.FILE
    is_file = getattr(view, "as_files", None) and wanted_format(request)
    return TokenScope.EXPORT if is_file else TokenScope.READ
