"""Duties: written with their cause, claimed by workers, never abandoned."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.db.models.functions import Greatest

from incidents.enums import DutyKind
from incidents.models import Duty
from parties.models import Mission

LEASE = timedelta(seconds=60)
LONGEST_LEASE = 10
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=10)
LONGEST_ERROR = 2000
# Their work waits for machines of others, and must not hold up the rest.
ABROAD = (DutyKind.TELL_ALERTS,)


def impose(kind: DutyKind, *, mission: Mission, subject: str, cause: str, at: datetime) -> None:
    """Write a duty within the caller's transaction, once per subject and cause."""
    impose_all(kind, mission=mission, due={subject: at}, cause=cause, at=at)


def impose_all(
    kind: DutyKind, *, mission: Mission, due: Mapping[str, datetime], cause: str, at: datetime
) -> None:
    """Write a duty for each subject, due at its instant, once per subject and cause."""
    impose_each(
        _unsaved(kind, mission, subject, cause, at, due_at)
        for subject, due_at in sorted(due.items())
    )


def impose_each(duties: Iterable[Duty]) -> None:
    """Write unsaved duties within the caller's transaction, each once per subject and cause."""
    Duty.objects.insert_missing(list(duties))


def recounts(
    mission: Mission, days: Collection[date | None], *, cause: str, at: datetime
) -> list[Duty]:
    """Return the unsaved duties to recount each dated day, because of an entry or incident."""
    dated = sorted(day for day in days if day is not None)
    return [
        _unsaved(DutyKind.RECOUNT_DAY, mission, day.isoformat(), cause, at, at) for day in dated
    ]


def _unsaved(
    kind: DutyKind, mission: Mission, subject: str, cause: str, at: datetime, due_at: datetime
) -> Duty:
    return Duty(
        kind=kind,
        key=key_of(kind, mission, subject, cause),
        mission_id=mission.pk,
        subject=subject,
        created_at=at,
        due_at=due_at,
    )


def key_of(kind: DutyKind, mission: Mission, subject: str, cause: str) -> str:
    """Return what makes a duty the same duty."""
    return f"{kind}:{mission.pk}:{subject}:{cause}"


def reopen(keys: Collection[str]) -> int:
    """Open duties again that were marked as done although their work is not there."""
    done = Duty.objects.filter(key__in=keys, done_at__isnull=False)
    return done.update(done_at=None, lease_until=None)


def claim(now: datetime, *, abroad: bool = False) -> Duty | None:
    """Lease the oldest due duty that nobody holds, or return None.

    Duties that wait for machines of others are claimed ``abroad``, and only there.

    A lease that ran out is free again: its holder is taken for dead. Leases grow
    with each attempt, so that a duty that kills its workers leaves time for others.
    """
    with transaction.atomic():
        duty = (
            Duty.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, due_at__lte=now)
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .filter(Q(kind__in=ABROAD) if abroad else ~Q(kind__in=ABROAD))
            .order_by("due_at", "pk")
            .first()
        )
        if duty is not None:
            duty.attempts += 1
            duty.lease_until = now + LEASE * min(duty.attempts, LONGEST_LEASE)
            duty.save(update_fields=["lease_until", "attempts"])
    return duty


def siblings_of(duty: Duty) -> list[int]:
    """Return the ids of the open duties that one execution discharges together.

    Read before the work begins: a duty written later has a cause that this
    execution may not have seen.
    """
    return list(
        Duty.objects.filter(
            kind=duty.kind,
            mission_id=duty.mission_id,
            subject=duty.subject,
            done_at__isnull=True,
        ).values_list("pk", flat=True)
    )


def discharge(duty_ids: list[int], at: datetime) -> None:
    """Mark duties as done."""
    Duty.objects.filter(pk__in=duty_ids).update(done_at=at, lease_until=None, last_error="")


def postpone(duty: Duty, together: list[int], error: Exception, now: datetime) -> None:
    """Keep duties whose work failed, to be tried again later, however often.

    Siblings that another worker has leased meanwhile are left to it.
    """
    wait = min(FIRST_RETRY * 2 ** min(duty.attempts, 12), LONGEST_RETRY)
    free = Q(pk=duty.pk) | Q(lease_until__isnull=True)
    Duty.objects.filter(free, pk__in=together, done_at__isnull=True).update(
        due_at=now + wait,
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\x00", ""),
    )


def oldest_open(now: datetime) -> timedelta:
    """Return how long the oldest due duty has been waiting, since it could be done."""
    due = Duty.objects.filter(done_at__isnull=True, due_at__lte=now)
    since = due.aggregate(oldest=Min(Greatest("due_at", "created_at")))["oldest"]
    return now - since if since else timedelta(0)
