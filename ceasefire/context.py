"""What every page's template may use: mission, missions, actor, demo_accounts, languages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def mission_page(request: HttpRequest) -> dict[str, Any]:
    """Give the shared names; the ones that need the database are lazy."""
    return {
        "mission": _lazy(lambda: _current_mission(request)),
        "missions": _lazy(_open_missions),
        "actor": _lazy(lambda: _actor(request)),
        "demo_accounts": settings.DEMO_ACCOUNTS,
        "languages": settings.LANGUAGES,
    }


def _lazy(make: Callable[[], Any]) -> SimpleLazyObject:
    return SimpleLazyObject(make)


def _open_missions() -> list[Any]:
    from parties.models import Mission  # noqa: PLC0415 - apps are not ready at import

    return list(Mission.objects.filter(closed_on=None).order_by("opened_on", "code"))


def _current_mission(request: HttpRequest) -> Any:
    from parties.models import Mission  # noqa: PLC0415

    match = getattr(request, "resolver_match", None)
    code = match.kwargs.get("mission") if match else None
    missions = Mission.objects.order_by("opened_on", "code")
    if code:
        return missions.filter(code=code).first()
    return missions.filter(closed_on=None).first() or missions.first()


def _actor(request: HttpRequest) -> Any:
    from parties.domain.acting import actor_of  # noqa: PLC0415

    return actor_of(request.user, _current_mission(request))
