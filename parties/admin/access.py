"""What the person of a request may do in the admin, read once a request."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from parties.domain.queries.appointment import administered_missions, appointments_on
from parties.models import Appointment, User
from parties.rules import Action, may

MISSIONS, APPOINTMENTS = "_administered_missions", "_appointments_today"


def may_open_admin(request: HttpRequest) -> bool:
    """Tell whether a request comes from an active member of staff who is an administrator."""
    user = request.user
    return bool(user.is_active and user.is_staff and is_allowed(request, Action.OPEN_ADMIN))


def is_allowed(request: HttpRequest, action: Action, mission_id: int | None = None) -> bool:
    """Tell whether the table allows an action; a superuser may begin everything."""
    if isinstance(request.user, AnonymousUser):
        return False
    return request.user.is_superuser or may(_appointments(request), action, mission_id)


def missions_of(request: HttpRequest) -> frozenset[int]:
    """The keys of the missions that the person looks after."""
    user = request.user
    if isinstance(user, AnonymousUser):
        return frozenset()
    return _once(request, MISSIONS, lambda: _mission_ids(user))


def _mission_ids(user: User) -> frozenset[int]:
    return frozenset(administered_missions(user, timezone.localdate()).values_list("pk", flat=True))


def _appointments(request: HttpRequest) -> list[Appointment]:
    user = request.user
    return _once(request, APPOINTMENTS, lambda: list(appointments_on(user, timezone.localdate())))


def _once(request: HttpRequest, name: str, make: Callable[[], Any]) -> Any:
    """Remember an answer on the request: permissions are asked many times a page."""
    memory = vars(request)
    if name not in memory:
        memory[name] = make()
    return memory[name]
