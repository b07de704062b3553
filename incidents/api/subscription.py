"""A person's own subscriptions over the API: begun, changed, ended, and what each told."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.alerting import AlertChannel, AlertOutcome, AlertTopic
from incidents.api.acting import Acting
from incidents.api.examples import SUBSCRIPTION_EXAMPLES
from incidents.api.idempotency_key import KEY_PARAMETER, KeyReused, key_in
from incidents.api.reading import uuid_in
from incidents.api.subscription_body import ClockField, SubscriptionBody, SubscriptionChange
from incidents.domain.alert import send_test
from incidents.domain.exporting import ReusedKeyError
from incidents.domain.queries.subscription import own_subscriptions, readable_alerts
from incidents.domain.references import mission_named
from incidents.domain.subscription import (
    change_subscription,
    content_of,
    end_subscription,
    resume_subscription,
    subscribe_once,
)
from incidents.domain.webhook import give_secret
from incidents.models import Alert, AlertAttempt, Subscription
from parties.api.reference import CodeField

NO_STORE = {"Cache-Control": "no-store"}
NEWEST = ("-noticed_at", "-id")


class SubscriptionSerializer(serializers.ModelSerializer):
    """A subscription as it stands; ended, it stays on record."""

    mission = CodeField()
    post = CodeField()
    party = CodeField()
    topics = serializers.ListField(child=serializers.CharField())
    corners = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text=Subscription._meta.get_field("corners").help_text,
    )
    categories = serializers.ListField(child=serializers.CharField())
    quiet_from = ClockField(allow_null=True)
    quiet_until = ClockField(allow_null=True)

    class Meta:
        model = Subscription
        fields: tuple[str, ...] = (
            *("id", "mission", "name", "topics", "corners", "categories", "severity_min"),
            *("post", "party", "channel", "url", "rhythm"),
            *("quiet_from", "quiet_until", "flash_in_quiet"),
            *("begun_at", "changed_at", "stopped_at", "ended_at"),
        )
        read_only_fields = fields


class NewSubscriptionSerializer(SubscriptionSerializer):
    """A subscription just begun, with the secret of its webhook."""

    secret = serializers.CharField(
        allow_null=True, help_text="What its messages are signed with; shown this once."
    )

    class Meta(SubscriptionSerializer.Meta):
        fields = (*SubscriptionSerializer.Meta.fields, "secret")


class SecretRecord(serializers.Serializer):
    """A new secret of a webhook."""

    secret = serializers.CharField(help_text="Shown this once.")


class AttemptRecord(serializers.ModelSerializer):
    """One attempt to tell."""

    class Meta:
        model = AlertAttempt
        fields = ("at", "took_ms", "status", "error")


class AlertRecord(serializers.ModelSerializer):
    """What a subscription told or is to tell, and each attempt."""

    topic = serializers.ChoiceField(choices=AlertTopic.choices)
    outcome = serializers.ChoiceField(choices=AlertOutcome.choices)
    incident = serializers.UUIDField(source="incident_id", allow_null=True)
    about = serializers.DictField(
        help_text="What is about no incident: post and day, rule and baseline, provision."
    )
    attempts = AttemptRecord(many=True)

    class Meta:
        model = Alert
        fields = (
            *("id", "topic", "noticed_at", "due_at", "outcome", "incident", "severity"),
            *("about", "attempts"),
        )


class SubscriptionViewSet(Acting, ListModelMixin, GenericViewSet):
    """Your own subscriptions: you are told of what matches, by e-mail or by a signed webhook."""

    queryset = Subscription.objects.none()
    serializer_class = SubscriptionSerializer
    filterset_class = None
    keyset: tuple[str, ...] = ("-begun_at", "-id")
    lookup_url_kwarg = "id"
    needs_sign_in = True

    def get_queryset(self) -> QuerySet[Subscription]:
        """The person's own."""
        return own_subscriptions(self.actor)

    @extend_schema(
        request=SubscriptionBody,
        responses={201: NewSubscriptionSerializer, 200: NewSubscriptionSerializer},
        parameters=[KEY_PARAMETER],
        examples=SUBSCRIPTION_EXAMPLES,
    )
    def create(self, request: Request) -> Response:
        """Begin a subscription; the key is its id, and sent again nothing is begun twice.

        The secret of a webhook is in the first answer alone; if that was lost, ask for another.
        """
        key, body = key_in(request), SubscriptionBody(data=request.data)
        body.is_valid(raise_exception=True)
        mission = mission_named(body.validated_data["mission"])
        site = request.build_absolute_uri("/")
        try:
            held, is_new = subscribe_once(body.content(), mission, key, actor=self.actor, site=site)
        except ReusedKeyError as error:
            words = _("This Idempotency-Key came before, with another subscription.")
            raise KeyReused(words) from error
        signs = is_new and held.channel == AlertChannel.WEBHOOK
        secret = give_secret(held, actor=self.actor) if signs else None
        address = reverse("api-subscriptions-detail", args=[held.pk])
        headers = {"Location": request.build_absolute_uri(address), **NO_STORE}
        told = SubscriptionSerializer(held).data | {"secret": secret}
        return Response(told, 201 if is_new else 200, headers=headers)

    @extend_schema(responses=SubscriptionSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Read one of your own."""
        return self._answer(id)

    @extend_schema(request=SubscriptionChange, responses=SubscriptionSerializer)
    def partial_update(self, request: Request, id: str) -> Response:  # noqa: A002
        """Change what you say; the rest stays. How it tells you cannot change."""
        held = self._found(id)
        body = SubscriptionChange(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        change_subscription(held, body.content(content_of(held)), actor=self.actor)
        return self._answer(id)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:  # noqa: A002
        """End it; what it told stays on record."""
        end_subscription(self._found(id), actor=self.actor)
        return Response(status=204)

    @extend_schema(request=None, responses=SecretRecord)
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, id: str) -> Response:  # noqa: A002
        """Make your webhook a new secret; the one before signs beside it for 24 hours."""
        secret = give_secret(self._webhook(id), actor=self.actor)
        return Response({"secret": secret}, headers=NO_STORE)

    @extend_schema(request=None, responses=SubscriptionSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, id: str) -> Response:  # noqa: A002
        """Let a webhook that was stopped be called again, of what happens from now on."""
        resume_subscription(self._webhook(id), actor=self.actor)
        return self._answer(id)

    @extend_schema(request=None, responses={202: AlertRecord})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, id: str) -> Response:  # noqa: A002
        """Have your webhook called once with a message that tells of nothing."""
        return Response(AlertRecord(send_test(self._webhook(id))).data, 202)

    @extend_schema(responses=AlertRecord(many=True))
    @action(detail=True, keyset=NEWEST)
    def alerts(self, request: Request, id: str) -> Response:  # noqa: A002
        """List what it told, newest first, as far as you may read it now; and each attempt."""
        page: Any = self.paginate_queryset(readable_alerts(self.actor, self._found(id)))
        return self.get_paginated_response(AlertRecord(page, many=True).data)

    @extend_schema(
        responses=AlertRecord, parameters=[OpenApiParameter("alert", UUID, OpenApiParameter.PATH)]
    )
    @action(detail=True, url_path="alerts/(?P<alert>[^/.]+)")
    def alert(self, request: Request, id: str, alert: str) -> Response:  # noqa: A002
        """Read one; the webhook-id of its messages is its id."""
        rows = readable_alerts(self.actor, self._found(id))
        found = rows.filter(pk=uuid_in(alert)).first()
        if found is None:
            raise Http404
        return Response(AlertRecord(found).data)

    def _answer(self, text: str) -> Response:
        return Response(SubscriptionSerializer(self._found(text)).data)

    def _found(self, text: str) -> Subscription:
        held = self.get_queryset().filter(pk=uuid_in(text)).first()
        if held is None:
            raise Http404
        return held

    def _webhook(self, text: str) -> Subscription:
        held = self._found(text)
        if held.channel != AlertChannel.WEBHOOK or held.ended_at is not None:
            raise Http404
        return held
