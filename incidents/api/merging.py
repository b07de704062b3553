"""Moving reports over the API: merge, un-merge, split, detach; what is like, what is rival."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.if_match import IF_MATCH, Stale, parts_of, tag_in
from incidents.api.reading import uuid_in
from incidents.domain import merging
from incidents.domain.merging import LONGEST_REASON
from incidents.domain.queries.access import holder_for, visible_merged, visible_reports
from incidents.domain.queries.rival_accounts import matrix_of
from incidents.domain.queries.suggestions import suggestions_for
from incidents.domain.read_log import note_reading
from incidents.domain.version import IncidentChangedError
from incidents.enums import Reading
from incidents.models import Incident, Report
from incidents.rules import may
from parties.api.strict import StrictSerializer, StrictText

MOVES = ("merge", "un_merge", "split", "detach")


@contextmanager
def refusing_stale() -> Iterator[None]:
    """Answer 412 where the incident is not as it was read."""
    try:
        yield
    except IncidentChangedError as error:
        raise Stale(error.pk, error.version) from error


class ReasonBody(StrictSerializer):
    """Why."""

    reason = StrictText(max_length=LONGEST_REASON, help_text="Why; goes into the journal.")


class MergeBody(ReasonBody):
    """Where the reports go."""

    into = serializers.UUIDField(help_text="The incident that keeps the reports.")
    into_etag = StrictText(
        required=False, max_length=100, help_text="Its ETag as you read it, to be as sure of it."
    )


class SplitBody(ReasonBody):
    """Which reports leave."""

    reports = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=1000, help_text="Their ids."
    )


class DetachBody(ReasonBody):
    """Which account leaves."""

    report = serializers.UUIDField(help_text="Its id; its corrections and variants go along.")


class SuggestionRecord(serializers.Serializer):
    """Another incident that may be the same event."""

    incident = serializers.UUIDField()
    reference = serializers.CharField()
    score = serializers.IntegerField(help_text="From 0 to 100.")
    reasons = serializers.ListField(child=serializers.CharField())


class AccountRecord(serializers.Serializer):
    """One report's number of its version of each aspect; null is not said."""

    report = serializers.UUIDField()
    content_hash = serializers.CharField()
    versions = serializers.DictField(child=serializers.IntegerField(allow_null=True))


class AccountsRecord(serializers.Serializer):
    """The accounts of an incident beside each other; which aspects are rival."""

    rival = serializers.ListField(child=serializers.CharField())
    accounts = AccountRecord(many=True)


