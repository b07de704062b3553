"""Uploads over the API: announce a file, send it in pieces, ask how far it came."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.claim import StrictBoolean
from incidents.api.piece import BadPiece, PieceParser
from incidents.api.reading import uuid_in
from incidents.custody import CaptureMethod
from incidents.domain.evidence import Progress, begin_upload, progress_of, take_piece
from incidents.domain.evidence_checks import LONGEST, Offer
from incidents.domain.queries.access import own_uploads
from incidents.files.store import OffsetError, StoreFullError
from incidents.models import Upload
from parties.api.strict import (
    StrictChoice,
    StrictInteger,
    StrictMoment,
    StrictSerializer,
    StrictText,
    StrictUuid,
)

OFFSET = "Upload-Offset"
LARGEST_NUMBER = 2**53 - 1


class StorageFull(APIException):
    """The disk takes no more files."""

    status_code = 507
    default_code = "storage-full"
    default_detail = ""


class WrongOffset(APIException):
    """The piece does not begin where the upload ends."""

    status_code = 409
    default_code = "conflict"

    def __init__(self, offset: int) -> None:
        super().__init__(_("Go on at byte %(offset)s.") % {"offset": offset})
        self.errors = [
            {"parameter": OFFSET, "detail": str(offset), "code": "offset"},
        ]


def _text(name: str, words: str) -> StrictText:
    return StrictText(
        required=False, default="", allow_blank=True, max_length=LONGEST[name], help_text=words
    )


class UploadBody(StrictSerializer):
    """A file that you want to attach to your report, filed or yet to be filed."""

    report_id = StrictUuid(help_text="The id of your report; it may be filed later.")
    mission = StrictText(max_length=40, help_text="Code of the mission.")
    sha256 = StrictText(max_length=64, help_text="SHA-256 of the whole file, in small hex digits.")
    size = StrictInteger(max_value=LARGEST_NUMBER, help_text="Its length in bytes.")
    name = _text("name", "Its name where it comes from.")
    claimed_type = _text("claimed_type", "Its media type, as you know it; its bytes decide.")
    collected_by = _text("collected_by", "Who collected it: a function, not a name.")
    collected_at = StrictMoment(
        required=False, default=None, allow_null=True, help_text="When it was collected."
    )
    device = _text("device", "What it was taken with.")
    source_url = _text("source_url", "Where it is published; empty for an own observation.")
    capture = StrictChoice(
        choices=CaptureMethod.choices,
        required=False,
        default="",
        allow_blank=True,
        help_text="How it came to be.",
    )
    graphic = StrictBoolean(
        required=False, default=False, help_text="Whether it shows what people may not want to see."
    )


class ProgressSerializer(serializers.Serializer):
    """How far an upload is. When it is complete, the whole file is kept under its hash."""

    id = serializers.UUIDField(source="upload.pk", help_text="Also the id of the evidence.")
    report_id = serializers.UUIDField(source="upload.report_id")
    sha256 = serializers.CharField(source="upload.sha256")
    size = serializers.IntegerField(source="upload.size")
    offset = serializers.IntegerField(help_text="Send the next piece from this byte on.")
    complete = serializers.BooleanField()
    attached = serializers.SerializerMethodField(
        help_text="Whether it is attached; if not, it waits for its report."
    )

    def get_attached(self, progress: Progress) -> bool:
        """Whether the report is there."""
        return Upload.objects.filter(pk=progress.upload.pk, evidence__isnull=False).exists()


class UploadViewSet(Acting, GenericViewSet):
    """Files on their way: your own."""

    queryset = Upload.objects.none()
    serializer_class = ProgressSerializer
    pagination_class = None
    filter_backends = []
    lookup_url_kwarg = "id"
    deeds = {"create": "file_report", "update": "file_report"}

    def get_queryset(self) -> QuerySet[Upload]:
        """The actor's own."""
        near = own_uploads(self.actor).select_related("mission", "uploader")
        return near.defer("uploader__password")

    def get_parsers(self) -> list[BaseParser]:
        """Pieces are bytes, everything else is JSON."""
        if self.request is not None and self.request.method == "PUT":
            return [PieceParser()]
        return super().get_parsers()

    @extend_schema(request=UploadBody, responses={201: ProgressSerializer, 200: ProgressSerializer})
    def create(self, request: Request) -> Response:
        """Announce a file. 201: send it from byte 0. 200: go on at “offset”, if not complete.

        The same hash for the same report is the same upload, however often it is announced.
        """
        offer = Offer(**UploadBody.said_in(request))
        try:
            progress = begin_upload(offer, actor=self.actor)
        except StoreFullError as error:
            raise StorageFull from error
        is_new = progress.offset == 0 and not progress.complete
        return _answer(progress, 201 if is_new else 200)

    @extend_schema(responses=ProgressSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Ask how far it came; HEAD tells it in “Upload-Offset”."""
        return _answer(progress_of(self._found(id)))

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=ProgressSerializer,
        parameters=[
            OpenApiParameter(
                OFFSET, int, OpenApiParameter.HEADER, required=True, description="Where it begins."
            )
        ],
    )
    def update(self, request: Request, id: str) -> Response:  # noqa: A002
        """Send the next piece, at most 4 MiB. A piece that is cut on its way is not kept.

        With the last one the file is verified against its hash. 409 names the byte to go on at.
        """
        upload = self._found(id)
        try:
            return _answer(take_piece(upload, _offset(request), bytes(request.data or b"")))
        except OffsetError as error:
            raise WrongOffset(error.offset) from error
        except StoreFullError as error:
            raise StorageFull from error

    def _found(self, text: str) -> Upload:
        upload = self.get_queryset().filter(pk=uuid_in(text)).first()
        if upload is None:
            raise Http404
        return upload


def _offset(request: Request) -> int:
    text = request.headers.get(OFFSET, "")
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_NUMBER:
        detail = _("Say in “Upload-Offset” at which byte the piece begins.")
        raise BadPiece(detail, "offset")
    return int(text)


def _answer(progress: Progress, status: int = 200) -> Response:
    headers: dict[str, Any] = {
        OFFSET: progress.offset,
        "Upload-Length": progress.upload.size,
        "Cache-Control": "no-store",
    }
    return Response(ProgressSerializer(progress).data, status, headers=headers)
