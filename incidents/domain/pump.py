"""The pump: does what is due, whoever rings the bell."""

from collections.abc import Callable
from datetime import date, datetime

import structlog
from django.utils import timezone

from incidents.domain import (
    alert_absence,
    alert_escalation,
    alert_telling,
    daily_report,
    dataset_file,
    duty,
    evidence_check,
    evidence_inspection,
    exporting,
    finding_steps,
    printing,
)
from incidents.domain.alert import match_alerts
from incidents.domain.daily_count import recount_day
from incidents.domain.daily_tally import tally_stale_days
from incidents.domain.lateness import impose_late_obligations
from incidents.domain.sequencing import keep_ledger
from incidents.domain.silence import impose_silent_posts
from incidents.domain.spot_report import incidents_without_flash, publish_flash
from incidents.domain.weekly_report import publish_week, weeks_without_report
from incidents.enums import DutyKind
from incidents.missionday.window import ONE_DAY
from incidents.models import Duty
from parties.models import Mission

log = structlog.get_logger(__name__)

# As many days at once as a worker publishes between two looks.
DAYS_AT_ONCE = 400
BY_CALENDAR = "due"


def look(now: datetime | None = None, limit: int = 500) -> int:
    """Write the duties that the calendar asks for, then do what is due.

    Returns the number of duties done. Called by beat, a worker's start, a person or
    a test, once or twice at once: the result is the same.
    """
    at = now or timezone.now()
    impose_flashes(at)
    impose_due_days(at)
    impose_due_weeks(at)
    impose_due_releases(at)
    impose_silent_posts(at)
    impose_late_obligations(at)
    alert_escalation.impose_watch(at)
    evidence_check.impose_check(at)
    keep_ledger(at)
    _try("alerts_not_matched", lambda: match_alerts(at))
    done = run_due(at, limit)
    _try("days_not_tallied", tally_stale_days)
    return done


def _try(failure: str, work: Callable[[], object]) -> None:
    """Do what is tried again at the next look; what goes wrong there holds up nothing else."""
    try:
        work()
    except Exception:
        log.exception(failure)


def impose_due_days(now: datetime) -> int:
    """Write a duty for each mission day whose report is due and missing.

    Returns the number of such days. A duty that was marked as done although its day
    is missing, because a clock or a mission's dates were moved, is opened again.
    """
    missions = Mission.objects.filter(opened_on__lte=now.date())
    return sum(_impose_days_of(mission, now) for mission in missions)


def _impose_days_of(mission: Mission, now: datetime) -> int:
    days = daily_report.days_without_report(mission, now)[:DAYS_AT_ONCE]
    if not days:
        return 0
    due = {day.isoformat(): daily_report.due_at(mission, day) for day in days}
    _impose_by_calendar(DutyKind.PUBLISH_DAY, mission, due, now)
    return len(days)


def impose_due_weeks(now: datetime) -> int:
    """Write a duty for each week whose days are all published and that has no report."""
    return sum(_impose_weeks_of(mission, now) for mission in Mission.objects.all())


def _impose_weeks_of(mission: Mission, now: datetime) -> int:
    due = {week.last.isoformat(): now for week in weeks_without_report(mission, now)}
    _impose_by_calendar(DutyKind.PUBLISH_WEEK, mission, due, now)
    return len(due)


def _impose_by_calendar(
    kind: DutyKind, mission: Mission, due: dict[str, datetime], now: datetime
) -> None:
    """Write duties that the calendar asks for; those done in vain are opened again."""
    duty.reopen([duty.key_of(kind, mission, subject, BY_CALENDAR) for subject in due])
    duty.impose_all(kind, mission=mission, due=due, cause=BY_CALENDAR, at=now)


def impose_flashes(now: datetime) -> int:
    """Write a duty for each very serious new incident that has no flash report yet."""
    owed = incidents_without_flash(now)
    for one in owed:
        _impose_by_calendar(DutyKind.PUBLISH_FLASH, one.mission, {str(one.pk): now}, now)
    return len(owed)


def impose_due_releases(now: datetime) -> int:
    """Write a duty for each report whose embargo is over and that is not public.

    Returns the number of such reports, computed from the database; an embargo that was
    shortened counts at once.
    """
    return sum(_impose_releases_of(mission, now) for mission in Mission.objects.all())


def _impose_releases_of(mission: Mission, now: datetime) -> int:
    hidden = daily_report.reports_under_embargo(mission).values_list("name", "mission_day")
    ends = {name: daily_report.public_from(mission, day) for name, day in hidden}
    due = {name: end for name, end in ends.items() if end <= now}
    _impose_by_calendar(DutyKind.RELEASE_DAY, mission, due, now)
    return len(due)


