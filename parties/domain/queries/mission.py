"""Which missions are open."""

from datetime import date

from django.db.models import Q, QuerySet

from parties.models import Mission


def missions_open_on(day: date) -> QuerySet[Mission]:
    """Return the missions that were opened by a day and not closed before it."""
    not_closed = Q(closed_on=None) | Q(closed_on__gte=day)
    return Mission.objects.filter(not_closed, opened_on__lte=day)
