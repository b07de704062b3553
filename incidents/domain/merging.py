"""Merging: two incidents are found to be one event, or one to be two; undone as easily.

Reports move by their links, which end and are never erased; nothing is rewritten,
and every report tells of exactly one incident at any time. An account moves whole:
a report with its variants and its corrections.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import NoReturn
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import problems_of_reason, refuse
from incidents.domain.journal import write_entry
from incidents.domain.linking import (
    Move,
    accounts_of,
    hold_links,
    impose_recounts,
    lead_to,
    move_reports,
    open_beside,
)
from incidents.domain.version import check_seen
from incidents.domain.voiding import void_open_version
from incidents.domain.writing import writing
from incidents.enums import Action, Release
from incidents.judgements import FindingStatus
from incidents.ledger.canonical import Canonical
from incidents.models import Finding, Incident, IncidentMerge, Report
from incidents.rules import RESTRICTED_CATEGORIES, may
from parties.domain.acting import Actor

LONGEST_REASON = 2000
Account = list[Report]
Seen = Mapping[UUID, str]
UNSEEN: Seen = {}
_WIDTH = {Release.MISSION: 0, Release.PARTIES: 1, Release.PUBLIC: 2}


def merge(
    incident: Incident,
    into: Incident,
    *,
    actor: Actor,
    reason: str,
    seen: Seen = UNSEEN,
    now: datetime | None = None,
) -> Incident:
    """Move all reports of an incident into another; its id leads there from now on.

    Returns the incident that holds the reports.

    Raises:
        PermissionDenied: the actor links no reports at this mission.
        IncidentChangedError: one of them is not the version that was ``seen``.
        ValidationError: it is the same incident, one of them is merged already, they
            are of two missions, or fewer people may read the one than the other.

    """
    _check(actor, incident, reason)
    with _held(incident, into) as rows:
        check_seen(rows, seen)
        merged, holder = rows[incident.pk], rows.get(into.pk)
        if holder is None or merged.pk == holder.pk:
            _refuse("into", _("Choose another incident of the same mission."), "not_another")
        _check_mergeable(merged, holder)
        at = now or timezone.now()
        kept = IncidentMerge.objects.create(
            incident=merged, into=holder, merged_by=actor.user, merged_at=at, reason=reason
        )
        reports = _flat(accounts_of(merged))
        days = move_reports(reports, merged, holder, Move(actor.user, at, reason, kept))
        lead_to(merged, holder)
        void_open_version(holder, actor, reason, at)
        _journal(
            Action.INCIDENT_MERGED, (merged, holder), reports, Move(actor.user, at, reason), days
        )
    return holder


def un_merge(
    incident: Incident,
    *,
    actor: Actor,
    reason: str,
    seen: Seen = UNSEEN,
    now: datetime | None = None,
) -> Incident:
    """Undo a merge: the reports that it moved come back, with what corrected them since.

    Reports that were moved elsewhere meanwhile stay where they are.

    Raises:
        PermissionDenied: the actor links no reports at this mission.
        IncidentChangedError: the holder is not the version that was ``seen``.
        ValidationError: it is not merged, none of its reports is left where it was
            merged into, or no other would be.

    """
    _check(actor, incident, reason)
    with _held(incident) as rows:
        merged = rows[incident.pk]
        kept = IncidentMerge.objects.filter(incident=merged, undone_at__isnull=True).first()
        if kept is None:
            _refuse("incident", _("This incident is not merged into another."), "not_merged")
        check_seen(rows, seen)
        holder = rows[holder_of(merged).pk]
        back = set(kept.links.values_list("report_id", flat=True))
        reports = _some_of(holder, back, "incident")
        at = now or timezone.now()
        kept.undone_by, kept.undone_at = actor.user, at
        kept.save(update_fields=["undone_by", "undone_at"])
        lead_to(merged, None)
        move = Move(actor.user, at, reason)
        days = move_reports(reports, holder, merged, move)
        void_open_version(holder, actor, reason, at)
        _journal(Action.INCIDENT_UNMERGED, (holder, merged), reports, move, days)
    return merged


def split(
    incident: Incident,
    reports: Iterable[Report],
    *,
    actor: Actor,
    reason: str,
    seen: Seen = UNSEEN,
    now: datetime | None = None,
) -> Incident:
    """Open an incident of its own for some reports of an incident, and return it.

    Raises:
        PermissionDenied: the actor links no reports at this mission.
        IncidentChangedError: it is not the version that was ``seen``.
        ValidationError: it is merged, the reports are not all its own, or none would
            be left.

    """
    _check(actor, incident, reason)
    wanted = {report.key for report in reports}
    with _held(incident) as rows:
        source = rows[incident.pk]
        _check_unmerged(source, "incident")
        check_seen(rows, seen)
        moved = _some_of(source, wanted, "reports")
        move = Move(actor.user, now or timezone.now(), reason)
        made = open_beside(source, _leading(moved), move)
        days = move_reports(moved, source, made, move)
        void_open_version(source, actor, reason, move.at)
        _journal(Action.INCIDENT_SPLIT, (source, made), moved, move, days)
    return made


def detach(report: Report, *, actor: Actor, reason: str, now: datetime | None = None) -> Incident:
    """Take one account out of its incident; it opens an incident of its own.

    Raises:
        PermissionDenied: the actor links no reports at this mission.
        ValidationError: the report tells of no incident, or is its only account.

    """
    incident = Incident.objects.filter(
        links__report=report, links__unlinked_at__isnull=True
    ).first()
    if incident is None:
        if not may(actor, "link_reports", report.mission_id):
            raise PermissionDenied
        _refuse("reports", _("This report tells of no incident."), "not_linked")
    return split(incident, [report], actor=actor, reason=reason, now=now)


def holder_of(incident: Incident) -> Incident:
    """Return the incident that holds the reports of an incident: itself, if not merged."""
    while incident.merged_into_id is not None:
        incident = Incident.objects.get(pk=incident.merged_into_id)
    return incident


def _check(actor: Actor, incident: Incident, reason: str) -> None:
    if not may(actor, "link_reports", incident.mission_id):
        raise PermissionDenied
    refuse(problems_of_reason(reason, LONGEST_REASON))


@contextmanager
def _held(incident: Incident, other: Incident | None = None) -> Iterator[dict[UUID, Incident]]:
    """Hold the mission's links, then its incidents in the order of their ids.

    Held are the incident, the other one, and the one that holds the incident's reports.
    """
    with writing():
        hold_links(incident.mission, alone=True)
        holder = holder_of(Incident.objects.get(pk=incident.pk))
        wanted = {incident.pk, holder.pk, (other or incident).pk}
        rows = Incident.objects.select_for_update(of=("self",)).select_related("mission")
        same = rows.filter(pk__in=wanted, mission_id=incident.mission_id)
        yield {row.pk: row for row in same.order_by("pk")}


def _check_mergeable(merged: Incident, holder: Incident) -> None:
    _check_unmerged(merged, "incident")
    _check_unmerged(holder, "into")
    if _readers(merged) > _readers(holder):
        message = _("Fewer people may read that incident. Merge it into this one instead.")
        _refuse("into", message, "fewer_readers")
    if Finding.objects.filter(incident=merged).exclude(status=FindingStatus.SUPERSEDED).exists():
        message = _("This incident has a finding. Merge the other one into it instead.")
        _refuse("into", message, "has_finding")


def _check_unmerged(incident: Incident, field: str) -> None:
    if incident.merged_into_id is not None:
        _refuse(field, _("This incident was merged into another meanwhile."), "merged")


def _readers(incident: Incident) -> tuple[bool, int]:
    open_category = incident.category not in RESTRICTED_CATEGORIES
    return open_category, _WIDTH[Release(incident.release)]


def _some_of(incident: Incident, wanted: set[int], field: str) -> list[Report]:
    """Return the whole accounts that the wanted reports belong to: some, and not all."""
    accounts = accounts_of(incident)
    chosen = [account for account in accounts if wanted & {report.key for report in account}]
    strangers = wanted - {report.key for report in _flat(accounts)}
    if not chosen or (strangers and field == "reports"):
        _refuse(field, _("Choose reports that this incident holds now."), "not_linked")
    if len(chosen) == len(accounts):
        _refuse(field, _("No report would be left in the incident."), "none_left")
    return _flat(chosen)


def _flat(accounts: Iterable[Account]) -> list[Report]:
    return [report for account in accounts for report in account]


def _leading(reports: list[Report]) -> Report:
    return min(reports, key=lambda report: report.key)


def _journal(
    action: Action,
    between: tuple[Incident, Incident],
    reports: Iterable[Report],
    move: Move,
    days: set[date | None],
) -> None:
    """Write the act into the history of both incidents, and the duty to count again."""
    source, target = between
    told: list[Canonical] = [str(report.report_id) for report in reports]
    body: Mapping[str, Canonical] = {"from": str(source.pk), "to": str(target.pk), "reports": told}
    for incident in between:
        entry = write_entry(
            action,
            mission=incident.mission,
            subject=("incident", str(incident.pk)),
            body=body,
            actor=move.actor,
            at=move.at,
            reason=move.reason,
        )
    impose_recounts(source.mission, days, cause=entry.seq, at=move.at)


def _refuse(field: str, message: str, code: str) -> NoReturn:
    raise ValidationError({field: [ValidationError(message, code)]})
