"""Merged incidents over the API: the ids that left the lists, and where they lead."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from incidents.api.filters import InstantFilter
from incidents.api.incident_columns import ALWAYS, MISSION_CODE, TABLE, audience_of
from incidents.api.reading import RecordViewSet
from incidents.api.record import Column, instant, record, serializer_of
from incidents.domain.queries.access import visible_redirects
from incidents.domain.queries.relation import reading
from incidents.enums import Reading
from incidents.models import Incident
from incidents.rules import missions_reading
from parties.domain.acting import Actor
from parties.models import Mission

GROUP = "workflow"  # when something changed is read by few

COLUMNS = (
    Column("id", f"{TABLE}.id", "core", serializers.UUIDField()),
    Column("reference", f"{TABLE}.reference", "core", serializers.CharField()),
    Column("mission", MISSION_CODE, "core", serializers.CharField(help_text="Its code.")),
    Column(
        "into",
        f"{TABLE}.merged_into_id",
        "core",
        serializers.UUIDField(help_text="The incident that its reports went to."),
    ),
    Column(
        "merged_at",
        instant(f"{TABLE}.updated_at"),
        GROUP,
        serializers.DateTimeField(required=GROUP in ALWAYS),
    ),
)
MergedRecord = serializer_of("MergedIncident", COLUMNS)


class MergedFilter(django_filters.FilterSet):
    """Which of them."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    updated_since = InstantFilter(method="since", label=_("Merged since, as RFC 3339 instant."))

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor or Actor()
        if not any(missions_reading(self.actor, GROUP)):
            self.filters.pop("updated_since", None)

    def since(self, rows: QuerySet[Incident], _name: str, at: Any) -> QuerySet[Incident]:
        """Those merged since, where the actor reads when."""
        return rows.filter(reading(self.actor, GROUP), updated_at__gte=at)


class MergedViewSet(RecordViewSet):
    """Incidents that were merged into others. Nothing else ever leaves a list."""

    queryset = Incident.objects.none()
    serializer_class = MergedRecord
    filterset_class = MergedFilter
    keyset = ("-id",)  # the order tells nothing of when they were merged
    reading = Reading.INCIDENTS
    names_places = False

    def get_queryset(self) -> QuerySet[Incident]:
        """What the access function lets the actor read."""
        return visible_redirects(self.actor)

    def record(self) -> Any:
        """One of them, pruned for the actor."""
        return record(COLUMNS, audience_of(self.actor))

    @extend_schema(responses=MergedRecord(many=True))
    def list(self, request: Request) -> HttpResponseBase:
        """List the ids that lead to another incident; an un-merged one is not among them."""
        return super().list(request)
