"""Alerts of what is missing: a return that did not come, an obligation that is not met.

The duties to ask after them write these alerts. What is told is asked once more just
before: a post that spoke meanwhile is silent no longer.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from incidents.alerting import AlertTopic
from incidents.domain.alert import alert_of, keep_alerts, open_subscriptions
from incidents.domain.day_rule import rule_of
from incidents.domain.lateness import due_day, late_obligations, late_since
from incidents.domain.lateness import subject_of as lateness_of
from incidents.domain.queries.subscription import unread_topics
from incidents.domain.silence import GRACE, silent_posts
from incidents.geo.polygon import holds
from incidents.models import Alert, Subscription
from parties.domain.acting import actor_of
from parties.models import Mission, Post, Provision


def tell_of_silence(mission: Mission, subject: str, now: datetime) -> None:
    """Write the alerts of a post's silence on a day, unless it spoke meanwhile."""
    post, day = _silence(mission, subject)
    if post is None:
        return
    about = {"post": post.code, "mission_day": day.isoformat()}
    since = rule_of(mission).window(day).ends + GRACE
    held = [one for one in _asking(mission, AlertTopic.SILENT_POST, since) if _is_about(one, post)]
    _keep(held, AlertTopic.SILENT_POST, subject, about, now)


def tell_of_lateness(mission: Mission, subject: str, now: datetime) -> None:
    """Write the alerts of an obligation that is late, unless it was met or moved meanwhile."""
    provision = _lateness(mission, subject, now)
    if provision is None:
        return
    about = {"provision": provision.code, "due_on": due_day(provision).isoformat()}
    held = _asking(mission, AlertTopic.LATE_OBLIGATION, late_since(provision, mission))
    _keep(held, AlertTopic.LATE_OBLIGATION, subject, about, now)


def is_over(alert: Alert, now: datetime) -> bool:
    """Tell whether what an alert is about is missing no longer."""
    mission, subject = alert.subscription.mission, alert.event.partition("/")[2]
    if alert.topic == AlertTopic.SILENT_POST:
        return _silence(mission, subject)[0] is None
    return alert.topic == AlertTopic.LATE_OBLIGATION and _lateness(mission, subject, now) is None


def _silence(mission: Mission, subject: str) -> tuple[Post | None, date]:
    """Return the post that a duty names, None if it is not silent, and the day."""
    pk, _, day = subject.partition("/")
    silent = silent_posts(mission, date.fromisoformat(day))
    return next((one for one in silent if one.pk == int(pk)), None), date.fromisoformat(day)


def _lateness(mission: Mission, subject: str, now: datetime) -> Provision | None:
    late = late_obligations(mission, now)
    return next((one for one in late if lateness_of(one) == subject), None)


def _asking(mission: Mission, topic: AlertTopic, since: datetime) -> list[Subscription]:
    """Return who asked to be told of a topic before it began; what is older is not told."""
    rows = open_subscriptions().filter(mission=mission, topics__contains=[topic])
    return list(rows.filter(begun_at__lte=since))


def _is_about(held: Subscription, post: Post) -> bool:
    """Tell whether a subscription is about a post: itself, who runs it, where it stands."""
    return (
        held.post_id in (None, post.pk)
        and (held.party_id is None or post.operators.filter(pk=held.party_id).exists())
        and (not held.corners or _stands_in(post, held.corners))
    )


def _stands_in(post: Post, corners: list[tuple[float, float]]) -> bool:
    at = post if post.lat is not None else post.place
    if at is None or at.lat is None or at.lon is None:
        return False
    return holds(corners, (float(at.lon), float(at.lat)))


def _keep(
    asking: Iterable[Subscription],
    topic: AlertTopic,
    subject: str,
    about: dict[str, str],
    now: datetime,
) -> None:
    told = [
        alert_of(held, topic, f"{topic}/{subject}", now, about=about)
        for held in asking
        if topic not in unread_topics(actor_of(held.person, now=now), held.mission_id)
    ]
    with transaction.atomic():
        keep_alerts(told, now)
