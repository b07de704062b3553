"""Participation: which parties operate a mission on a day, and who acts for them."""

from datetime import date

from django.db.models import Q, QuerySet

from parties.domain.acting import Actor
from parties.models import Appointment, Mission, Participation, Party


def operators_on(mission: Mission, day: date) -> QuerySet[Party]:
    """Return the parties that operate a mission's centre on a day, by code.

    A party that was invited has this right from the first day of its participation
    on, and not before; one that left had it until its last.
    """
    begun = Q(participations__since__isnull=True) | Q(participations__since__lte=day)
    not_over = Q(participations__until__isnull=True) | Q(participations__until__gte=day)
    return (
        Party.objects.filter(
            begun,
            not_over,
            participations__mission=mission,
            participations__role=Participation.Role.OPERATOR,
        )
        .distinct()
        .order_by("code")
    )


def parties_of(actor: Actor, mission_id: int, roles: frozenset[str] | set[str]) -> set[int]:
    """Return the ids of the parties for which the actor holds one of ``roles``."""
    held = (a for a in actor.appointments_at(mission_id) if a.role in roles)
    return {a.party_id for a in held if a.party_id is not None}


def acts_for_operator(actor: Actor, mission: Mission, day: date) -> bool:
    """Tell whether the actor acts for a party that operates the mission on a day.

    The mission's own staff acts for all of them.
    """
    own = [a for a in actor.appointments_at(mission.pk) if a.party_id is None]
    if any(a.role != Appointment.Role.ADMINISTRATOR for a in own):
        return True
    held = [a.party_id for a in actor.appointments_at(mission.pk) if a.party_id is not None]
    return operators_on(mission, day).filter(pk__in=held).exists()
