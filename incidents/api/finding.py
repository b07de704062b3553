"""Findings over the API: read with both parties' words, drafted, moved, signed and answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.finding_body import AmendBody, DraftBody, ReplyBody, SignBody, StepBody
from incidents.api.finding_record import FindingDetail, FindingRecord, TotalsRecord, detail_of
from incidents.api.if_match import IF_MATCH, Stale, tag_in, tag_of
from incidents.api.incident import uuid_in
from incidents.api.merging import refusing_stale
from incidents.domain.finding import FindingChangedError, Seen, amend_finding, draft_finding
from incidents.domain.finding_steps import take_step
from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.finding import findings_with_rows, totals_of
from incidents.domain.read_log import note_finding, note_list
from incidents.domain.reply import file_reply
from incidents.domain.signoff import sign
from incidents.enums import Reading
from incidents.judgements import FindingStatus
from incidents.models import Finding
from parties.models import Mission


class FindingFilter(django_filters.FilterSet):
    """Which findings."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    incident = django_filters.UUIDFilter("incident_id", label=_("Id of the incident."))
    status = django_filters.MultipleChoiceFilter(
        choices=FindingStatus.choices, distinct=False, label=_("Where the version stands.")
    )

    class Meta:
        model = Finding
        fields = ()


class FindingViewSet(Acting, ListModelMixin, GenericViewSet):
    """What missions concluded: versions that never change, each with every party's word on it."""

    queryset = Finding.objects.none()
    serializer_class = FindingRecord
    filterset_class = FindingFilter
    keyset = ("-made_at", "-id")
    lookup_url_kwarg = "id"
    deeds = {
        "create": "keep_findings",
        "amend": "keep_findings",
        "step": "keep_findings",
        "sign_off": "sign_off",
        "reply": "reply",
    }

    reads_names = True

    def get_queryset(self) -> QuerySet[Finding]:
        """What the access function lets the actor read."""
        return findings_with_rows(self.actor)

    @extend_schema(responses=FindingDetail)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Read one version; its ETag is the If-Match of whatever you do with it."""
        finding = self._found(id)
        note_finding(self.actor, finding)
        return self._answer(finding)

    def list(self, request: Request) -> Response:
        """List the versions that you may read, newest first."""
        answer = super().list(request)
        rows = len(answer.data["results"])
        note_list(self.actor, Reading.FINDINGS, dict(request.query_params.lists()), rows)
        return answer

    @extend_schema(request=DraftBody, responses={201: FindingDetail}, parameters=[IF_MATCH])
    def create(self, request: Request) -> Response:
        """Draft the first version of an incident's finding; If-Match is the incident's ETag."""
        body = DraftBody(data=request.data)
        body.is_valid(raise_exception=True)
        incidents = visible_incidents(self.actor).select_related("mission")
        incident = incidents.filter(pk=body.validated_data["incident"]).first()
        if incident is None:
            raise Http404
        seen = tag_in(request)[0]
        with refusing_stale():
            made = draft_finding(incident, body.content(), actor=self.actor, seen=seen)
        return self._answer(self._found(str(made.pk)), 201)

    @extend_schema(request=AmendBody, responses={201: FindingDetail}, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def amend(self, request: Request, id: str) -> Response:  # noqa: A002
        """Make the next version, in draft; sign-offs of this one do not bind it."""
        finding, body = self._asked(AmendBody, id)
        seen = seen_in(request, finding)
        with refusing_changed():
            made = amend_finding(
                finding,
                body.content(),
                actor=self.actor,
                reason=body.validated_data["reason"],
                seen=seen,
            )
        return self._answer(self._found(str(made.pk)), 201)

    @extend_schema(request=StepBody, responses=FindingDetail, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def step(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take a step; “allowed_actions” lists those that you may take."""
        finding, body = self._asked(StepBody, id)
        seen = seen_in(request, finding)
        with refusing_changed():
            take_step(finding, actor=self.actor, seen=seen, **body.validated_data)
        return self._answer(self._found(id))

    @extend_schema(request=SignBody, responses=FindingDetail, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], url_path="sign-off", filterset_class=None)
    def sign_off(self, request: Request, id: str) -> Response:  # noqa: A002
        """Sign exactly the version that you read, for your party, once."""
        finding, body = self._asked(SignBody, id)
        seen = seen_in(request, finding)
        with refusing_changed():
            sign(finding, actor=self.actor, seen=seen, **body.validated_data)
        return self._answer(self._found(id))

    @extend_schema(request=ReplyBody, responses=FindingDetail, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def reply(self, request: Request, id: str) -> Response:  # noqa: A002
        """Answer the version that you read for a notified party; published beside it."""
        finding, body = self._asked(ReplyBody, id)
        seen = seen_in(request, finding)
        with refusing_changed():
            file_reply(finding, actor=self.actor, seen=seen, **body.validated_data)
        return self._answer(self._found(id))

    @extend_schema(operation_id="findings_totals", responses=TotalsRecord(many=True), filters=False)
    @action(
        detail=False,
        url_path=r"totals/(?P<mission>[^/]+)",
        filterset_class=None,
        pagination_class=None,
    )
    def totals(self, request: Request, mission: str) -> Response:
        """Count, for each party, the incidents in which it is alleged and those it is ruled in."""
        found = Mission.objects.filter(code=mission).first() if "\0" not in mission else None
        if found is None:
            raise Http404
        return Response(TotalsRecord(totals_of(self.actor, found), many=True).data)

    def _found(self, text: str) -> Finding:
        rows = self.filter_queryset(self.get_queryset())
        finding = rows.filter(pk=uuid_in(text)).first()
        if finding is None:
            raise Http404
        return finding

    def _asked(self, serializer: Any, text: str) -> tuple[Finding, Any]:
        finding = self._found(text)
        body = serializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        return finding, body

    def _answer(self, finding: Finding, status: int = 200) -> Response:
        body = detail_of(finding, self.actor)
        return Response(body, status, headers={"ETag": tag_of(version_of(finding), body)})


def version_of(finding: Finding) -> str:
    """What an act on a finding is decided on: its snapshot, and where it stands."""
    return f"{finding.snapshot_hash}.{finding.status}"


@contextmanager
def refusing_changed() -> Iterator[None]:
    """Answer 412 where the finding is not as it was read."""
    try:
        yield
    except FindingChangedError as error:
        raise Stale(error.finding.pk, version_of(error.finding)) from error


def seen_in(request: Request, finding: Finding) -> Seen:
    """Read the version and state that the sender has seen; others' sign-offs do not matter.

    Raises:
        Unseen: there is no If-Match, or one that names no version.
        Stale: it is no ETag of a finding.

    """
    parts = tag_in(request)
    if len(parts) < 2 or not parts[0] or not parts[1]:  # noqa: PLR2004 - snapshot and state
        raise Stale(finding.pk, version_of(finding))
    return Seen(parts[0], parts[1])
