"""Missions over the API."""

from django_filters import rest_framework as filters
from rest_framework import serializers

from parties.api.participation import PartakerSerializer
from parties.api.reference import CodeField, DegreesField, ReferenceViewSet, in_order
from parties.models import Mission, Participation


class MissionSerializer(serializers.ModelSerializer):
    """A mission with the parties that take part in it."""

    agreement = CodeField(allow_null=True)
    cut_off = serializers.CharField(
        read_only=True, help_text="Local time at which a mission day ends, such as 19:30:00."
    )
    centre_lat = DegreesField()
    centre_lon = DegreesField()
    zone = serializers.DictField(
        read_only=True, allow_null=True, help_text=Mission._meta.get_field("zone").help_text
    )
    participations = PartakerSerializer(many=True, read_only=True)

    class Meta:
        model = Mission
        fields = (
            "code",
            "name",
            "agreement",
            "time_zone",
            "cut_off",
            "earlier_days",
            "earlier_days",
            "opened_on",
            "closed_on",
            "sign_off_rule",
            "centre_lat",
            "centre_lon",
            "zoom",
            "zone",
            "participations",
        )


class MissionFilter(filters.FilterSet):
    """Which missions."""

    agreement = filters.CharFilter("agreement__code", label="Code of the agreement.")
    open = filters.BooleanFilter("closed_on", lookup_expr="isnull", label="Whether it goes on.")

    class Meta:
        model = Mission
        fields = ()


class MissionViewSet(ReferenceViewSet):
    """Monitoring efforts, each under one agreement, with its time zone and cut-off."""

    queryset = Mission.objects.select_related("agreement").prefetch_related(
        in_order("participations", Participation, "party")
    )
    serializer_class = MissionSerializer
    filterset_class = MissionFilter
