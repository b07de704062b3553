"""The filters of the API: the pages' own, and those that tools need; none tells the unreadable."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from incidents.domain.queries.access import visible_reports
from incidents.domain.queries.relation import reading
from incidents.forms.incident_filter import IncidentFilter, OccurredFilter
from incidents.models import Incident, Report
from incidents.permissions import PUBLISHED_GROUPS
from incidents.rules import missions_reading
from parties.domain.acting import Actor
from parties.models import Mission

# Filter → the group of fields that it speaks of. The rest speak of what everyone reads.
GROUPS = {
    "occurred": "exact_time",
    "post": "post",
    "alleged_party": "reports",
    "narrative": "narrative",
}
BOX_BOUNDS = ((-180, 180), (-90, 90), (-180, 180), (-90, 90))


class BoxField(forms.CharField):
    """A box on the map, as lon_min,lat_min,lon_max,lat_max in decimal degrees."""

    def clean(self, value: Any) -> list[float] | None:
        """Return the four corners in degrees."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = [float(part) for part in text.split(",")]
        except ValueError as error:
            raise ValidationError(_("Give four numbers, separated by commas."), "box") from error
        if len(found) != len(BOX_BOUNDS) or not _on_earth(found):
            raise ValidationError(_("Give lon_min,lat_min,lon_max,lat_max on earth."), "range")
        if found[0] > found[2] or found[1] > found[3]:
            raise ValidationError(_("The smaller corner comes first."), "order")
        return found


def _on_earth(found: list[float]) -> bool:
    pairs = zip(found, BOX_BOUNDS, strict=True)
    return all(low <= value <= high for value, (low, high) in pairs)


class BoxFilter(django_filters.CharFilter):
    """A filter by a box on the map."""

    field_class = BoxField


class MissionField(ModelChoiceField):
    """A mission by its code; what the reader serves at is known without a query."""

    known: Mapping[str, Mission] = MappingProxyType({})

    def to_python(self, value: Any) -> Mission | None:
        """Return the mission, or refuse a code that there is not."""
        return self.known.get(value) or super().to_python(value)


class MissionFilter(django_filters.ModelChoiceFilter):
    """A filter by the code of a mission."""

    field_class = MissionField


class IncidentApiFilter(IncidentFilter):
    """Which incidents."""

    mission = MissionFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    occurred = OccurredFilter(
        field_name="occurred_from", label=_("When it began, as RFC 3339 instants.")
    )
    alleged_party = django_filters.CharFilter(
        method="accusing", label=_("Code of a party that some report accuses."), max_length=40
    )
    narrative = django_filters.CharFilter(
        method="telling", label=_("Words in the narrative of some report."), max_length=100
    )
    box = BoxFilter(
        method="within",
        max_length=100,
        label=_("lon_min,lat_min,lon_max,lat_max in decimal degrees."),
    )
    has_casualties = django_filters.BooleanFilter(
        method="harming", label=_("Whether somebody is known to be killed or injured.")
    )
    undated = django_filters.BooleanFilter(
        field_name="mission_day", lookup_expr="isnull", label=_("Whether it has no mission day.")
    )

    class Meta:
        model = Incident
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for name, group in GROUPS.items():
            if not any(missions_reading(self.actor, group)):
                self.filters.pop(name, None)
        if "mission" in self.filters:
            own = (appointment.mission for appointment in self.actor.appointments)
            self.filters["mission"].field.known = {mission.code: mission for mission in own}

    def filter_queryset(self, queryset: QuerySet[Incident]) -> QuerySet[Incident]:
        """Apply a filter only where the actor reads what it speaks of."""
        for name, group in GROUPS.items():
            if self.form.cleaned_data.get(name):
                queryset = queryset.filter(self._where_told(group))
        return super().filter_queryset(queryset)

    def _where_told(self, group: str) -> Q:
        """What reports tell is bounded by the reports themselves, which may join any incident."""
        if group in PUBLISHED_GROUPS:
            return Q(mission_id__in=set.union(*missions_reading(self.actor, group)))
        return reading(self.actor, group)

    def accusing(self, rows: QuerySet[Incident], _name: str, code: str) -> QuerySet[Incident]:
        """Incidents of which a readable report accuses a party."""
        return rows.filter(self._told(alleged_party__code=code))

    def telling(self, rows: QuerySet[Incident], _name: str, words: str) -> QuerySet[Incident]:
        """Incidents of which a readable report holds these words."""
        return rows.filter(self._told(narrative__icontains=words))

    def within(self, rows: QuerySet[Incident], _name: str, box: list[float]) -> QuerySet[Incident]:
        """Incidents in a box: where they are exactly, or coarsely where that is all one reads."""
        west, south, east, north = box
        exact = Q(lon__range=(west, east), lat__range=(south, north))
        coarse = Q(public_lon__range=(west, east), public_lat__range=(south, north))
        if not any(missions_reading(self.actor, "exact_position")):
            return rows.filter(coarse)
        readable = reading(self.actor, "exact_position")
        return rows.filter((readable & exact) | (~readable & coarse))

    def harming(self, rows: QuerySet[Incident], _name: str, wanted: bool) -> QuerySet[Incident]:  # noqa: FBT001
        """Incidents with, or without, anybody known to be harmed."""
        harm = Q(killed_low__gt=0) | Q(injured_low__gt=0)
        return rows.filter(harm) if wanted else rows.exclude(harm)

    def _told(self, **said: Any) -> Exists:
        reports: QuerySet[Report] = visible_reports(self.actor).filter(
            links__incident=OuterRef("pk"), links__unlinked_at__isnull=True, **said
        )
        return Exists(reports)
