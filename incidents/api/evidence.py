"""Evidence over the API: what is attached, its copies, its custody, and its originals."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.history import who_record
from incidents.api.reading import uuid_in
from incidents.custody import CaptureMethod, CustodyStep, LookInside, Oddity
from incidents.domain.evidence_handling import (
    LONGEST_REASON,
    MARKS,
    hand_out_original,
    mark_evidence,
    show_copy,
)
from incidents.domain.queries.access import visible_evidence, visible_incidents
from incidents.domain.queries.evidence import (
    CustodyTold,
    EvidenceSeen,
    custody_of,
    evidence_named,
    evidence_seen,
    may_read_custody,
    with_all,
)
from incidents.domain.queries.evidence_compared import compared_with_report
from incidents.models import Evidence, SameEventLink
from incidents.views.evidence_file import copy_response, original_response
from parties.api.strict import StrictChoice, StrictSerializer, StrictText
from parties.domain.acting import Actor


class EvidenceRecord(serializers.Serializer):
    """A file that came with a report; what you may not read of it is left out."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=["photo", "video", "audio", "document"])
    graphic = serializers.BooleanField(help_text="Do not show it unasked.")
    released = serializers.BooleanField(help_text="Whether its copy is open to all readers.")
    copies = serializers.ListField(
        child=serializers.CharField(), help_text="What you may get: working, thumbnail, original."
    )
    report_id = serializers.UUIDField(required=False)
    sha256 = serializers.CharField(required=False, help_text="Of the original.")
    size = serializers.IntegerField(required=False)
    media_type = serializers.CharField(required=False, help_text="By its first bytes.")
    name = serializers.CharField(required=False)
    claimed_type = serializers.CharField(required=False)
    misnamed = serializers.BooleanField(
        required=False, help_text="Whether its name's ending does not go with its bytes."
    )
    collected_by = serializers.CharField(required=False)
    collected_at = serializers.DateTimeField(required=False, allow_null=True)
    device = serializers.CharField(required=False)
    source_url = serializers.CharField(required=False)
    capture = serializers.ChoiceField(
        choices=CaptureMethod.choices, required=False, allow_blank=True
    )
    received_at = serializers.DateTimeField(required=False)
    outcome = serializers.ChoiceField(choices=LookInside.choices, required=False, allow_null=True)
    oddities = serializers.ListField(
        child=serializers.ChoiceField(choices=Oddity.choices), required=False
    )
    tags = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="What the camera wrote."
    )
    taken_at = serializers.DateTimeField(required=False, allow_null=True)
    minutes_off = serializers.IntegerField(required=False, allow_null=True)
    km_off = serializers.FloatField(required=False, allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField(), required=False)

    def to_representation(self, record: dict[str, Any]) -> dict[str, Any]:
        """Only the fields that the record has: a null would tell that there is a field."""
        told = super().to_representation(record)
        return {name: value for name, value in told.items() if name in record}


class CustodySerializer(serializers.Serializer):
    """Something that was done with a file; it names no person."""

    at = serializers.DateTimeField(source="row.at")
    step = serializers.ChoiceField(source="row.step", choices=CustodyStep.choices)
    who = serializers.SerializerMethodField(help_text="Null when the system did it.")
    reason = serializers.CharField(source="row.reason")
    sha256 = serializers.CharField(source="row.sha256", help_text="Of the file or copy touched.")

    def get_who(self, told: CustodyTold) -> dict[str, Any] | None:
        """Role and party."""
        return who_record(told.who)


class OriginalBody(StrictSerializer):
    """Why you open an original."""

    reason = StrictText(max_length=LONGEST_REASON, help_text="It goes into the custody log.")


class MarkBody(OriginalBody):
    """A mark on evidence, and why."""

    step = StrictChoice(choices=[(s.value, s.label) for s in sorted(MARKS)])


class EvidenceFilter(django_filters.FilterSet):
    """Which evidence."""

    report_id = django_filters.UUIDFilter("upload__report_id", label=_("Id of a report."))
    incident = django_filters.UUIDFilter(method="of_incident", label=_("Id of an incident."))

    class Meta:
        model = Evidence
        fields = ()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor or Actor()

    def of_incident(
        self, rows: QuerySet[Evidence], _name: str, incident: UUID
    ) -> QuerySet[Evidence]:
        """What came with the reports that tell of an incident."""
        seen = visible_incidents(self.actor).filter(pk=incident)
        told = SameEventLink.objects.filter(incident__in=seen, unlinked_at__isnull=True)
        return rows.filter(report__in=told.values("report"))


