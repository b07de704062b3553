"""Redactions over the API: proposed by one party, consented to or declined by another."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
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
from incidents.api.merging import ReasonBody
from incidents.domain.queries.access import visible_redactions, visible_reports
from incidents.domain.redaction import (
    REDACTABLE,
    consent_to_redaction,
    decline_redaction,
    propose_redaction,
)
from incidents.models import Redaction
from parties.api.strict import StrictSerializer, StrictText, StrictUuid
from parties.models import Mission

# The domain's names of fields, as bodies call them.
_IN_BODY = {"fields": "redact"}


class RedactionSerializer(serializers.Serializer):
    """What two parties agreed to destroy, or one asks another to."""

    id = serializers.IntegerField()
    mission = serializers.CharField(source="mission.code")
    report = serializers.UUIDField(source="report_id")
    fields = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="Names of the report's fields."
    )
    reason = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    proposed_for = serializers.CharField(source="proposed_for.code", help_text="Party's code.")
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_for = serializers.CharField(
        source="answered_for.code", allow_null=True, default=None, help_text="Party's code."
    )
    consented = serializers.BooleanField(allow_null=True, help_text="Null while it waits.")
    done_at = serializers.DateTimeField(allow_null=True)


class RedactionBody(ReasonBody):
    """What is to be destroyed, of which report, and why."""

    report = StrictUuid(help_text="The report's id.")
    redact = serializers.ListField(
        child=StrictText(max_length=30),
        allow_empty=False,
        max_length=len(REDACTABLE),
        help_text="Of: " + ", ".join(REDACTABLE),
    )


class NothingBody(StrictSerializer):
    """No words are needed."""


class RedactionFilter(django_filters.FilterSet):
    """Which redactions."""

    mission = django_filters.ModelChoiceFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        label=_("Code of the mission."),
    )
    report = django_filters.UUIDFilter("report_id", label=_("Id of the report."))

    class Meta:
        model = Redaction
        fields = ()


class RedactionViewSet(Acting, GenericViewSet):
    """Values of reports that two parties destroy; duty officers of every party read it."""

    queryset = Redaction.objects.none()
    serializer_class = RedactionSerializer
    filterset_class = RedactionFilter
    keyset = ("-id",)
    lookup_value_regex = "[0-9]{1,18}"
    deeds = dict.fromkeys(("create", "consent", "decline"), "redact")

    def get_queryset(self) -> QuerySet[Redaction]:
        """What the access function lets the actor read."""
        named = ("mission", "proposed_for", "answered_for")
        return visible_redactions(self.actor).select_related(*named)

    @extend_schema(responses=RedactionSerializer(many=True))
    def list(self, request: Request) -> Response:
        """List redactions at the missions where you are a duty officer, newest first."""
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(RedactionSerializer(page, many=True).data)

    @extend_schema(request=RedactionBody, responses={201: RedactionSerializer})
    def create(self, request: Request) -> Response:
        """Propose to destroy fields of a report; another party must consent."""
        said = RedactionBody.said_in(request)
        rows = visible_reports(self.actor).filter(report_id=said["report"])
        report = rows.select_related("mission").order_by("key").first()
        if report is None:
            raise Http404
        try:
            made = propose_redaction(
                report, said["redact"], actor=self.actor, reason=said["reason"]
            )
        except ValidationError as error:
            refused = error.error_dict
            raise ValidationError({_IN_BODY.get(n, n): refused[n] for n in refused}) from error
        return self._told(made, 201)

    @extend_schema(request=None, responses=RedactionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def consent(self, request: Request, pk: str) -> Response:
        """Consent for your party: the values are destroyed at once, for ever."""
        NothingBody.said_in(request)
        return self._told(consent_to_redaction(self._found(pk), actor=self.actor))

    @extend_schema(request=ReasonBody, responses=RedactionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decline(self, request: Request, pk: str) -> Response:
        """Decline for your party: nothing is destroyed."""
        said = ReasonBody.said_in(request)
        declined = decline_redaction(self._found(pk), actor=self.actor, reason=said["reason"])
        return self._told(declined)

    def _found(self, pk: str) -> Redaction:
        found = self.get_queryset().filter(pk=int(pk)).first()
        if found is None:
            raise Http404
        return found

    def _told(self, redaction: Redaction, status: int = 200) -> Response:
        fresh = self.get_queryset().get(pk=redaction.pk)
        return Response(RedactionSerializer(fresh).data, status=status)
