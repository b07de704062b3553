"""Webhooks: a subscription's secrets, and one call with one alert."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from incidents.alerting import AlertTopic
from incidents.domain.alert_mail import DAYS
from incidents.domain.subscription import reach
from incidents.domain.writing import writing
from incidents.exchange.guarded_post import Answer, post
from incidents.exchange.webhook import new_secret, payload, signed_headers
from incidents.models import Alert, Subscription, WebhookSecret
from parties.domain.acting import Actor

# After a rotation the old secret signs beside the new one, so that no message is lost.
BOTH_VALID = timedelta(hours=24)
TYPES = {
    AlertTopic.NEW_INCIDENT: "incident.new",
    AlertTopic.CHANGED_INCIDENT: "incident.changed",
    AlertTopic.SILENT_POST: "post.silent",
    AlertTopic.LATE_OBLIGATION: "obligation.late",
    AlertTopic.ESCALATION: "escalation.raised",
    AlertTopic.TEST: "test",
}


def give_secret(held: Subscription, *, actor: Actor, now: datetime | None = None) -> str:
    """Return a new secret of the actor's own webhook, which is never shown again.

    The one before signs beside it for a day; any older one no more.
    """
    if actor.user is None or held.person_id != actor.user.pk:
        raise PermissionDenied
    at, secret = now or timezone.now(), new_secret()
    with writing():
        older = WebhookSecret.objects.filter(subscription=held)
        older.filter(ends_at__gt=at).update(ends_at=at)
        older.filter(ends_at__isnull=True).update(ends_at=at + BOTH_VALID)
        WebhookSecret.objects.create(subscription=held, secret=secret, made_at=at)
    return secret


def secrets_of(held: Subscription, at: datetime) -> list[str]:
    """Return the secrets that sign at an instant, the newest first."""
    valid = WebhookSecret.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    rows = valid.filter(subscription=held).order_by("-made_at", "-pk")
    return list(rows.values_list("secret", flat=True))


def call_webhook(held: Subscription, alert: Alert, now: datetime) -> Answer:
    """Send one alert once: its type, when, and where to read on with one's own rights."""
    body = payload(TYPES[AlertTopic(alert.topic)], alert.noticed_at, _data(held, alert))
    headers = signed_headers(str(alert.pk), now, body, secrets_of(held, now))
    return post(held.url, body, headers, reach(), settings.WEBHOOK_SECONDS)


def _data(held: Subscription, alert: Alert) -> dict[str, str]:
    data = {"subscription": str(held.pk)}
    if alert.incident_id is None:
        days = {name: day for name, day in alert.about.items() if name in DAYS}
        record = reverse("api-subscriptions-alert", args=[held.pk, alert.pk])
        return data | days | ({"url": held.site + record} if days else {})
    key = str(alert.incident_id)
    return data | {"id": key, "url": held.site + reverse("api-incidents-detail", args=[key])}
