"""The filters of the situation room: all those of the API, and a bar with the usual ones."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.api.filters import IncidentApiFilter
from incidents.domain.queries.statistics import DIMENSIONS
from incidents.forms.incident_filter import FilterBar
from incidents.models import Incident
from parties.models import Party

LONGEST_AREA = 200


class RoomFilter(IncidentApiFilter):
    """Which incidents map, timeline and table show."""

    area = django_filters.CharFilter(method="in_area", max_length=LONGEST_AREA)

    def in_area(self, rows: QuerySet[Incident], _name: str, area: str) -> QuerySet[Incident]:
        """Incidents in an area: that of their place, else the one they were told with."""
        return rows.annotate(found_area=DIMENSIONS["area"].of(self.actor)).filter(
            found_area__iexact=area
        )


class RoomBar(FilterBar):
    """The usual filters of the room; a party only for who reads what reports allege."""

    area = forms.CharField(label=_("Area"), required=False, max_length=LONGEST_AREA)
    alleged_party = forms.ModelChoiceField(
        label=_("Accused by a report"),
        queryset=Party.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )

    field_order = (
        *("day_after", "day_before", "category", "severity_min", "status"),
        *("q", "area", "alleged_party"),
    )

    def __init__(self, *args: Any, mission_id: int, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "alleged_party" in offered:
            parties = Party.objects.filter(participations__mission=mission_id).distinct()
            self.fields["alleged_party"].queryset = parties.order_by("code")  # type: ignore[attr-defined]
        else:
            del self.fields["alleged_party"]
