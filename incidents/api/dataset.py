"""Records of other people's datasets over the API, for the mission's own staff."""

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
from incidents.domain.queries.access import visible_datasets
from incidents.models import DatasetRecord
from parties.api.reference import CodeField
from parties.models import Mission


class DatasetRecordSerializer(serializers.ModelSerializer):
    """What a dataset says of one event, with its licence; null is not known."""

    mission = CodeField()
    licence = serializers.CharField(source="batch.licence")
    batch = serializers.IntegerField(source="batch_id")
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    leaf = serializers.SerializerMethodField()
    root = serializers.SerializerMethodField()

    class Meta:
        model = DatasetRecord
        fields = (
            *("id", "mission", "dataset", "licence", "batch", "external_id"),
            *("day_from", "day_until", "time_precision", "lat", "lon", "position_precision"),
            *("event_type", "side_a", "side_b", "place", "country"),
            *("killed_low", "killed_best", "killed_high", "source", "leaf", "root"),
        )

    def get_leaf(self, record: DatasetRecord) -> str | None:
        """Its leaf hash."""
        return record.leaf and bytes(record.leaf).hex()

    def get_root(self, record: DatasetRecord) -> str | None:
        """The root over the leaf hashes of its batch."""
        return record.batch.root and bytes(record.batch.root).hex()


class DatasetFilter(django_filters.FilterSet):
    """Which records."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    dataset = django_filters.CharFilter(max_length=80, label=_("Name of the dataset."))
    external_id = django_filters.CharFilter(
        max_length=80, label=_("Its number in the set it came from.")
    )
    day = django_filters.DateFromToRangeFilter(field_name="day_from", label=_("Its first day."))

    class Meta:
        model = DatasetRecord
        fields: tuple[str, ...] = ()


class DatasetViewSet(Acting, GenericViewSet):
    """What ACLED, UCDP and others say. Nothing of it is an incident, counted or verified here."""

    queryset = DatasetRecord.objects.none()
    serializer_class = DatasetRecordSerializer
    filterset_class = DatasetFilter
    keyset = ("-id",)

    def get_queryset(self) -> QuerySet[DatasetRecord]:
        """What the access function lets the actor read."""
        return visible_datasets(self.actor).select_related("mission", "batch")

    @extend_schema(responses=DatasetRecordSerializer(many=True))
    def list(self, request: Request) -> Response:
        """List dataset records, those imported last first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(DatasetRecordSerializer(page, many=True).data)
