"""The page of parties: each with the roles and seats it has or had."""

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse

from parties.models import GroupSeat, Mission, Participation, Party
from parties.views.mission import with_mission
from parties.views.page import render_page


@with_mission
def party_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """All parties with their roles in this mission and its agreement, and their seats."""
    roles = Participation.objects.filter(
        Q(mission=mission) | Q(agreement=mission.agreement, agreement__isnull=False)
    )
    parties = (
        Party.objects.select_related("parent")
        .prefetch_related(
            Prefetch("participations", roles.order_by("since", "role"), to_attr="roles"),
            Prefetch("seats", GroupSeat.objects.select_related("group")),
        )
        .order_by("name")
    )
    return render_page(request, "parties/party_list.html", mission, {"parties": parties})
