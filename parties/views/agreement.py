"""The page of parties and agreement: who takes part, and what was signed."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from parties.models import Agreement, Group, Mission, Participation
from parties.views.mission import with_mission
from parties.views.page import render_page


@with_mission
def agreement(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The mission's agreement with its provisions, the roles of parties, the groups."""
    context = {
        "agreement": mission.agreement,
        "provisions": _provisions(mission.agreement),
        "participations": participations_in(mission),
        "groups": Group.objects.prefetch_related("seats__party").order_by("name"),
    }
    return render_page(request, "parties/agreement.html", mission, context)


def _provisions(signed: Agreement | None) -> list:
    if signed is None:
        return []
    return list(
        signed.provisions.prefetch_related("wordings__endorsed_by").order_by("number", "code")
    )


def participations_in(mission: Mission) -> list[Participation]:
    """The roles that parties have or had in the mission and in its agreement."""
    return list(
        Participation.objects.filter(
            Q(mission=mission) | Q(agreement=mission.agreement, agreement__isnull=False)
        )
        .select_related("party")
        .order_by("role", "since", "party__name")
    )
