"""How an answer names places: as its address asks, else as its reader chose."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from parties.domain.acting import actor_of
from parties.domain.naming_policy import LONGEST, policy_named
from parties.naming import PAIR, Policy, naming
from parties.views.mission import mission_for
from parties.views.names import CHOSEN, chosen_code

API = ("/api/", "/ogc")


class NamingMiddleware:
    """Name places by one policy throughout an answer; nobody is asked before the first name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        of_api = request.path_info.startswith(API)
        with naming(lambda: asked_for(request) if of_api else policy_for(request)):
            return self.get_response(request)


def asked_for(request: HttpRequest) -> Policy:
    """Over the API only the address counts: the same address gives everybody the same names."""
    return policy_named(request.GET.get(CHOSEN, "")[:LONGEST]) or PAIR


def policy_for(request: HttpRequest) -> Policy:
    """The reader's policy on pages, else the mission's."""
    chosen = policy_named(chosen_code(request))
    if chosen is not None:
        return chosen
    mission = getattr(request, "mission", None) or mission_for(request, actor_of(request.user))
    return (policy_named(mission.names) if mission else None) or PAIR
