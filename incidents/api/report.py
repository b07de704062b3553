"""Reports over the API: read as they were filed, and filed through the one door."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.batch import BatchAction
from incidents.api.content import ReportBody, content_in
from incidents.api.examples import REPORT_EXAMPLES
from incidents.api.incident import uuid_in
from incidents.api.reading import JSON, RecordViewSet
from incidents.api.report_columns import INCIDENT_SQL, ReportRecord, report_record
from incidents.domain.desk import Desk, filer
from incidents.domain.filing import Acknowledgement, file_report
from incidents.domain.queries.access import own_reports, visible_incidents, visible_reports
from incidents.domain.queries.relation import reading
from incidents.domain.read_log import note_reading
from incidents.enums import Reading, ReportKind, Scope, SourceKind, Stance
from incidents.forms.outbox import STATUS_OF_OUTCOME
from incidents.models import Report
from incidents.rules import missions_reading
from parties.domain.acting import Actor
from parties.models import Mission

KEY = "Idempotency-Key"


class ReceiptSerializer(serializers.Serializer):
    """The acknowledgement: the same bytes however often the report is sent. Keep it."""

    v = serializers.IntegerField()
    report_id = serializers.UUIDField()
    reference = serializers.CharField()
    mission = serializers.CharField()
    incident = serializers.UUIDField(allow_null=True)
    content_hash = serializers.CharField()
    received_at = serializers.DateTimeField()
    variant = serializers.BooleanField()
    proposed = serializers.BooleanField(
        required=False, help_text="True if it waits as a proposed correction; else left out."
    )
    hints = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="What may be a slip, by code; left out if there is nothing. It was filed so.",
    )


class KeyMismatch(APIException):
    """The Idempotency-Key names another report than the body does."""

    status_code = 422
    default_code = "idempotency-mismatch"
    default_detail = _("The Idempotency-Key must be the report's own id.")
    errors = ({"pointer": "#/report_id", "detail": default_detail, "code": "mismatch"},)


class ReportFilter(django_filters.FilterSet):
    """Which reports."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    mine = django_filters.BooleanFilter(method="own", label=_("Only those that you filed."))
    report_id = django_filters.UUIDFilter(label=_("All that was filed under one id."))
    incident = django_filters.UUIDFilter(method="telling", label=_("Id of an incident."))
    kind = django_filters.MultipleChoiceFilter(
        choices=ReportKind.choices, distinct=False, label=_("Whose account.")
    )
    scope = django_filters.MultipleChoiceFilter(
        choices=Scope.choices, distinct=False, label=_("One event, a published total, or nothing.")
    )
    stance = django_filters.MultipleChoiceFilter(
        choices=Stance.choices, distinct=False, label=_("What the source does with the fact.")
    )
    source_kind = django_filters.MultipleChoiceFilter(
        choices=SourceKind.choices, distinct=False, label=_("What sort of source.")
    )
    source_party = django_filters.CharFilter(
        "source_party__code", max_length=40, label=_("Code of the party that speaks.")
    )
    alleged_party = django_filters.CharFilter(
        "alleged_party__code", max_length=40, label=_("Code of the party accused.")
    )
    external_id = django_filters.CharFilter(
        max_length=80, label=_("Its number in the set it came from.")
    )
    variant = django_filters.BooleanFilter("is_variant", label=_("Whether it is a variant."))
    post = django_filters.CharFilter(method="seen_from", max_length=20, label=_("Post code."))

    class Meta:
        model = Report
        fields = ()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor or Actor()
        if not any(missions_reading(self.actor, "post")):
            self.filters.pop("post", None)

    def own(self, rows: QuerySet[Report], _name: str, wanted: bool) -> QuerySet[Report]:  # noqa: FBT001
        """The actor's own reports."""
        return rows.filter(pk__in=own_reports(self.actor).values("pk")) if wanted else rows

    def telling(self, rows: QuerySet[Report], _name: str, incident: UUID) -> QuerySet[Report]:
        """Reports that tell of an incident."""
        seen = visible_incidents(self.actor).filter(pk=incident)
        return rows.filter(links__incident__in=seen, links__unlinked_at__isnull=True)

    def seen_from(self, rows: QuerySet[Report], _name: str, code: str) -> QuerySet[Report]:
        """Reports of a post, where the actor reads posts."""
        return rows.filter(reading(self.actor, "post"), post__code=code)


