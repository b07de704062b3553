"""Filing: the only door through which reports come in.

Walk of a report: an edge (form, API, import, queue) makes a ``ReportContent`` and
calls ``file_report``, or ``file_reports`` with many; one transaction then writes the
reports, their casualties, the incidents, the journal entries and the duties; the
receipt is what was stored.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain import linking
from incidents.domain.content import ReportContent
from incidents.domain.content_checks import Problem, problems_of, refuse
from incidents.domain.content_salts import as_redacted, digest_with, new_salts, salted_digest
from incidents.domain.desk import Desk
from incidents.domain.evidence import attach_waiting
from incidents.domain.journal import write_entries
from incidents.domain.opening import Opening, new_incident, open_all
from incidents.domain.proposal import must_wait, propose
from incidents.domain.references import (
    References,
    first_report,
    mission_named,
    resolve_references,
)
from incidents.domain.report_row import (
    casualties_of,
    facts_of,
    filed_entry,
    keep_casualties,
    receipt_of,
    row_of,
)
from incidents.domain.serialising import serialise_reports
from incidents.domain.voiding import void_open_version
from incidents.domain.writing import looking_beyond, writing
from incidents.enums import Scope
from incidents.models import Casualty, Report
from incidents.models.insert_once import insert_together
from incidents.rules import DUTY_OFFICER, MONITOR, may
from parties.domain.acting import Actor, actor_of, posts_open_to
from parties.models import Mission, User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the filer gets: the stored report and its receipt, byte for byte."""

    report: Report
    receipt: bytes
    outcome: Literal["new", "replayed", "variant", "proposed"]

    @property
    def incident_id(self) -> str | None:
        """The incident that the report was linked to when it came in."""
        incident: str | None = json.loads(self.receipt)["incident"]
        return incident


@dataclass(frozen=True, slots=True)
class Brought:
    """A report at the door: whose it is, and who brought it if that was somebody else."""

    content: ReportContent
    author: User | None
    carried_by: User | None = None


Refusal = ValidationError | PermissionDenied | DatabaseError
Filed = Acknowledgement | Refusal
Coming = tuple[Brought, References]  # checked: it may come in, with the rows that it names


def file_report(
    content: ReportContent,
    *,
    author: User | None,
    now: datetime | None = None,
    carried_by: User | None = None,
    desk: Desk | None = None,
) -> Acknowledgement:
    """File one report, once, however often it is sent.

    Args:
        content: what the source says.
        author: who files; None when the mission loads what others published.
        now: the time of receipt, for tests; the clock's if not given.
        carried_by: who brought the author's sealed report, if it was somebody else;
            the journal names them.
        desk: the lookups that the reports of a request share.

    Raises:
        ValidationError: a dict from field to what is wrong; nothing is stored.
        PermissionDenied: the author may not file at this mission, or who brings the
            report may not carry those of others.

    The same id with the same content returns the first receipt. The same id with
    other content is kept beside the first and flagged as a variant.

    """
    (filed,) = file_reports([Brought(content, author, carried_by)], now=now, desk=desk)
    if isinstance(filed, Exception):
        raise filed
    return filed


def file_reports(
    brought: Iterable[Brought], *, now: datetime | None = None, desk: Desk | None = None
) -> list[Filed]:
    """File reports in their order, each as if it came alone; what it would raise, it answers.

    New ones are written together. One that is refused, or that the database does not
    take, keeps none of the others from being filed.
    """
    at, desk = now or timezone.now(), desk or Desk()
    with looking_beyond():  # from the first look at what a report names to its last row
        return [filed for run in _apart(brought) for filed in _file_together(run, at, desk)]


def _apart(brought: Iterable[Brought]) -> Iterator[list[Brought]]:
    """Yield runs of reports, in which none speaks of another one."""
    run: list[Brought] = []
    ids: set[UUID | None] = set()
    for each in brought:
        content = each.content
        if ids & {content.report_id, content.corrects, content.same_event_as}:
            yield run
            run, ids = [], set()
        run.append(each)
        ids.add(content.report_id)
    yield run


def _file_together(run: Sequence[Brought], at: datetime, desk: Desk) -> list[Filed]:
    checked = [_checked(brought, at, desk) for brought in run]
    coming = [each for each in checked if isinstance(each, tuple)]
    filed = _stored(coming, at)
    for each in coming:
        named = each[0].content.report_id
        if named not in filed:
            filed[named] = _stored_alone(each, at)
    return [filed[c[0].content.report_id] if isinstance(c, tuple) else c for c in checked]


def _checked(brought: Brought, at: datetime, desk: Desk) -> Coming | Refusal:
    try:
        found = check_report(brought.content, author=brought.author, now=at, desk=desk)
    except (ValidationError, PermissionDenied) as refusal:
        return refusal
    carrier = brought.carried_by
    if carrier and not may(desk.actor(carrier), "carry_reports", found.mission.pk):
        return PermissionDenied()
    return brought, found


def check_report(
    content: ReportContent,
    *,
    author: User | None,
    now: datetime | None = None,
    desk: Desk | None = None,
) -> References:
    """Return the rows that a report names, if it could be filed now; store nothing.

    Raises:
        ValidationError: a dict from field to what is wrong.
        PermissionDenied: the author may not file at this mission.

    """
    desk = desk or Desk()
    mission = mission_named(content.mission, desk)
    actor = desk.actor(author)
    if author is not None:
        if not may(actor, "file_report", mission.pk):
            raise PermissionDenied
        desk.posts_open_to(actor, mission, {MONITOR})  # most likely it names one of them
    found, missing = resolve_references(content, mission, desk)
    problems = [*problems_of(content, mission, now or timezone.now()), *missing]
    if author is not None:
        problems += _standing_problems(actor, found, desk)
    refuse(problems)
    return found


