"""Filing: the only door through which a report comes in.

Walk of a report: an edge (form, API, import, queue) makes a ``ReportContent`` and
calls ``file_report``; one transaction then writes the report, its casualties, the
incident, the journal entries and the duties; the receipt is what was stored.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain import linking
from incidents.domain.content import CasualtyContent, ReportContent, utc_text
from incidents.domain.content_checks import Problem, problems_of, refuse
from incidents.domain.content_salts import as_redacted, salted_digest
from incidents.domain.desk import Desk
from incidents.domain.evidence import attach_waiting
from incidents.domain.journal import write_entry
from incidents.domain.proposal import must_wait, propose
from incidents.domain.queries.doubts import doubts_about
from incidents.domain.references import (
    References,
    first_report,
    mission_named,
    resolve_references,
)
from incidents.domain.serialising import serialise_by_id
from incidents.domain.voiding import void_open_version
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.geo.position import six_places
from incidents.ledger.canonical import Canonical, canonical_bytes
from incidents.ledger.uuid7 import spoken_form
from incidents.models import Casualty, Incident, Report
from incidents.rules import DUTY_OFFICER, MONITOR, may
from parties.domain.acting import Actor, actor_of, posts_open_to
from parties.models import Mission, User


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
class Hands:
    """Whose report it is, and who brought it if that was somebody else."""

    author: User | None
    carried_by: User | None = None


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
        desk: the lookups that the reports of a batch share.

    Raises:
        ValidationError: a dict from field to what is wrong; nothing is stored.
        PermissionDenied: the author may not file at this mission, or who brings the
            report may not carry those of others.

    The same id with the same content returns the first receipt. The same id with
    other content is kept beside the first and flagged as a variant.

    """
    received_at = now or timezone.now()
    desk = desk or Desk()
    found = check_report(content, author=author, now=received_at, desk=desk)
    may_carry = carried_by is None or may(desk.actor(carried_by), "carry_reports", found.mission.pk)
    if not may_carry:
        raise PermissionDenied
    with writing():
        return _store(content, found, Hands(author, carried_by), received_at)


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
    if author is not None and not may(actor, "file_report", mission.pk):
        raise PermissionDenied
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


def _store(
    content: ReportContent, found: References, hands: Hands, at: datetime
) -> Acknowledgement:
    author = hands.author
    serialise_by_id(content.report_id)
    first = first_report(content.report_id, found.mission)
    if first is not None:
        content = as_redacted(content, found.mission)
    facts = content.canonical() | {"author": author.pk if author else 0}
    canonical = canonical_bytes(facts)
    digest = salted_digest(found.mission, content.report_id, facts, first)
    incident = linking.incident_for(content, found, first)
    waits = must_wait(incident, found.corrects, first)
    report = _row(content, found, author, at)
    report.content, report.content_hash = canonical, digest
    report.is_variant = first is not None
    report.hints = [hint.value for hint in doubts_about(content, found.post)]
    report.receipt = _receipt(report, incident, waits=waits)
    if not Report.objects.insert_once(report):
        kept = Report.objects.get(report_id=content.report_id, content_hash=digest)
        return Acknowledgement(kept, bytes(kept.receipt), "replayed")
    _store_casualties(report, content.casualties, found)
    _journal(report, hands)
    attach_waiting(report, at)
    before = first or found.corrects
    if waits and incident is not None and before is not None:
        propose(report, incident, before, author, at)
        return Acknowledgement(report, bytes(report.receipt), "proposed")
    linking.attach(report, incident, actor=author, at=at)
    if incident is not None and found.corrects is not None:
        void_open_version(incident, actor_of(author), _("A report was corrected."), at)
    return Acknowledgement(report, bytes(report.receipt), "variant" if report.is_variant else "new")


_DEGREES = ("lat", "lon", "bearing", "bearing_spread")
_COPIED = frozenset(f.name for f in Report._meta.concrete_fields) & frozenset(
    ReportContent.__dataclass_fields__
) - {
    "mission",
    "post",
    "place",
    "source_party",
    "alleged_party",
    "corrects",
    *_DEGREES,
}


def _row(content: ReportContent, found: References, author: User | None, at: datetime) -> Report:
    values = {name: getattr(content, name) for name in _COPIED}
    return Report(
        **values,
        reference=reference_of(found.mission, content.report_id),
        mission=found.mission,
        post=found.post,
        place=found.place,
        source_party=found.source_party,
        alleged_party=found.alleged_party,
        corrects=found.corrects,
        version=found.corrects.version + 1 if found.corrects else 1,
        author=author,
        received_at=at,
        **{name: _six(getattr(content, name)) for name in _DEGREES},
    )


def _six(degrees: Decimal | None) -> Decimal | None:
    return None if degrees is None else six_places(degrees)


def reference_of(mission: Mission, client_id: UUID) -> str:
    """Return what people call a filed row, such as NK-7F3K-9Q2M."""
    return f"{mission.code.upper()}-{spoken_form(client_id)}"


def _receipt(report: Report, incident: Incident | None, *, waits: bool) -> bytes:
    told: dict[str, Canonical] = {"proposed": True} if waits else {}
    if report.hints:
        told["hints"] = report.hints
    return canonical_bytes(
        told
        | {
            "v": 1,
            "report_id": str(report.report_id),
            "reference": report.reference,
            "mission": report.mission.code,
            "incident": str(incident.pk) if incident else None,
            "content_hash": report.content_hash,
            "received_at": utc_text(report.received_at),
            "variant": report.is_variant,
        }
    )


def _store_casualties(
    report: Report, lines: tuple[CasualtyContent, ...], found: References
) -> None:
    Casualty.objects.bulk_create(
        Casualty(
            report=report,
            side=(found.sides or {}).get(line.side),
            side_text=line.side_text,
            person_kind=line.person_kind,
            outcome=line.outcome,
            low=line.low,
            best=line.best,
            high=line.high,
        )
        for line in lines
    )


def _journal(report: Report, hands: Hands) -> None:
    carried = {"carried_by": hands.carried_by.pk} if hands.carried_by else {}
    write_entry(
        Action.VARIANT_KEPT if report.is_variant else Action.REPORT_FILED,
        mission=report.mission,
        subject=("report", str(report.report_id)),
        body={
            "content_hash": report.content_hash,
            "reference": report.reference,
            "scope": str(report.scope),
            "version": report.version,
            **carried,
        },
        actor=hands.author,
        at=report.received_at,
    )
