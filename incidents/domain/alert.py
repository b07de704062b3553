"""Alerts: what was written to the log is matched with subscriptions, each event once.

The log's places have no gaps and are given in one order, so one mark says how far it was
read: whoever looks first reads on from there, and a second look at once finds it taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from incidents.alerting import (
    FLASH_FROM,
    SEVERITY_CLOCK,
    AlertChannel,
    AlertOutcome,
    AlertRhythm,
    AlertTopic,
)
from incidents.domain import duty
from incidents.domain.queries.relation import reading
from incidents.domain.queries.subscription import matching_incidents
from incidents.domain.version import CHANGES
from incidents.domain.writing import writing
from incidents.enums import Action, DutyKind, Severity
from incidents.ledger.uuid7 import uuid7
from incidents.missionday.alert_clock import Clock
from incidents.models import Alert, AlertMark, Incident, LedgerEntry, Subscription
from parties.domain.acting import Actor, actor_of

AT_ONCE = 1000  # entries of the log
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class _Happened:
    """What the log says of a mission's incidents: where last, since when, what is public now."""

    places: dict[UUID, tuple[int, datetime]] = field(default_factory=dict)
    released: set[UUID] = field(default_factory=set)


def match_alerts(now: datetime) -> int:
    """Write an alert for each event that an open subscription is about; returns how many.

    Looking again, or twice at once, writes none again.
    """
    with transaction.atomic():
        mark = _take_mark()
        if mark is None:
            return 0
        held = list(open_subscriptions())
        if not held:
            _move(mark, LedgerEntry.objects.aggregate(last=Max("seq"))["last"])
            return 0
        last, happened = _read_on(mark.place)
        alerts = [
            alert
            for one in held
            if one.mission_id in happened
            for alert in _alerts_for(one, happened[one.mission_id], now)
        ]
        keep_alerts(alerts, now)
        _move(mark, last)
    return len(alerts)


def open_subscriptions() -> QuerySet[Subscription]:
    """Return the subscriptions that are told what happens."""
    rows = Subscription.objects.filter(
        ended_at__isnull=True, stopped_at__isnull=True, person__is_active=True
    )
    return rows.select_related("mission", "person").order_by("pk")


def _take_mark() -> AlertMark | None:
    AlertMark.objects.insert_missing([AlertMark(id=1, place=-1)])
    return AlertMark.objects.select_for_update(skip_locked=True).first()


def _move(mark: AlertMark, last: int | None) -> None:
    if last is not None and last > mark.place:
        AlertMark.objects.filter(pk=mark.pk).update(place=last)


def _read_on(place: int) -> tuple[int | None, dict[int, _Happened]]:
    """Return how far the log was read, and what it says, by mission."""
    rows = list(_entries_after(place))
    happened: dict[int, _Happened] = {}
    for seq, mission_id, action, subject_type, subject, at in rows:
        of_mission = happened.setdefault(mission_id, _Happened())
        if subject_type == "incident" and action in CHANGES:
            of_mission.places[UUID(subject)] = (seq, at)
        elif action in (Action.DAY_PUBLISHED, Action.DAY_RELEASED):
            _add_released(of_mission, mission_id, subject, seq, at)
    last = rows[-1][0] if rows else None
    return last, {mission: one for mission, one in happened.items() if one.places}


def _entries_after(place: int) -> QuerySet[LedgerEntry, tuple[Any, ...]]:
    of_journal = ("mission", "action", "subject_type", "subject_id", "at")
    entries = LedgerEntry.objects.filter(seq__gt=place).order_by("seq")[:AT_ONCE]
    return entries.values_list("seq", *(f"journal__{name}" for name in of_journal))


def _add_released(
    happened: _Happened, mission_id: int, subject: str, place: int, at: datetime
) -> None:
    """Add what a published day made readable for everybody; a week's report does so of none."""
    try:
        day = date.fromisoformat(subject.partition("/")[0])
    except ValueError:
        return
    rows = Incident.objects.filter(mission_id=mission_id, mission_day=day, updated_at=at)
    for pk in rows.values_list("pk", flat=True):
        happened.places.setdefault(pk, (place, at))
        happened.released.add(pk)


