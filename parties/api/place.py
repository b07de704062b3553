"""Places over the API: an opaque point, every name it has, and a label that takes no side."""

from django.db.models import Exists, OuterRef, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from parties.api.reference import CodeField, DegreesField, ReferenceViewSet, in_order
from parties.domain.queries.place import named_like
from parties.models import Place, PlaceName


class PlaceNameSerializer(serializers.ModelSerializer):
    """One name, its language, and the party whose name it is."""

    endorsed_by = CodeField(allow_null=True)

    class Meta:
        model = PlaceName
        fields = ("name", "language", "kind", "endorsed_by")


class PlaceSerializer(serializers.ModelSerializer):
    """A place; “label” holds the endorsed names, by the policy asked for."""

    label = serializers.CharField(source="__str__", read_only=True)
    lat = DegreesField()
    lon = DegreesField()
    names = PlaceNameSerializer(many=True, read_only=True)

    class Meta:
        model = Place
        fields = (
            "code",
            "label",
            "kind",
            "lat",
            "lon",
            "area",
            "country",
            "zone",
            "population",
            "source",
            "names",
        )


class PlaceFilter(filters.FilterSet):
    """Which places; “q” finds any name in any script, with or without accents."""

    q = filters.CharFilter(method="by_name", label="Part of any name, in any script.")
    kind = filters.CharFilter(label="What stands there.")
    area = filters.CharFilter(lookup_expr="iexact", label="First-level area.")
    country = filters.CharFilter(lookup_expr="iexact", label="Country code.")
    zone = filters.CharFilter(lookup_expr="iexact", label="Part of the mission's area.")

    class Meta:
        model = Place
        fields = ()

    def by_name(self, places: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        """Places with a name like the text."""
        found = PlaceName.objects.filter(named_like(value), place=OuterRef("pk"))
        return places.filter(Exists(found))


class PlaceViewSet(ReferenceViewSet):
    """Places and their several names; there is no default name."""

    queryset = Place.objects.prefetch_related(in_order("names", PlaceName, "endorsed_by"))
    serializer_class = PlaceSerializer
    names_places = True
    filterset_class = PlaceFilter
