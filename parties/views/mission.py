"""Which mission a page is about, and choosing another one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from parties.domain.acting import Actor, actor_of
from parties.models import Mission

CHOSEN = "mission"
MissionView = Callable[..., HttpResponse]


def with_mission(view: MissionView) -> MissionView:
    """Give a view the mission its visitor looks at, or say that there is none yet."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request.user)
        mission = mission_for(request, actor)
        if mission is None:
            return render(request, "no_mission.html", {"mission": None, "actor": actor})
        request.actor, request.mission = actor, mission  # type: ignore[attr-defined]
        return view(request, mission, *args, **kwargs)

    return answer


def mission_for(request: HttpRequest, actor: Actor) -> Mission | None:
    """The mission chosen in this session, else the visitor's own, else the first open one."""
    chosen = request.session.get(CHOSEN)
    missions = list(Mission.objects.select_related("agreement").order_by("opened_on", "code"))
    own = actor.mission_ids
    ranked = sorted(
        missions, key=lambda m: (m.code != chosen, m.pk not in own, m.closed_on is not None)
    )
    return ranked[0] if ranked else None


@require_POST
def choose_mission(request: HttpRequest) -> HttpResponse:
    """Remember which mission this visitor wants to see."""
    code = request.POST.get("mission", "")
    if "\0" in code or not Mission.objects.filter(code=code).exists():
        raise Http404
    request.session[CHOSEN] = code
    return redirect("home")


def actor_in(request: HttpRequest) -> Actor:
    """The actor that ``with_mission`` found for this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
