"""Exports over the API: ask for a long list, see how far it is, take the file and its manifest."""

import base64
import json
from typing import Any

from django.http import FileResponse, Http404, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.export_file import answer_to, refusal_in
from incidents.api.files import CSV, MEDIA_TYPES
from incidents.api.idempotency_key import KEY_PARAMETER, KeyReused, key_in
from incidents.api.reading import uuid_in
from incidents.domain.exporting import ReusedKeyError, ask_for_export, file_of, format_of
from incidents.domain.queries.access import own_exports
from incidents.domain.read_log import note_list
from incidents.enums import Reading
from incidents.models import Export
from parties.api.bad_query import BadQuery
from parties.api.strict import StrictSerializer, StrictText

LONGEST_QUERY = 4000
# What the file has and a page has not.
OF_FILES = ("format", "hxl", "bom", "profile", "limit", "cursor", "count")


class ExportBody(StrictSerializer):
    """What to write."""

    query = StrictText(
        max_length=LONGEST_QUERY,
        allow_blank=True,
        help_text="The parameters of the list of incidents: format=csv&category=FIR. CSV if "
        "no format is given.",
    )


class ExportSerializer(serializers.Serializer):
    """How far an export is; when it is there, what it is, signed."""

    id = serializers.UUIDField()
    query = serializers.CharField()
    progress = serializers.IntegerField(help_text="0 waits, 1 is being written, 100 is there.")
    asked_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(help_text="When the file is removed.")
    failure = serializers.CharField(help_text="Why there will be none; empty if there may.")
    manifest = serializers.CharField(
        allow_null=True, help_text="Canonical JSON, in base64: rows, sha256, ledger_size, licences."
    )
    signature = serializers.CharField(
        help_text="The log's signed note over the SHA-256 of the manifest's bytes."
    )
    file = serializers.URLField(allow_null=True)


class Gone(APIException):
    """Its time is over."""

    status_code = 410
    default_code = "gone"
    default_detail = gettext_lazy("The file was kept for a week. Ask for it again.")


class ExportViewSet(Acting, GenericViewSet):
    """Your own exports: lists that take long, written by a worker, with a signed manifest."""

    queryset = Export.objects.none()
    serializer_class = ExportSerializer
    needs_sign_in = True
    filterset_class = None
    pagination_class = None
    lookup_url_kwarg = "id"

    @extend_schema(
        request=ExportBody,
        responses={202: ExportSerializer, 200: ExportSerializer},
        parameters=[KEY_PARAMETER],
    )
    def create(self, request: Request) -> Response:
        """Ask for a list as a file. Asking again under the same key asks for nothing new."""
        key = key_in(request)
        query = ExportBody.said_in(request)["query"].removeprefix("?")
        self._check(request, query)
        try:
            row, is_new = ask_for_export(self.actor, key, query, address=_site(request))
        except ReusedKeyError as error:
            raise KeyReused from error
        address = reverse("api-exports-detail", kwargs={"id": row.pk})
        headers = {"Location": request.build_absolute_uri(address)}
        return Response(self._shown(row), 202 if is_new else 200, headers=headers)

    @extend_schema(responses=ExportSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Read how far an export is; when it is there, with its manifest."""
        return Response(self._shown(self._found(id)))

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002
        """Take the file; 404 while it is not there, 410 when its time is over."""
        row = self._found(id)
        if row.made_at is None:
            raise Http404
        if row.expires_at <= timezone.now() or not file_of(row).exists():
            raise Gone
        told = json.loads(bytes(row.manifest or b"{}"))
        note_list(self.actor, Reading.INCIDENTS, QueryDict(row.query), told["rows"])
        wanted = format_of(row.query)
        return FileResponse(
            file_of(row).open("rb"),
            as_attachment=True,
            filename=f"incidents.{wanted}",
            content_type=MEDIA_TYPES[wanted],
            headers={"X-Content-Type-Options": "nosniff"},
        )

    def _found(self, text: str) -> Export:
        row = own_exports(self.actor).filter(pk=uuid_in(text)).first()
        if row is None:
            raise Http404
        return row

    def _check(self, request: Request, query: str) -> None:
        """Refuse now what the list would refuse later."""
        asked = QueryDict(query, mutable=True)
        if asked.get("format", CSV) not in MEDIA_TYPES:
            raise BadQuery({"format": [(_("Give the format of a file."), "invalid_choice")]})
        for name in OF_FILES:
            asked.pop(name, None)
        asked["limit"] = "1"
        refusal = refusal_in(answer_to(request.user, asked.urlencode(), _site(request)))
        if refusal:
            raise serializers.ValidationError({"query": [refusal]})

    def _shown(self, row: Export) -> dict[str, Any]:
        address = reverse("api-exports-file", kwargs={"id": row.pk})
        is_there = row.made_at is not None and row.expires_at > timezone.now()
        shown = {
            name: getattr(row, name)
            for name in (
                *("id", "query", "progress", "asked_at", "made_at", "expires_at"),
                *("failure", "signature"),
            )
        }
        shown["manifest"] = row.manifest and base64.b64encode(bytes(row.manifest)).decode()
        shown["file"] = self.request.build_absolute_uri(address) if is_there else None
        return ExportSerializer(shown).data


def _site(request: Request) -> str:
    return f"{request.scheme}://{request.get_host()}"
