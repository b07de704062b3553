"""The read log over the API, for duty officers of every party."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.history import WhoSerializer
from incidents.domain.queries.access import visible_readings
from incidents.domain.queries.read_log import readings_told
from incidents.enums import Reading
from incidents.models import ReadLog
from parties.models import Mission


class ReadingSerializer(serializers.Serializer):
    """One reading of restricted fields, or of a list; who, by role and party."""

    id = serializers.IntegerField(source="row.id")
    at = serializers.DateTimeField(source="row.at")
    mission = serializers.CharField(source="row.mission.code")
    who = WhoSerializer()
    what = serializers.ChoiceField(source="row.what", choices=Reading.choices)
    subject = serializers.CharField(source="row.subject", help_text="Id of what was read.")
    query = serializers.CharField(
        source="row.query", help_text="The query; what people typed is left out."
    )
    rows = serializers.IntegerField(source="row.rows")
    groups = serializers.ListField(
        source="row.groups", child=serializers.CharField(), help_text="Restricted fields read."
    )


class ReadingFilter(django_filters.FilterSet):
    """Which readings."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    what = django_filters.ChoiceFilter(choices=Reading.choices, label=_("What was read."))

    class Meta:
        model = ReadLog
        fields = ()


class ReadingViewSet(Acting, GenericViewSet):
    """Who read restricted fields and lists; duty officers of every party read it."""

    queryset = ReadLog.objects.none()
    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter
    keyset = ("-id",)

    def get_queryset(self) -> QuerySet[ReadLog]:
        """What the access function lets the actor read."""
        return visible_readings(self.actor).select_related("mission")

    @extend_schema(responses=ReadingSerializer(many=True))
    def list(self, request: Request) -> Response:
        """List readings at the missions where you are a duty officer, newest first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        told = readings_told(page, self.actor)
        return self.get_paginated_response(ReadingSerializer(told, many=True).data)