def _alerts_for(held: Subscription, happened: _Happened, now: datetime) -> Iterator[Alert]:
    """Yield what one subscription is to be told, by one query for all that happened."""
    actor = actor_of(held.person, now=now)
    since = {pk for pk, (_place, at) in happened.places.items() if at >= held.begun_at}
    found = {row.pk: row for row in matching_incidents(held, actor, since)}
    if not found:
        return
    told = set(
        Alert.objects.filter(
            subscription=held, topic=AlertTopic.NEW_INCIDENT, incident__in=found
        ).values_list("incident", flat=True)
    )
    watched = _whose_changes_are_read(actor, found)
    for pk in sorted(found):
        row, (place, at) = found[pk], happened.places[pk]
        released = pk in happened.released and pk not in watched
        topic, event = AlertTopic.NEW_INCIDENT, f"incident/{pk}"
        if pk in told or not (released or row.opened_at >= held.begun_at):
            changed = pk in watched and at > row.opened_at and pk not in happened.released
            topic, event = AlertTopic.CHANGED_INCIDENT, f"{event}/{place}" if changed else ""
        if event and topic in held.topics:
            yield alert_of(held, topic, event, now, incident=row)


def _whose_changes_are_read(actor: Actor, found: Iterable[UUID]) -> set[UUID]:
    """Return the incidents of which the holder reads that something changed, and when."""
    rows = Incident.objects.filter(reading(actor, "workflow"), pk__in=list(found))
    return set(rows.values_list("pk", flat=True))


def alert_of(
    held: Subscription,
    topic: AlertTopic,
    event: str,
    now: datetime,
    *,
    incident: Incident | None = None,
    about: dict[str, Any] | None = None,
) -> Alert:
    """Return an unsaved alert, due when the subscription's clock says."""
    severity = incident.severity if incident else None
    return Alert(
        id=uuid7(),
        subscription=held,
        topic=topic,
        event=event,
        incident=incident,
        about=about or {},
        severity=severity,
        noticed_at=now,
        due_at=_due_at(held, severity, now),
    )


def _due_at(held: Subscription, severity: int | None, now: datetime) -> datetime:
    """Return when a subscription is told; what has no severity waits as a serious incident."""
    if held.channel == AlertChannel.WEBHOOK:
        return now
    grave = Severity(Severity.S3 if severity is None else severity)
    quiet = (held.quiet_from, held.quiet_until)
    clock = Clock(
        held.mission.time_zone,
        held.mission.cut_off,
        None if quiet[0] is None or quiet[1] is None else (quiet[0], quiet[1]),
        flash_in_quiet=held.flash_in_quiet,
    )
    if grave >= FLASH_FROM:
        return clock.due_at(now, None, flash=True)
    if held.rhythm == AlertRhythm.BY_SEVERITY:
        return clock.due_at(now, SEVERITY_CLOCK[grave])
    return clock.due_at(now, None if held.rhythm == AlertRhythm.DAILY else HOUR)


def keep_alerts(alerts: list[Alert], now: datetime) -> None:
    """Write alerts, each event of a subscription once, and the duties to tell them."""
    Alert.objects.insert_missing(alerts)
    impose_telling(alerts, now)


def send_test(held: Subscription, *, now: datetime | None = None) -> Alert:
    """Write an alert that tells of nothing, to see whether it arrives; due at once."""
    at = now or timezone.now()
    alert = alert_of(held, AlertTopic.TEST, f"test/{at.isoformat()}", at)
    alert.due_at = at
    with writing():
        keep_alerts([alert], at)
    return alert


def send_again(alert: Alert, *, now: datetime | None = None) -> None:
    """Tell an alert once more, by its own id, whatever became of it."""
    at = now or timezone.now()
    with writing():
        Alert.objects.filter(pk=alert.pk).update(
            outcome=AlertOutcome.WAITING, tries=0, due_at=at, closed_at=None
        )
        impose_telling([alert], at, at=at)


def impose_telling(alerts: Iterable[Alert], now: datetime, *, at: datetime | None = None) -> None:
    """Write the duty to tell what is due, at its instant or another, once a subscription.

    Each call writes duties of its own: one that was done before these alerts were written
    tells none of them.
    """
    due = {(one.subscription_id, at or one.due_at): one.subscription for one in alerts}
    for (pk, when), held in due.items():
        duty.impose_all(
            DutyKind.TELL_ALERTS,
            mission=held.mission,
            due={f"{pk}/{when.timestamp():.3f}": when},
            cause=f"{now.timestamp():.6f}",
            at=now,
        )
