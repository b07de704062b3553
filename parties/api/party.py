"""Parties over the API."""

from django_filters import rest_framework as filters
from rest_framework import serializers

from parties.api.participation import InvolvementSerializer, SeatHeldSerializer
from parties.api.reference import CodeField, ReferenceViewSet, in_order
from parties.models import GroupSeat, Participation, Party


class PartySerializer(serializers.ModelSerializer):
    """A party with its dated roles and seats."""

    parent = CodeField(allow_null=True)
    participations = InvolvementSerializer(many=True, read_only=True)
    seats = SeatHeldSerializer(many=True, read_only=True)

    class Meta:
        model = Party
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "iso3",
            "parent",
            "aliases",
            "note",
            "participations",
            "seats",
        )


class PartyFilter(filters.FilterSet):
    """Which parties."""

    kind = filters.ChoiceFilter(choices=Party.Kind.choices, label="What sort of party.")
    iso3 = filters.CharFilter(label="ISO 3166-1 alpha-3 code.", lookup_expr="iexact")
    mission = filters.CharFilter(
        "participations__mission__code", distinct=True, label="Takes part in this mission."
    )
    role = filters.ChoiceFilter(
        "participations__role",
        distinct=True,
        choices=Participation.Role.choices,
        label="Has or had this role somewhere.",
    )
    group = filters.CharFilter("seats__group__code", distinct=True, label="Sits in this group.")

    class Meta:
        model = Party
        fields = ()


class PartyViewSet(ReferenceViewSet):
    """Sides, guarantors, mediators and contributors; their roles have dates."""

    queryset = Party.objects.select_related("parent").prefetch_related(
        in_order("participations", Participation, "mission", "agreement"),
        in_order("seats", GroupSeat, "group"),
    )
    serializer_class = PartySerializer
    filterset_class = PartyFilter