def _standing_problems(actor: Actor, found: References, desk: Desk) -> list[Problem]:
    problems = []
    if found.post is not None and not _may_speak_for(actor, found, desk):
        message = _("You are not appointed to this post.")
        problems.append(Problem("post", message, "not_appointed"))
    if found.corrects is not None and not _may_correct(actor, found.corrects, found.mission):
        message = _("Only its author or its post may correct a report.")
        problems.append(Problem("corrects", message, "not_yours"))
    return problems


def _may_speak_for(actor: Actor, found: References, desk: Desk) -> bool:
    if DUTY_OFFICER in actor.roles_at(found.mission.pk):
        return True
    return found.post in desk.posts_open_to(actor, found.mission, {MONITOR})


def _may_correct(actor: Actor, report: Report, mission: Mission) -> bool:
    """Tell whether a report is the actor's own: no party corrects another's account."""
    if report.author_id is None:
        return DUTY_OFFICER in actor.roles_at(mission.pk)
    if actor.user is not None and report.author_id == actor.user.pk:
        return True
    return report.post in posts_open_to(actor, mission, {MONITOR, DUTY_OFFICER})


def _stored(coming: Sequence[Coming], at: datetime) -> dict[UUID, Filed]:
    """Store reports in one transaction; those that must come again alone are left out."""
    if not coming:
        return {}
    try:
        with writing():
            return _store(coming, at)
    except (ValidationError, PermissionDenied, DatabaseError) as error:
        log.info("reports_filed_one_by_one", error=f"{type(error).__name__}: {error}")
        return {}


def _stored_alone(coming: Coming, at: datetime) -> Filed:
    try:
        with writing():
            return _store([coming], at)[coming[0].content.report_id]
    except (ValidationError, PermissionDenied, DatabaseError) as error:
        return error


def _store(coming: Sequence[Coming], at: datetime) -> dict[UUID, Filed]:
    """Store the new ones of several reports, or any one report."""
    taken = serialise_reports([brought.content.report_id for brought, _found in coming])
    new = [
        (brought, found)
        for brought, found in coming
        if brought.content.report_id not in taken and not (found.corrects or found.same_event_as)
    ]
    if new:
        return _store_new(new, at)
    if len(coming) > 1:
        return {}
    ((brought, found),) = coming
    return {brought.content.report_id: _store_beside(brought, found, at)}


def _store_new(new: Sequence[Coming], at: datetime) -> dict[UUID, Filed]:
    """Store reports whose ids are new and which speak of no other, with all that follows."""
    salts = [new_salts(found.mission, brought.content.report_id) for brought, found in new]
    reports, openings, others = [], [], []
    for (brought, found), own in zip(new, salts, strict=True):
        content, facts = brought.content, facts_of(brought.content, brought.author)
        report = row_of(content, found, brought.author, at, facts, digest_with(own, facts))
        is_event = content.scope == Scope.EVENT
        incident = new_incident(content, found.mission) if is_event else None
        report.receipt = receipt_of(report, incident)
        reports.append(report)
        filed = filed_entry(report, brought.author, brought.carried_by)
        if incident is None:
            others.append(filed)
        else:
            openings.append(Opening(report, incident, brought.author, filed))
    insert_together(salts, reports)
    _store_casualties(zip(reports, new, strict=True))
    open_all(openings, at)
    write_entries(others)
    return {r.report_id: Acknowledgement(r, bytes(r.receipt), "new") for r in reports}


def _store_beside(brought: Brought, found: References, at: datetime) -> Acknowledgement:
    """Store a report whose id was used before, or that speaks of another one."""
    content, author = brought.content, brought.author
    first = first_report(content.report_id, found.mission)
    if first is not None:
        content = as_redacted(content, found.mission)
    facts = facts_of(content, author)
    digest = salted_digest(found.mission, content.report_id, facts, first)
    incident = linking.incident_for(content, found, first)
    waits = must_wait(incident, found.corrects, first)
    report = row_of(content, found, author, at, facts, digest)
    report.is_variant = first is not None
    report.receipt = receipt_of(report, incident, waits=waits)
    if not Report.objects.insert_once(report):
        kept = Report.objects.get(report_id=content.report_id, content_hash=digest)
        return Acknowledgement(kept, bytes(kept.receipt), "replayed")
    _store_casualties([(report, (brought, found))])
    write_entries([filed_entry(report, author, brought.carried_by)])
    attach_waiting(report, at)
    before = first or found.corrects
    if waits and incident is not None and before is not None:
        propose(report, incident, before, author, at)
        return Acknowledgement(report, bytes(report.receipt), "proposed")
    linking.attach(report, incident, actor=author, at=at)
    if incident is not None and found.corrects is not None:
        void_open_version(incident, actor_of(author), _("A report was corrected."), at)
    return Acknowledgement(report, bytes(report.receipt), "variant" if report.is_variant else "new")


def _store_casualties(stored: Iterable[tuple[Report, Coming]]) -> None:
    lines: list[Casualty] = []
    for report, (brought, found) in stored:
        own = list(casualties_of(report, brought.content, found))
        lines += own
        keep_casualties(report, own)
    Casualty.objects.insert_all(lines)
