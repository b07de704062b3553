"""The filters of the API: the pages' own, and those that tools need; none tells the unreadable."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField
from rest_framework.request import Request

from incidents.api.areas import BoxFilter, NearFilter, PolygonFilter
from incidents.domain.queries.access import visible_evidence, visible_findings, visible_reports
from incidents.domain.queries.area import Area, standing_in
from incidents.domain.queries.relation import reading
from incidents.enums import Weapon
from incidents.forms.incident_filter import IncidentFilter, OccurredFilter
from incidents.forms.instants import InstantField
from incidents.judgements import FindingStatus
from incidents.models import Evidence, Finding, Incident, Report, SameEventLink
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
    "source_party": "reports",
    "updated_since": "workflow",
}
# The last order tells when something changed: it takes the group of ``updated_since``.
ORDER_BY_CHANGE = "updated"
ORDERS = (
    ("newest", _("newest first")),
    ("oldest", _("oldest first")),
    (ORDER_BY_CHANGE, _("as they were changed, oldest change first")),
)


def day_in(request: Request, name: str) -> date | None:
    """Return a day that a filter has let through, read as the filter reads it."""
    day: date | None = forms.DateField(required=False).clean(request.query_params.get(name, ""))
    return day


class InstantFilter(django_filters.IsoDateTimeFilter):
    """A filter by one instant."""

    field_class = InstantField


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
    source_party = django_filters.CharFilter(
        method="accounted", label=_("Code of a party that told of it."), max_length=40
    )
    attributed_party = django_filters.CharFilter(
        method="attributed",
        label=_("Code of a party that a published finding names."),
        max_length=40,
    )
    provision = django_filters.CharFilter(
        method="breached",
        label=_("Code of a provision that a published finding says was breached."),
        max_length=20,
    )
    weapon = django_filters.MultipleChoiceFilter(
        choices=Weapon.choices, distinct=False, label=_("Class of weapon.")
    )
    box = BoxFilter(
        method="within",
        max_length=100,
        label=_("lon_min,lat_min,lon_max,lat_max in decimal degrees."),
    )
    polygon = PolygonFilter(
        method="within",
        max_length=3_500,
        label=_("lon,lat of each corner in turn, in decimal degrees."),
    )
    near = NearFilter(
        method="within", max_length=100, label=_("lon,lat,kilometres from that point.")
    )
    has_evidence = django_filters.BooleanFilter(
        method="proven", label=_("Whether there is a file of which you get a copy.")
    )
    updated_since = InstantFilter(
        field_name="updated_at", lookup_expr="gte", label=_("Changed since, as RFC 3339 instant.")
    )
    order = django_filters.ChoiceFilter(
        method="ordered", choices=ORDERS, label=_("In which order; newest first if not given.")
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
        if "order" in self.filters and not any(missions_reading(self.actor, "workflow")):
            self.filters["order"].field.choices = ORDERS[:-1]
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

    def within(self, rows: QuerySet[Incident], _name: str, area: Area) -> QuerySet[Incident]:
        """Incidents in an area: where they are exactly, or coarsely where that is all one reads."""
        return rows.filter(standing_in(self.actor, area))

    def accounted(self, rows: QuerySet[Incident], _name: str, code: str) -> QuerySet[Incident]:
        """Incidents of which a party's readable report tells."""
        return rows.filter(self._told(source_party__code=code))

    def attributed(self, rows: QuerySet[Incident], _name: str, code: str) -> QuerySet[Incident]:
        """Incidents whose published finding names a party."""
        return rows.filter(self._concluded(sides__party__code=code))

    def breached(self, rows: QuerySet[Incident], _name: str, code: str) -> QuerySet[Incident]:
        """Incidents whose published finding says that a provision was breached."""
        return rows.filter(self._concluded(breaches__provision__code=code))

    def proven(self, rows: QuerySet[Incident], _name: str, wanted: bool) -> QuerySet[Incident]:  # noqa: FBT001
        """Incidents with, or without, a file of which the actor gets a copy."""
        # Not through the report: who gets a released copy need not read that.
        telling = SameEventLink.objects.filter(
            incident=OuterRef(OuterRef("pk")), unlinked_at__isnull=True
        )
        files: QuerySet[Evidence] = visible_evidence(self.actor).filter(
            report__in=telling.values("report")
        )
        return rows.filter(Exists(files) if wanted else ~Exists(files))

    def ordered(self, rows: QuerySet[Incident], _name: str, order: str) -> QuerySet[Incident]:
        """All of them, the order is the page's; by change, where the actor reads changes."""
        if order != ORDER_BY_CHANGE:
            return rows
        return rows.filter(reading(self.actor, "workflow"))

    def harming(self, rows: QuerySet[Incident], _name: str, wanted: bool) -> QuerySet[Incident]:  # noqa: FBT001
        """Incidents with, or without, anybody known to be harmed."""
        harm = Q(killed_low__gt=0) | Q(injured_low__gt=0)
        return rows.filter(harm) if wanted else rows.exclude(harm)

    def _told(self, **said: Any) -> Exists:
        reports: QuerySet[Report] = visible_reports(self.actor).filter(
            links__incident=OuterRef("pk"), links__unlinked_at__isnull=True, **said
        )
        return Exists(reports)

    def _concluded(self, **said: Any) -> Exists:
        """What a published finding says; what replaced it counts, what was replaced does not."""
        findings: QuerySet[Finding] = visible_findings(self.actor).filter(
            incident=OuterRef("pk"), status=FindingStatus.PUBLISHED, **said
        )
        return Exists(findings)
