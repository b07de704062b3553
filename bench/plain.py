"""The plain rivals: what Django REST framework's tutorial would have one write."""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from bench.plain_report import PlainReport
from ceasefire.api.authentication import ApiTokenAuthentication
from incidents.api.incident_columns import COLUMNS
from incidents.models import Incident


class Pages(PageNumberPagination):
    """Numbered pages of a hundred."""

    page_size = 100


class PlainIncidentSerializer(serializers.ModelSerializer):
    """The same fields as ours, by the usual means."""

    mission = serializers.SlugRelatedField(slug_field="code", read_only=True)
    place = serializers.SlugRelatedField(slug_field="code", read_only=True)
    post = serializers.SlugRelatedField(slug_field="code", read_only=True)
    area = serializers.CharField(source="area_text")
    place_label = serializers.SerializerMethodField()

    class Meta:
        model = Incident
        fields = (*(column.name for column in COLUMNS), "place_label")

    def get_place_label(self, incident: Incident) -> str | None:
        return str(incident.place) if incident.place else None


class PlainIncidents(ModelViewSet):
    """Incidents with all their relations fetched beforehand, as a careful author would."""

    queryset = (
        Incident.objects.select_related("mission", "place", "post")
        .prefetch_related("place__names")
        .order_by("-sort_at", "-id")
    )
    serializer_class = PlainIncidentSerializer
    pagination_class = Pages
    authentication_classes = (ApiTokenAuthentication,)
    permission_classes = (IsAuthenticated,)
    filter_backends = (DjangoFilterBackend,)
    filterset_fields = {
        "mission__code": ["exact"],
        "category": ["startswith"],
        "mission_day": ["gte", "lte"],
    }


class LeanIncidentSerializer(serializers.ModelSerializer):
    """The columns of the table and nothing besides."""

    class Meta:
        model = Incident
        fields = "__all__"


class LeanIncidents(PlainIncidents):
    """Incidents without codes and labels: less is answered, and no relation is fetched."""

    queryset = Incident.objects.order_by("-sort_at", "-id")
    serializer_class = LeanIncidentSerializer


class PlainReportSerializer(serializers.ModelSerializer):
    """A row of text and numbers."""

    class Meta:
        model = PlainReport
        fields = "__all__"


class PlainFiling(APIView):
    """One insert into one table: no journal, no receipt, no duty, no second look."""

    authentication_classes = (ApiTokenAuthentication,)
    permission_classes = (IsAuthenticated,)

    def post(self, request: object) -> Response:
        serializer = PlainReportSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data, 201)


def plain_router() -> SimpleRouter:
    """The addresses of the two lists."""
    router = SimpleRouter()
    router.register("incidents", PlainIncidents, basename="plain-incidents")
    router.register("lean-incidents", LeanIncidents, basename="lean-incidents")
    return router
