"""What the person of a request may do in the admin, read once a request."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from parties.domain.acting import Actor, actor_of
from parties.models import Mission
from parties.rules import ADMINISTRATORS, Action, may

ACTOR, MISSIONS = "_standing_order_actor", "_standing_order_missions"


def may_open_admin(request: HttpRequest) -> bool:
    """Tell whether a request comes from an active member of staff who is an administrator."""
    user = request.user
    return bool(user.is_active and user.is_staff and is_allowed(request, Action.OPEN_ADMIN))


def is_allowed(request: HttpRequest, action: Action, mission_id: int | None = None) -> bool:
    """Tell whether the table allows an action; a superuser may begin everything."""
    return request.user.is_superuser or may(_actor(request).appointments, action, mission_id)


def missions_of(request: HttpRequest) -> frozenset[int]:
    """The keys of the missions that the person looks after: for a superuser, all."""
    return _once(request, MISSIONS, lambda: _missions(request))


def _missions(request: HttpRequest) -> frozenset[int]:
    if request.user.is_superuser:
        return frozenset(Mission.objects.values_list("pk", flat=True))
    return frozenset(_actor(request).missions_as(ADMINISTRATORS))


def _actor(request: HttpRequest) -> Actor:
    return _once(request, ACTOR, lambda: actor_of(request.user))


def _once(request: HttpRequest, name: str, make: Callable[[], Any]) -> Any:
    """Remember an answer on the request: permissions are asked many times a page."""
    memory = vars(request)
    if name not in memory:
        memory[name] = make()
    return memory[name]
