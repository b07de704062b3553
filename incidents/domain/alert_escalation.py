"""Alerts of a rise: once a mission day, the watch looks at what each holder asked for."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from incidents.alerting import AlertTopic
from incidents.domain import duty
from incidents.domain.alert import alert_of, keep_alerts, open_subscriptions
from incidents.domain.day_rule import rule_of
from incidents.domain.queries.statistics import COUNTED
from incidents.domain.queries.subscription import matching_incidents, unread_topics
from incidents.domain.queries.watched import hundreds_of_hours, watched_days
from incidents.enums import DutyKind
from incidents.missionday.escalation import RECENT, RULE, Escalation, Part, escalation_of, span_of
from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY
from incidents.models import Alert, Subscription
from parties.domain.acting import actor_of
from parties.domain.queries.mission import missions_open_on
from parties.models import Mission

AFTER = timedelta(hours=2)  # the end of the day: its report is made, and returns have come
DAYS_LOOKED_AT = 3  # by each look, so that two days without any miss none
BY_CALENDAR = "due"


def impose_watch(now: datetime) -> int:
    """Write the duty to look at each of the newest days that are over, once a mission and day."""
    watched = list(missions_open_on(now.date()))
    for mission in watched:
        rule = rule_of(mission)
        newest = Span.ending(rule.last_closed(now - AFTER), DAYS_LOOKED_AT)
        days = (day for day in newest if day >= mission.opened_on)
        due = {day.isoformat(): rule.window(day).ends + AFTER for day in days}
        kind = DutyKind.WATCH_DAY
        duty.impose_all(kind, mission=mission, due=due, cause=BY_CALENDAR, at=now)
    return len(watched)


def watch_day(mission: Mission, day: date, now: datetime) -> None:
    """Write an alert for each subscription whose incidents rose; done twice, it writes none again.

    A rise is told once in as many days as the watch calls its last days.
    """
    since = rule_of(mission).window(day).ends
    asking = open_subscriptions().filter(mission=mission, topics__contains=[AlertTopic.ESCALATION])
    told = [_alert(held, day, now) for held in asking.filter(begun_at__lte=since)]
    with transaction.atomic():
        keep_alerts([one for one in told if one is not None], now)


def has_passed(alert: Alert, now: datetime) -> bool:
    """Tell whether the watch, asked again, no longer finds the rise that an alert is about."""
    day = date.fromisoformat(alert.about["mission_day"])
    return rise_of(alert.subscription, day, now).state != "raised"


def rise_of(held: Subscription, day: date, now: datetime) -> Escalation:
    """Return what the watch says of all that a subscription is about, to its holder."""
    actor, span = actor_of(held.person, now=now), span_of(day)
    rows = matching_incidents(held, actor).filter(
        COUNTED, mission_day__range=(span.first, span.last)
    )
    counts: Any = rows.order_by().values_list("mission_day").annotate(Count("pk"))
    watched = watched_days(actor, held.mission, span)
    return escalation_of(day, dict(counts), hundreds_of_hours(watched))


def _alert(held: Subscription, day: date, now: datetime) -> Alert | None:
    topic = AlertTopic.ESCALATION
    actor = actor_of(held.person, now=now)
    if topic in unread_topics(actor, held.mission_id) or _told_lately(held, day):
        return None
    found = rise_of(held, day, now)
    if found.state != "raised":
        return None
    about = {
        "mission_day": day.isoformat(),
        "rule": RULE,
        "recent": _told(found.recent),
        "baseline": _told(found.baseline),
        "gaps": [gap.isoformat() for gap in found.gaps],
    }
    return alert_of(held, topic, f"{topic}/{day.isoformat()}", now, about=about)


def _told_lately(held: Subscription, day: date) -> bool:
    days = [(day - ONE_DAY * n).isoformat() for n in range(1, RECENT)]
    lately = Alert.objects.filter(subscription=held, topic=AlertTopic.ESCALATION)
    return lately.filter(about__mission_day__in=days).exists()


def _told(part: Part) -> dict[str, Any]:
    return {"days": part.days, "number": part.number, "rate": part.rate}
