"""Telling: what is due to a subscription is sent, tried again, and at last given up."""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import structlog
from django.db import transaction

from incidents.alerting import RETRY_WAITS, AlertChannel, AlertOutcome, AlertTopic
from incidents.domain.alert import impose_telling
from incidents.domain.alert_absence import is_over
from incidents.domain.alert_escalation import has_passed
from incidents.domain.alert_mail import message_of
from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.subscription import unread_topics
from incidents.domain.subscription import stop_subscription
from incidents.domain.webhook import call_webhook
from incidents.exchange.guarded_post import Answer
from incidents.models import Alert, AlertAttempt, Subscription
from parties.domain.acting import actor_of

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 500
JITTER = 0.1  # of the wait, so that receivers that were away are not called all at once
LONGEST_ERROR = 300
LONGEST_RUN = 20.0  # seconds for one webhook, then others come first
REST = timedelta(minutes=5)  # of a webhook that failed, before it is called with others
SLOW_DOWN = timedelta(minutes=1)
SLOWER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT)


def tell_due(subject: str, now: datetime) -> None:
    """Tell what waits and is due of the subscription that a duty names.

    An attempt that fails is written down and comes again by the table of waits; nothing
    is raised. Who is killed between sending and writing that down sends the same again.
    """
    pk = UUID(subject.partition("/")[0])
    held = Subscription.objects.select_related("mission", "person").get(pk=pk)
    with transaction.atomic():
        waiting = Alert.objects.select_for_update(of=("self",)).filter(
            subscription=held, outcome=AlertOutcome.WAITING, due_at__lte=now
        )
        rows = list(waiting.select_related("incident").order_by("noticed_at", "pk")[:MOST_AT_ONCE])
        readable = _readable(held, rows, now)
        _close([one for one in rows if one not in readable], AlertOutcome.WITHHELD, now)
        over = [one for one in readable if _is_over(one, now)]
        _close(over, AlertOutcome.OVER, now)
        readable = [one for one in readable if one not in over]
        if readable and held.channel == AlertChannel.WEBHOOK:
            _call_each(held, readable, now)
        elif readable:
            _send(held, readable, now)
    if len(rows) == MOST_AT_ONCE:
        impose_telling(rows[-1:], now)


def _readable(held: Subscription, alerts: Sequence[Alert], now: datetime) -> list[Alert]:
    """Return the alerts that may be told still: who asked, and reads what they are about."""
    if held.ended_at or held.stopped_at or not held.person.is_active:
        return []
    actor = actor_of(held.person, now=now)
    about = {one.incident_id for one in alerts if one.incident_id}
    rows = visible_incidents(actor).filter(pk__in=about)
    seen = {None, *rows.values_list("pk", flat=True)}
    hidden = unread_topics(actor, held.mission_id)
    return [one for one in alerts if one.incident_id in seen and one.topic not in hidden]


def _is_over(alert: Alert, now: datetime) -> bool:
    """Tell whether an alert is about what is no longer so."""
    rose = alert.topic == AlertTopic.ESCALATION
    return has_passed(alert, now) if rose else is_over(alert, now)


def _send(held: Subscription, alerts: list[Alert], now: datetime) -> None:
    begun, error = time.monotonic(), ""
    try:
        message_of(held, alerts).send()
    except Exception as failure:  # noqa: BLE001 - whatever a mail server says, it is tried again
        error = f"{type(failure).__name__}: {failure}"
        log.warning("alerts_not_sent", subscription=str(held.pk), error=error)
    took = int((time.monotonic() - begun) * 1000)
    note_attempts(alerts, now, took_ms=took, error=error)
    if error:
        _put_off(alerts, now)
    else:
        _close(alerts, AlertOutcome.TOLD, now)


def _call_each(held: Subscription, alerts: list[Alert], now: datetime) -> None:
    """Call a webhook with one alert after the other, as long as it answers and is quick."""
    begun = time.monotonic()
    for at, alert in enumerate(alerts):
        sent = now + timedelta(seconds=time.monotonic() - begun)
        answer = call_webhook(held, alert, sent)
        note_attempts(
            [alert], sent, took_ms=answer.took_ms, status=answer.status, error=answer.error
        )
        if not answer.ok:
            _hold(held, alert, alerts[at + 1 :], answer, sent)
            return
        _close([alert], AlertOutcome.TOLD, sent)
        if time.monotonic() - begun > LONGEST_RUN:
            impose_telling(alerts[at + 1 : at + 2], now, at=sent)
            return


def _hold(
    held: Subscription, alert: Alert, others: list[Alert], answer: Answer, now: datetime
) -> None:
    """Put off what failed, and call no sooner with the others; stop what is gone for good."""
    if answer.status == HTTPStatus.GONE:
        _close([alert], AlertOutcome.FAILED, now)
        stop_subscription(held, now)
        return
    asked = timedelta(seconds=answer.retry_after or 0)
    least = max(asked, SLOW_DOWN if answer.status in SLOWER else timedelta())
    _put_off([alert], now, least=min(least, RETRY_WAITS[-1]))
    if wait_after(alert) is None:
        stop_subscription(held, now)
    impose_telling(others[:1], now, at=now + max(REST, min(least, RETRY_WAITS[-1])))


def note_attempts(
    alerts: Sequence[Alert],
    now: datetime,
    *,
    took_ms: int,
    status: int | None = None,
    error: str = "",
) -> None:
    """Write down an attempt to tell some alerts together."""
    said = error[:LONGEST_ERROR].replace("\x00", "")
    AlertAttempt.objects.insert_all(
        [
            AlertAttempt(alert=one, at=now, took_ms=took_ms, status=status, error=said)
            for one in alerts
        ]
    )


def _put_off(alerts: Sequence[Alert], now: datetime, *, least: timedelta = timedelta()) -> None:
    for alert in alerts:
        alert.tries += 1
        wait = wait_after(alert)
        if wait is not None:
            alert.due_at = now + max(wait, least)
        outcome = AlertOutcome.FAILED if wait is None else AlertOutcome.WAITING
        Alert.objects.filter(pk=alert.pk).update(
            tries=alert.tries,
            due_at=alert.due_at,
            outcome=outcome,
            closed_at=now if wait is None else None,
        )
    impose_telling([one for one in alerts if wait_after(one) is not None], now)


def wait_after(alert: Alert) -> timedelta | None:
    """Return how long to wait after the attempts so far; None when there are no more."""
    if alert.tries > len(RETRY_WAITS):
        return None
    wait = RETRY_WAITS[alert.tries - 1]
    chance = random.Random(f"{alert.pk}/{alert.tries}")  # noqa: S311 - only spreads the load
    return wait * (1 + JITTER * chance.random())


def _close(alerts: Sequence[Alert], outcome: AlertOutcome, now: datetime) -> None:
    ids = [one.pk for one in alerts]
    if ids:
        Alert.objects.filter(pk__in=ids).update(outcome=outcome, closed_at=now)