class ReportViewSet(BatchAction, RecordViewSet):
    """Accounts of events, exactly as their sources filed them; nothing changes them."""

    queryset = Report.objects.none()
    serializer_class = ReportRecord
    filterset_class = ReportFilter
    keyset = ("-received_at", "-key")
    reading = Reading.REPORTS
    lookup_url_kwarg = "report_id"
    query_parameters = ("content_hash",)
    deeds = {"create": "file_report", "batch": "file_report"}

    @cached_property
    def actor(self) -> Actor:
        """Who asks; of who files, the posts are known as well."""
        return filer(self.request.user) if self.action in self.deeds else super().actor

    def get_queryset(self) -> QuerySet[Report]:
        """What the access function lets the actor read."""
        return visible_reports(self.actor)

    def record(self) -> Any:
        """A report, pruned for the actor."""
        return report_record(self.actor)

    def columns(self) -> tuple[Any, ...]:
        """The record, and the incident that it tells of."""
        incident = RawSQL(INCIDENT_SQL, (), output_field=UUIDField())  # noqa: S611 - constant
        return (*super().columns(), incident)

    def texts(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[str]:
        """The records, each naming its incident only to those who may see that."""
        told = {incident for *_record, incident in rows if incident}
        seen = set(visible_incidents(self.actor).filter(pk__in=told).values_list("pk", flat=True))
        return [
            f'{text[:-1]},"incident":{json.dumps(str(incident) if incident in seen else None)}}}'
            for text, (*_record, incident) in zip(
                super().texts([row[:-1] for row in rows]), rows, strict=True
            )
        ]

    @extend_schema(responses=ReportRecord(many=True))
    def list(self, request: Request) -> HttpResponse:
        """List the reports that you may read, newest first."""
        return super().list(request)

    @extend_schema(
        responses=ReportRecord,
        parameters=[OpenApiParameter("content_hash", str, description="Which variant of it.")],
    )
    def retrieve(self, request: Request, report_id: str) -> Response:
        """Read one report; of several variants, the first unless a content hash names another."""
        rows = self.get_queryset().filter(report_id=uuid_in(report_id)).order_by("key")
        if content_hash := request.query_params.get("content_hash"):
            rows = rows.filter(content_hash=content_hash)
        record = self.one(rows)
        read = rows.only("mission_id", "post_id", "report_id")[0]
        note_reading(self.actor, Reading.REPORT, read, str(read.report_id))
        return Response(record)

    @extend_schema(
        request=ReportBody,
        responses={201: ReceiptSerializer, 200: ReceiptSerializer, 202: ReceiptSerializer},
        examples=REPORT_EXAMPLES,
        parameters=[
            OpenApiParameter(
                KEY,
                str,
                OpenApiParameter.HEADER,
                description="If given, the report's own id, in double quotes.",
            )
        ],
    )
    def create(self, request: Request) -> HttpResponse:
        """File one report, once, however often it is sent.

        201: it is new. 200: it was filed before, and this is the same receipt, byte for byte.
        202: another report was filed under this id; this one is kept beside it as a variant.
        Or it corrects what was published: it waits as a proposed correction.
        """
        content = content_in(request.data)
        key = request.headers.get(KEY)
        if key is not None and key.strip().strip('"').lower() != str(content.report_id):
            raise KeyMismatch
        return _receipt(
            request.path, file_report(content, author=request.user, desk=Desk(self.actor))
        )


def _receipt(reports: str, filed: Acknowledgement) -> HttpResponse:
    address = f"{reports}{filed.report.report_id}/"
    if filed.report.is_variant:
        address += f"?content_hash={filed.report.content_hash}"
    return HttpResponse(
        filed.receipt,
        JSON,
        STATUS_OF_OUTCOME[filed.outcome],
        headers={"Location": address},
    )
