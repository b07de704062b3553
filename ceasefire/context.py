"""What every page's template may use: mission, missions, actor, what they may do, and more."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from incidents.permissions import Deed
from incidents.rules import may
from parties.domain.acting import Actor, actor_of
from parties.models import Mission
from parties.views.demo import demo_people
from parties.views.mission import mission_for


def mission_page(request: HttpRequest) -> dict[str, Any]:
    """Give the shared names; those that need the database ask it when they are first used."""
    known = getattr(request, "actor", None)
    actor = known or _lazy(lambda: actor_of(request.user))
    mission = getattr(request, "mission", None) or _lazy(lambda: mission_for(request, actor))
    return {
        "actor": actor,
        "mission": mission,
        "keeps_queue": _lazy(lambda: _may(request, "keep_queue", actor, mission)),
        "files_reports": _lazy(lambda: _may(request, "file_report", actor, mission)),
        "reads_open_day": _lazy(lambda: _may(request, "read_open_day", actor, mission)),
        "imports_datasets": _lazy(lambda: _may(request, "import_datasets", actor, mission)),
        "missions": _lazy(lambda: list(Mission.objects.filter(closed_on=None))),
        "demo_accounts": _lazy(demo_people),
        "languages": settings.LANGUAGES,
    }


def _may(request: HttpRequest, deed: Deed, actor: Actor, mission: Mission | None) -> bool:
    """Say whether this person may do something here; the public is asked nothing."""
    if not request.user.is_authenticated:
        return False
    return bool(mission) and may(actor, deed, mission.pk)  # type: ignore[union-attr]


def _lazy(make: Callable[[], Any]) -> Any:
    return SimpleLazyObject(make)
