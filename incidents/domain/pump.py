"""The pump: does what is due, whoever rings the bell."""

from collections.abc import Callable
from datetime import date, datetime

import structlog
from django.utils import timezone

from incidents.domain import daily_report, duty
from incidents.domain.daily_count import recount_day
from incidents.enums import DutyKind
from incidents.models import Duty
from parties.models import Mission

log = structlog.get_logger(__name__)

# As many days at once as a worker publishes between two looks.
DAYS_AT_ONCE = 400


def look(now: datetime | None = None, limit: int = 500) -> int:
    """Write the duties that the calendar asks for, then do what is due.

    Returns the number of duties done. Called by beat, a worker's start, a person or
    a test, once or twice at once: the result is the same.
    """
    at = now or timezone.now()
    impose_due_days(at)
    return run_due(at, limit)


def impose_due_days(now: datetime) -> int:
    """Write a duty for each mission day whose report is due and missing."""
    imposed = 0
    for mission in Mission.objects.filter(opened_on__lte=now.date()):
        for day in daily_report.days_without_report(mission, now, DAYS_AT_ONCE):
            duty.impose(
                DutyKind.PUBLISH_DAY,
                mission=mission,
                subject=day.isoformat(),
                cause="due",
                at=daily_report.due_at(mission, day),
            )
            imposed += 1
    return imposed


def run_due(now: datetime | None = None, limit: int = 500) -> int:
    """Claim and do due duties until there are none, or ``limit`` are done."""
    done = 0
    while done < limit:
        claimed = duty.claim(now or timezone.now())
        if claimed is None:
            break
        done += do_duty(claimed)
    return done


def do_duty(claimed: Duty) -> int:
    """Do one claimed duty; returns 1 if it is done, 0 if it must be tried again."""
    together = duty.siblings_of(claimed)
    try:
        _WORK[DutyKind(claimed.kind)](claimed.mission, date.fromisoformat(claimed.subject))
    except Exception as error:  # noqa: BLE001 - a duty is kept whatever went wrong
        log.warning("duty_postponed", duty=claimed.key, error=str(error))
        duty.postpone(claimed, error, timezone.now())
        return 0
    duty.discharge(together, timezone.now())
    return 1


def _recount(mission: Mission, day: date) -> None:
    recount_day(mission, day)
    daily_report.publish_day(mission, day)


def _publish(mission: Mission, day: date) -> None:
    daily_report.publish_day(mission, day)


_WORK: dict[DutyKind, Callable[[Mission, date], None]] = {
    DutyKind.RECOUNT_DAY: _recount,
    DutyKind.PUBLISH_DAY: _publish,
}
