"""Daily reports over the API: each revision is the very bytes that were published."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.daily_signoff import DaySignBody, DaySigningRecord, signing_record
from incidents.api.reading import JSON
from incidents.domain.daily_signoff import sign_report
from incidents.domain.queries.access import visible_daily_reports
from incidents.domain.queries.daily import revisions_of
from incidents.domain.queries.daily_signoff import signing_of
from incidents.models import DailyReport
from incidents.publishing import PublicationKind
from parties.api.reference import CodeField
from parties.models import Mission

MISSION, DAY, REVISION = r"(?P<mission>[^/]+)", r"(?P<day>[^/]+)", r"(?P<revision>[0-9]{1,6})"

OF_A_DAY = [
    OpenApiParameter("mission", str, OpenApiParameter.PATH),
    OpenApiParameter(
        "day",
        str,
        OpenApiParameter.PATH,
        description="A mission day, such as 2022-03-26, or the week that ends on one: "
        "week-2022-03-27.",
    ),
]
OF_A_REVISION = [*OF_A_DAY, OpenApiParameter("revision", int, OpenApiParameter.PATH)]


class DailyReportSerializer(serializers.ModelSerializer):
    """A published revision as it is listed; its content stands at its own address."""

    mission = CodeField()
    kind = serializers.ChoiceField(choices=PublicationKind.choices)
    url = serializers.SerializerMethodField()

    class Meta:
        model = DailyReport
        fields = (
            "mission",
            "kind",
            "name",
            "first_day",
            "mission_day",
            "number",
            "year",
            "revision",
            "content_hash",
            "journal_position",
            "published_at",
            "released_at",
            "url",
        )

    def get_url(self, report: DailyReport) -> str:
        """The address of the content."""
        names = {
            "mission": report.mission.code,
            "day": report.name,
            "revision": report.revision,
        }
        path = reverse("api-daily-reports-revision", kwargs=names)
        return self.context["request"].build_absolute_uri(path)


class DailyReportFilter(django_filters.FilterSet):
    """Which daily reports."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    kind = django_filters.ChoiceFilter(choices=PublicationKind.choices)
    day = django_filters.DateFromToRangeFilter("mission_day", label=_("Mission day."))

    class Meta:
        model = DailyReport
        fields = ()


class DailyReportViewSet(Acting, ListModelMixin, GenericViewSet):
    """What the missions published for days and weeks, in revisions that never change."""

    queryset = DailyReport.objects.none()
    serializer_class = DailyReportSerializer
    filterset_class = DailyReportFilter
    keyset = ("-mission_day", "-revision", "-id")
    deeds = {"sign": "sign_off"}

    def get_queryset(self) -> QuerySet[DailyReport]:
        """What the access function lets the actor read."""
        published = visible_daily_reports(self.actor)
        return published.select_related("mission").defer("content")

    @extend_schema(
        operation_id="daily_reports_newest",
        responses=OpenApiTypes.OBJECT,
        parameters=OF_A_DAY,
    )
    @action(detail=False, url_path=f"{MISSION}/{DAY}", filterset_class=None)
    def newest(self, request: Request, mission: str, day: str) -> HttpResponse:
        """Read the newest revision of a day, byte for byte as it was published."""
        return self._content(self._of_day(mission, day).order_by("-revision"))

    @extend_schema(
        responses=OpenApiTypes.OBJECT,
        parameters=OF_A_REVISION,
    )
    @action(detail=False, url_path=f"{MISSION}/{DAY}/{REVISION}", filterset_class=None)
    def revision(self, request: Request, mission: str, day: str, revision: str) -> HttpResponse:
        """Read one revision, byte for byte as it was published."""
        return self._content(self._of_day(mission, day).filter(revision=int(revision)))

    @extend_schema(responses=DaySigningRecord, parameters=OF_A_REVISION)
    @action(
        detail=False,
        url_path=f"{MISSION}/{DAY}/{REVISION}/sign-offs",
        url_name="sign-offs",
        filterset_class=None,
    )
    def sign_offs(self, request: Request, mission: str, day: str, revision: str) -> Response:
        """Read what each party said to a revision; it stands beside the content."""
        return self._signing(self._found(mission, day, revision))

    @extend_schema(request=DaySignBody, responses=DaySigningRecord, parameters=OF_A_REVISION)
    @sign_offs.mapping.post
    def sign(self, request: Request, mission: str, day: str, revision: str) -> Response:
        """Sign exactly the content that you read, for your party, once."""
        report = self._found(mission, day, revision)
        said = DaySignBody.said_in(request)
        sign_report(report, actor=self.actor, seen=said.pop("content_hash"), **said)
        return self._signing(report)

    def _signing(self, report: DailyReport) -> Response:
        signing = signing_of(self.actor, report, timezone.now())
        revisions = revisions_of(self.actor, report.mission, report.name)
        newest = revisions.values_list("revision", flat=True)[0]
        return Response(signing_record(signing, report, newest=newest))

    def _found(self, mission: str, day: str, revision: str) -> DailyReport:
        found = self._of_day(mission, day).filter(revision=int(revision)).first()
        if found is None:
            raise Http404
        return found

    def _of_day(self, mission: str, day: str) -> QuerySet[DailyReport]:
        rows: Any = self.filter_queryset(self.get_queryset())
        return rows.filter(mission__code=mission, name=day)

    def _content(self, rows: QuerySet[DailyReport]) -> HttpResponse:
        published = rows.defer(None).first()
        if published is None:
            raise Http404
        headers = {"ETag": f'"{published.content_hash}"'}
        return HttpResponse(bytes(published.content), JSON, headers=headers)