class EvidenceViewSet(Acting, GenericViewSet):
    """Files that came with reports; you see what you may see, and a log says who had it."""

    queryset = Evidence.objects.none()
    serializer_class = EvidenceRecord
    filterset_class = EvidenceFilter
    keyset = ("-attached_at", "-upload_id")
    lookup_url_kwarg = "id"

    def get_queryset(self) -> QuerySet[Evidence]:
        """What the access function lets the actor see."""
        return with_all(visible_evidence(self.actor))

    def filterset_kwargs(self) -> dict[str, Any]:
        """Filters ask the access functions too."""
        return {"actor": self.actor}

    @extend_schema(responses=EvidenceRecord(many=True))
    def list(self, request: Request) -> Response:
        """List the evidence of which you may see something, newest first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        records = [_record(seen) for seen in evidence_seen(self.actor, page)]
        return self.get_paginated_response(EvidenceRecord(records, many=True).data)

    @extend_schema(responses=EvidenceRecord)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Read what is known of a file."""
        return Response(EvidenceRecord(_record(self._found(id))).data)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True, filterset_class=None, pagination_class=None)
    def working(self, request: Request, id: str) -> FileResponse:  # noqa: A002
        """Get the copy without metadata, of at most 2048 pixels a side."""
        return self._copy(id, "working")

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True, filterset_class=None, pagination_class=None)
    def thumbnail(self, request: Request, id: str) -> FileResponse:  # noqa: A002
        """Get the copy of at most 320 pixels a side."""
        return self._copy(id, "thumbnail")

    @extend_schema(
        request=OriginalBody, responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    @action(detail=True, methods=["post"], filterset_class=None)
    def original(self, request: Request, id: str) -> FileResponse:  # noqa: A002
        """Get the file as it was received, byte for byte. It is dangerous to open it."""
        seen = self._found(id)
        said = OriginalBody.said_in(request)
        path = hand_out_original(seen.row, actor=self.actor, **said)
        return original_response(seen.row, path)

    @extend_schema(request=MarkBody, responses=EvidenceRecord)
    @action(detail=True, methods=["post"], filterset_class=None)
    def mark(self, request: Request, id: str) -> Response:  # noqa: A002
        """Mark it as graphic or not; release its copy, or withhold it."""
        seen = self._found(id)
        said = MarkBody.said_in(request)
        mark_evidence(seen.row, CustodyStep(said["step"]), actor=self.actor, reason=said["reason"])
        return Response(EvidenceRecord(_record(self._found(id))).data)

    @extend_schema(responses=CustodySerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None)
    def custody(self, request: Request, id: str) -> Response:  # noqa: A002
        """Read who handled it, when and why, oldest first, where you may."""
        seen = self._found(id)
        if not may_read_custody(self.actor, seen):
            raise Http404
        return Response(CustodySerializer(custody_of(self.actor, seen.row), many=True).data)

    def _found(self, text: str) -> EvidenceSeen:
        self.filter_queryset(self.get_queryset())  # no query parameter means anything here
        seen = evidence_named(self.actor, uuid_in(text))
        if seen is None:
            raise Http404
        return seen

    def _copy(self, text: str, name: str) -> FileResponse:
        seen = self._found(text)
        found = show_copy(seen.row, name, actor=self.actor) if "working" in seen.copies else None
        if found is None:
            raise Http404
        return copy_response(*found)


def _record(seen: EvidenceSeen) -> dict[str, Any]:
    row = seen.row
    record: dict[str, Any] = {
        "id": row.pk,
        "kind": seen.kind,
        "graphic": seen.graphic,
        "released": seen.released,
        "copies": sorted((seen.made if "working" in seen.copies else set()) | _original(seen)),
    }
    if not seen.is_staff:
        return record
    inspection = getattr(row.file, "inspection", None)
    record |= _sent(seen) | {"outcome": inspection.outcome if inspection else None}
    return record | _found_in(seen) if "original" in seen.copies else record


def _original(seen: EvidenceSeen) -> set[str]:
    return {"original"} & seen.copies


def _sent(seen: EvidenceSeen) -> dict[str, Any]:
    file, upload = seen.row.file, seen.row.upload
    names = ("name", "claimed_type", "collected_by", "collected_at", "device")
    return {name: getattr(upload, name) for name in (*names, "source_url", "capture")} | {
        "report_id": upload.report_id,
        "received_at": upload.received_at,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "misnamed": seen.misnamed,
    }


def _found_in(seen: EvidenceSeen) -> dict[str, Any]:
    inspection = getattr(seen.row.file, "inspection", None)
    found = compared_with_report(seen.row)
    return {
        "oddities": inspection.oddities if inspection else [],
        "tags": inspection.tags if inspection else {},
        "taken_at": found.taken_at if found else None,
        "minutes_off": found.minutes if found else None,
        "km_off": found.km if found else None,
        "warnings": found.warnings if found else [],
    }
