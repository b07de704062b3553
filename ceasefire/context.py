"""What every page's template may use: mission, missions, actor, demo_accounts, languages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parties.domain.acting import actor_of
from parties.models import Mission
from parties.views.demo import demo_people
from parties.views.mission import mission_for


def mission_page(request: HttpRequest) -> dict[str, Any]:
    """Give the shared names; those that need the database ask it when they are first used."""
    actor = _lazy(lambda: actor_of(request.user))
    return {
        "actor": actor,
        "mission": _lazy(lambda: mission_for(request, actor)),
        "missions": _lazy(lambda: list(Mission.objects.filter(closed_on=None))),
        "demo_accounts": _lazy(demo_people),
        "languages": settings.LANGUAGES,
    }


def _lazy(make: Callable[[], Any]) -> Any:
    return SimpleLazyObject(make)
