"""Choosing how the names of places are shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from parties.domain.naming_policy import LONGEST, keep_policy, policies_offered, policy_named
from parties.models import Mission, Place, User
from parties.naming import Policy, naming
from parties.views.mission import with_mission
from parties.views.page import render_page

CHOSEN = "names"
EXAMPLES = 3


@require_http_methods(["GET", "HEAD", "POST"])
@with_mission
def names_of_places(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Show the policies with examples; keep the one chosen with the account or the session."""
    if request.method == "POST":
        return _choose(request)
    offered = [
        {"code": code, "label": label, "examples": _examples(policy_named(code))}
        for code, label in policies_offered()
    ]
    context = {"offered": offered, "chosen": chosen_code(request) or mission.names}
    return render_page(request, "parties/names.html", mission, context)


def chosen_code(request: HttpRequest) -> str:
    """The policy that the visitor chose: in the address, with the account, in the session."""
    asked = request.GET.get(CHOSEN, "")[:LONGEST]
    own = request.user.names if isinstance(request.user, User) else ""
    return asked or own or request.session.get(CHOSEN, "")


def _choose(request: HttpRequest) -> HttpResponse:
    code = request.POST.get(CHOSEN, "")[:LONGEST]
    if policy_named(code) is None:
        raise Http404
    if isinstance(request.user, User):
        keep_policy(request.user, code)
    else:
        request.session[CHOSEN] = code
    return redirect("names_of_places")


def _examples(policy: Policy | None) -> list[str]:
    """The largest places with several names, as a policy shows them."""
    places = Place.objects.filter(kind__in=("city", "town")).order_by("-population", "code")
    with naming(lambda: policy or Policy()):
        return [str(place) for place in places.prefetch_related("names")[:EXAMPLES]]