class MergingActions:
    """The actions of an incident on being one event, for its view set."""

    actor: Any
    _found: Any
    _answer: Any
    move_deeds = dict.fromkeys((*MOVES, "suggestions"), "link_reports")

    @extend_schema(request=MergeBody, responses=None, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def merge(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Merge this incident into another; its id leads there from then on."""
        body, incident = self._asked(MergeBody, request, id)
        into = self._found(str(body.pop("into")))
        if "into_etag" in body:
            body["seen"][into.pk] = parts_of(body.pop("into_etag"))[0]
        with refusing_stale():
            held = merging.merge(incident, into, actor=self.actor, **body)
        return self._told(held)

    @extend_schema(request=ReasonBody, responses=None, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None, url_path="un-merge")
    def un_merge(self, request: Request, id: str) -> Response:  # noqa: A002
        """Undo the merge of this incident; it gets back the reports that the merge moved.

        If-Match is the ETag of the incident that holds them: what this id answers with.
        """
        merged = visible_merged(self.actor).select_related("mission").filter(pk=uuid_in(id)).first()
        holder = holder_for(self.actor, merged.pk) if merged else None
        if merged is None or holder is None:
            raise Http404
        body = ReasonBody(data=request.data)
        body.is_valid(raise_exception=True)
        seen = {holder.pk: tag_in(request)[0]}
        with refusing_stale():
            back = merging.un_merge(merged, actor=self.actor, seen=seen, **body.validated_data)
        return self._told(back)

    @extend_schema(request=SplitBody, responses=None, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def split(self, request: Request, id: str) -> Response:  # noqa: A002
        """Open a new incident for some reports of this one; answers with the new one."""
        body, incident = self._asked(SplitBody, request, id)
        rows = self._reports_named(incident, body.pop("reports"))
        return self._parted(incident, rows, body)

    @extend_schema(request=DetachBody, responses=None, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def detach(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take one account out of this incident; answers with its new incident."""
        body, incident = self._asked(DetachBody, request, id)
        rows = self._reports_named(incident, [body.pop("report")])
        return self._parted(incident, rows, body)

    @extend_schema(responses=SuggestionRecord(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None, names_places=False)
    def suggestions(self, request: Request, id: str) -> Response:  # noqa: A002
        """List what may be the same event, with the reasons, where you may move reports."""
        incident = self._found(id)
        if not may(self.actor, "link_reports", incident.mission_id):
            raise Http404
        note_reading(self.actor, Reading.SUGGESTIONS, incident)
        found = suggestions_for(self.actor, incident)
        return Response(
            [
                {
                    "incident": str(one.incident.pk),
                    "reference": one.incident.reference,
                    "score": one.score,
                    "reasons": list(one.reasons),
                }
                for one in found
            ]
        )

    @extend_schema(responses=AccountsRecord)
    @action(detail=True, filterset_class=None, pagination_class=None, names_places=False)
    def accounts(self, request: Request, id: str) -> Response:  # noqa: A002
        """Read on what the sources of this incident differ, among the reports that you read."""
        incident = self._found(id)
        note_reading(self.actor, Reading.ACCOUNTS, incident)
        matrix = matrix_of(self.actor, incident)
        accounts = [
            {
                "report": str(one.report.report_id),
                "content_hash": one.report.content_hash,
                "versions": one.versions,
            }
            for one in matrix.accounts
        ]
        return Response({"rival": matrix.rival, "accounts": accounts})

    def moves_of(self, incident: Incident) -> dict[str, Any]:
        """What of moving reports the actor may do about an incident that is not merged."""
        if not may(self.actor, "link_reports", incident.mission_id):
            return {}
        merged = visible_merged(self.actor).filter(merged_into=incident).order_by("reference")
        several = ["split", "detach"] if incident.report_count > 1 else []
        return {
            "allowed_moves": ["merge", *several],
            "merged_here": [str(pk) for pk in merged.values_list("pk", flat=True)],
        }

    def leading(self, text: str) -> Incident:
        """The incident of an id, or the one that holds its reports if it was merged."""
        try:
            return self._found(text)
        except Http404:
            holder = holder_for(self.actor, uuid_in(text))
            if holder is None:
                raise
            return holder

    def _asked(
        self, kind: type[StrictSerializer], request: Request, text: str
    ) -> tuple[dict[str, Any], Incident]:
        incident = self._found(text)
        body = kind(data=request.data)
        body.is_valid(raise_exception=True)
        seen = {incident.pk: tag_in(request)[0]}
        return dict(body.validated_data) | {"seen": seen}, incident

    def _parted(self, incident: Incident, rows: list[Report], body: dict[str, Any]) -> Response:
        with refusing_stale():
            made = merging.split(incident, rows, actor=self.actor, **body)
        return self._told(made, 201)

    def _reports_named(self, incident: Incident, ids: list[Any]) -> list[Report]:
        linked = visible_reports(self.actor).filter(
            links__incident=incident, links__unlinked_at__isnull=True, report_id__in=ids
        )
        rows = list(linked)
        if {row.report_id for row in rows} != set(ids):
            raise serializers.ValidationError(
                {"reports": [_("Choose reports that this incident holds now.")]}
            )
        return rows

    def _told(self, incident: Incident, status: int = 200) -> Response:
        return self._answer(self._found(str(incident.pk)), status)
