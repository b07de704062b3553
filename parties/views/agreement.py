"""What the page of parties and agreement says of the standing order."""

from typing import Any

from django.db.models import Q

from parties.models import Agreement, Group, Mission, Participation


def agreement_context(mission: Mission) -> dict[str, Any]:
    """The mission's agreement with its provisions, the roles of parties, the groups."""
    return {
        "agreement": mission.agreement,
        "provisions": _provisions(mission.agreement),
        "participations": participations_in(mission),
        "groups": Group.objects.prefetch_related("seats__party").order_by("name"),
    }


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