def run_due(now: datetime | None = None, limit: int = 500, *, abroad: bool = False) -> int:
    """Claim and do due duties until there are none, or ``limit`` are done.

    What waits for machines of others is done ``abroad``, by threads of its own.
    """
    done = 0
    while done < limit:
        claimed = duty.claim(now or timezone.now(), abroad=abroad)
        if claimed is None:
            break
        done += do_duty(claimed, now)
    return done


def do_duty(claimed: Duty, now: datetime | None = None) -> int:
    """Do one claimed duty; returns 1 if it is done, 0 if it must be tried again."""
    together = duty.siblings_of(claimed)
    try:
        work = _WORK[DutyKind(claimed.kind)]
        work(claimed.mission, claimed.subject, now or timezone.now())
    except Exception as error:  # noqa: BLE001 - a duty is kept whatever went wrong
        log.warning("duty_postponed", duty=claimed.key, error=str(error))
        duty.postpone(claimed, together, error, now or timezone.now())
        return 0
    duty.discharge(together, now or timezone.now())
    return 1


def _recount(mission: Mission, subject: str, now: datetime) -> None:
    day = date.fromisoformat(subject)
    recount_day(mission, day)
    daily_report.revise_day(mission, day, now)
    daily_report.revise_day(mission, day + ONE_DAY, now)  # it repeats this day's totals


def _publish(mission: Mission, subject: str, now: datetime) -> None:
    daily_report.publish_days_until(mission, date.fromisoformat(subject), now)
    _impose_weeks_of(mission, now)


def _publish_week(mission: Mission, subject: str, now: datetime) -> None:
    publish_week(mission, date.fromisoformat(subject), now)


def _publish_flash(mission: Mission, subject: str, now: datetime) -> None:
    owed = incidents_without_flash(now).filter(pk=subject).first()
    if owed is not None:
        publish_flash(owed, now)


def _release(mission: Mission, subject: str, now: datetime) -> None:
    daily_report.release_report(mission, subject, now)


def _print(mission: Mission, subject: str, now: datetime) -> None:
    printing.print_asked(subject, now)


def _read_dataset(mission: Mission, subject: str, now: datetime) -> None:
    dataset_file.read_asked(subject, now)


def _export(mission: Mission, subject: str, now: datetime) -> None:
    exporting.make_export(subject, now)


def _end_export(mission: Mission, subject: str, now: datetime) -> None:
    exporting.end_export(subject, now)


def _open_sign_off(mission: Mission, subject: str, now: datetime) -> None:
    finding_steps.open_when_due(subject, now)


def _close_sign_off(mission: Mission, subject: str, now: datetime) -> None:
    finding_steps.close_when_due(subject, now)


def _inspect(mission: Mission, subject: str, now: datetime) -> None:
    evidence_inspection.inspect_stored(mission, subject, now)


def _check(mission: Mission, subject: str, now: datetime) -> None:
    evidence_check.check_share(mission, date.fromisoformat(subject), now)


def _remind(mission: Mission, subject: str, now: datetime) -> None:
    """Do nothing more: a reminder that is due shows itself in the queue."""


def _ask_after(mission: Mission, subject: str, now: datetime) -> None:
    """Alert; besides, a post that is silent shows itself in the queue until it speaks."""
    alert_absence.tell_of_silence(mission, subject, now)


def _tell_lateness(mission: Mission, subject: str, now: datetime) -> None:
    alert_absence.tell_of_lateness(mission, subject, now)


def _watch(mission: Mission, subject: str, now: datetime) -> None:
    alert_escalation.watch_day(mission, date.fromisoformat(subject), now)


def _tell(mission: Mission, subject: str, now: datetime) -> None:
    alert_telling.tell_due(subject, now)


_WORK: dict[DutyKind, Callable[[Mission, str, datetime], None]] = {
    DutyKind.RECOUNT_DAY: _recount,
    DutyKind.PUBLISH_DAY: _publish,
    DutyKind.PUBLISH_WEEK: _publish_week,
    DutyKind.PUBLISH_FLASH: _publish_flash,
    DutyKind.RELEASE_DAY: _release,
    DutyKind.PRINT_REPORT: _print,
    DutyKind.READ_DATASET: _read_dataset,
    DutyKind.MAKE_EXPORT: _export,
    DutyKind.END_EXPORT: _end_export,
    DutyKind.INSPECT_EVIDENCE: _inspect,
    DutyKind.CHECK_EVIDENCE: _check,
    DutyKind.OPEN_SIGN_OFF: _open_sign_off,
    DutyKind.CLOSE_SIGN_OFF: _close_sign_off,
    DutyKind.REMIND: _remind,
    DutyKind.SILENT_POST: _ask_after,
    DutyKind.LATE_OBLIGATION: _tell_lateness,
    DutyKind.WATCH_DAY: _watch,
    DutyKind.TELL_ALERTS: _tell,
}
