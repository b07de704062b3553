"""Proposed corrections over the API: what each would change; accepted, refused or withdrawn."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.history import ChangeSerializer
from incidents.api.if_match import IF_MATCH, tag_in, tag_of
from incidents.api.merging import refusing_stale
from incidents.domain.proposal import BY_OFFICERS, decide_proposal, withdraw_proposal
from incidents.domain.queries.proposal import proposals_with_rows, proposed
from incidents.domain.status import LONGEST_REASON
from incidents.enums import ProposalOutcome
from incidents.models import Proposal, ProposalDecision
from parties.api.strict import StrictChoice, StrictSerializer, StrictText
from parties.models import Mission

MOST_DIGITS = 18


class ProposalRecord(serializers.Serializer):
    """A correction that waits, or waited, because what it corrects was published."""

    id = serializers.IntegerField(source="row.pk")
    mission = serializers.CharField(source="row.mission.code")
    incident = serializers.UUIDField(source="incident.pk", allow_null=True, default=None)
    report = serializers.UUIDField(source="row.report.report_id", help_text="The correction.")
    content_hash = serializers.CharField(source="row.report.content_hash")
    about = serializers.UUIDField(source="row.about.report_id", help_text="What it would correct.")
    proposed_at = serializers.DateTimeField(source="row.proposed_at")
    changes = ChangeSerializer(many=True, help_text="What it says differently.")
    outcome = serializers.ChoiceField(
        source="decision.outcome",
        choices=ProposalOutcome.choices,
        allow_null=True,
        default=None,
        help_text="Null while it waits.",
    )
    reason = serializers.CharField(source="decision.reason", allow_null=True, default=None)
    decided_at = serializers.DateTimeField(
        source="decision.decided_at", allow_null=True, default=None
    )
    allowed_actions = serializers.ListField(
        child=serializers.CharField(), help_text="What you may do with it: decide, withdraw."
    )


class WithdrawBody(StrictSerializer):
    """Why it is withdrawn."""

    reason = StrictText(max_length=LONGEST_REASON, help_text="Why; goes into the journal.")


class DecideBody(WithdrawBody):
    """Accept or refuse, and why."""

    outcome = StrictChoice(choices=[(code.value, code.label) for code in BY_OFFICERS])


class ProposalFilter(django_filters.FilterSet):
    """Which proposed corrections."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    waiting = django_filters.BooleanFilter(
        "decision", lookup_expr="isnull", label=_("Whether it was decided.")
    )
    outcome = django_filters.MultipleChoiceFilter(
        "decision__outcome",
        choices=ProposalOutcome.choices,
        distinct=False,
        label=_("What became of it."),
    )

    class Meta:
        model = Proposal
        fields = ()


class ProposalViewSet(Acting, GenericViewSet):
    """Corrections of what was published: they wait, and what was published stays."""

    queryset = Proposal.objects.none()
    serializer_class = ProposalRecord
    filterset_class = ProposalFilter
    keyset = ("-proposed_at", "-id")
    lookup_url_kwarg = "id"
    deeds = {"decide": "decide_proposals", "withdraw": "file_report"}

    reads_names = True

    def get_queryset(self) -> QuerySet[Proposal]:
        """What the access function lets the actor read."""
        return proposals_with_rows(self.actor)

    @extend_schema(responses=ProposalRecord(many=True))
    def list(self, request: Request) -> Response:
        """List the proposed corrections that you may read, newest first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        told = ProposalRecord(proposed(page, self.actor), many=True).data
        return self.get_paginated_response(told)

    @extend_schema(responses=ProposalRecord)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Read one; its ETag is the If-Match of what you decide."""
        return self._answer(self._found(id))

    @extend_schema(request=DecideBody, responses=ProposalRecord, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def decide(self, request: Request, id: str) -> Response:  # noqa: A002
        """Accept it: the incident and its counts follow, and it is open again. Or refuse it."""
        return self._act(id, DecideBody, decide_proposal)

    @extend_schema(request=WithdrawBody, responses=ProposalRecord, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, id: str) -> Response:  # noqa: A002
        """Withdraw your own; it stays on record."""
        return self._act(id, WithdrawBody, withdraw_proposal)

    def _act(
        self, text: str, body: type[WithdrawBody], deed: Callable[..., ProposalDecision]
    ) -> Response:
        row = self._found(text)
        said = body.said_in(self.request)
        seen = tag_in(self.request)[0]
        with refusing_stale():
            deed(row, actor=self.actor, seen=seen, **said)
        return self._answer(self._found(text))

    def _found(self, text: str) -> Proposal:
        known = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
        row = self.get_queryset().filter(pk=int(text)).first() if known else None
        if row is None:
            raise Http404
        return row

    def _answer(self, row: Proposal) -> Response:
        [one] = proposed([row], self.actor)
        body = ProposalRecord(one).data
        return Response(body, headers={"ETag": tag_of(one.version, body)})
