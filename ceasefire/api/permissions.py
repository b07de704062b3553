"""The door of every API view: what the permission table says of its action."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class TablePermission(BasePermission):
    """Reading is bounded by the access functions; everything else needs a signed-in person."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the action may be tried at all; the domain decides on the object."""
        if getattr(view, "needs_sign_in", request.method not in SAFE_METHODS):
            return bool(request.user and request.user.is_authenticated)
        return True
