"""Appointments of a day, and the missions that a person looks after."""

from datetime import date

from django.db.models import Q, QuerySet

from parties.models import Appointment, Mission, User
from parties.rules import ADMINISTRATORS


def appointments_on(user: User, day: date) -> QuerySet[Appointment]:
    """The appointments that a person holds on a day, first and last day included."""
    return Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), user=user, since__lte=day
    )


def administered_missions(user: User, day: date) -> QuerySet[Mission]:
    """The missions whose standing order a person may change on a day.

    A superuser, who exists to make the first mission and its administrator,
    looks after all of them.
    """
    if user.is_superuser:
        return Mission.objects.all()
    held = appointments_on(user, day).filter(role__in=ADMINISTRATORS)
    return Mission.objects.filter(pk__in=held.values("mission"))
