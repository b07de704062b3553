"""Voiding: an unpublished version of a finding whose evidence was moved or corrected.

What the parties signed is an exact list of reports. Where it is not what the incident
holds any more, the sign-offs bind nobody: the version is superseded, and the same words
stand as a new draft on the evidence that is there now.
"""

from datetime import datetime

from incidents.domain.finding import Do, make_version, move_finding
from incidents.domain.finding_content import content_of, evidence_of, record_of
from incidents.models import Finding, Incident
from incidents.models.finding import CLOSED
from incidents.steps import FINDING_STEPS, Transition
from parties.domain.acting import Actor

Held = set[tuple[str, str]]


def void_open_version(
    incident: Incident, actor: Actor, reason: str, at: datetime
) -> Finding | None:
    """Make the open version of an incident anew, if it rests on other reports than it holds.

    The incident must be locked. Returns the new draft; None if nothing was voided. The
    gate of attribution is asked at the next step, as for every draft.
    """
    rows = Finding.objects.select_related("mission", "incident__mission")
    finding = rows.filter(incident=incident).exclude(status__in=CLOSED).first()
    if finding is None or _signed(finding) == _held(incident):
        return None
    step = _step(finding)
    move_finding(finding, step.target, step, actor, at, reason)
    version = finding.version + 1
    return make_version(finding.incident, content_of(finding), actor, at, version, reason)


def rests_on_what_was_changed(finding: Finding) -> bool:
    """Tell whether a report that a version rests on was moved away or corrected since."""
    return not _signed(finding) <= _held(finding.incident)


def _step(finding: Finding) -> Transition:
    return next(s for s in FINDING_STEPS if s.source == finding.status and s.action == Do.VOID)


def _signed(finding: Finding) -> Held:
    return {(one["report_id"], one["content_hash"]) for one in record_of(finding)["evidence"]}


def _held(incident: Incident) -> Held:
    return {(str(one["report_id"]), str(one["content_hash"])) for one in evidence_of(incident)}
