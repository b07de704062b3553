"""What a finding says: its content as every edge gives it, and its canonical snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from incidents.domain.linking import standing_reports
from incidents.judgements import AttributionState, Ruling
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, is_text, parsed
from incidents.models import Finding, Incident, Report
from parties.models import Party, Post, PostStatus, Provision

FORM = 1
# A post that its host does not agree to stands for its operator's word alone.
DISPUTED_STATUSES = (PostStatus.Status.PROPOSED, PostStatus.Status.DISPUTED)
DISPUTED_CONSENTS = (Post.Consent.DISPUTED, Post.Consent.NOT_GIVEN)


@dataclass(frozen=True, slots=True)
class BreachContent:
    """A provision that was breached, by its code, and how."""

    provision: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SideContent:
    """A party that the finding names, by its code, and what it was in the event."""

    party: str
    responsibility: str = "initiator"


@dataclass(frozen=True, slots=True)
class FindingContent:
    """All that a version of a finding says. Codes are those of ``enums``."""

    text: str
    grounds: str = ""
    ruling: str = Ruling.RULED
    cannot_rule: tuple[str, ...] = ()
    cannot_rule_note: str = ""
    breaches: tuple[BreachContent, ...] = ()
    attribution: str = AttributionState.NOT_ATTEMPTED
    sides: tuple[SideContent, ...] = ()
    confidence: str = ""
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that a content names by code."""

    provisions: Mapping[str, Provision]
    parties: Mapping[str, Party]


def rows_named(content: FindingContent, incident: Incident) -> Named:
    """Return the provisions of the mission's agreement and the parties that are named."""
    provisions = Provision.objects.filter(
        agreement__missions=incident.mission,
        code__in=[breach.provision for breach in content.breaches if is_text(breach.provision)],
    )
    codes = [side.party for side in content.sides if is_text(side.party)]
    parties = Party.objects.filter(code__in=codes)
    return Named({row.code: row for row in provisions}, {row.code: row for row in parties})


def evidence_of(incident: Incident) -> list[dict[str, Canonical]]:
    """Return the standing reports of an incident, each by id and hash.

    A report from a post that was proposed or disputed on that day, or whose host
    does not consent, is marked: it is its operator's word.
    """
    reports = [report for report in standing_reports(incident) if report.content_hash]
    return sorted(
        (
            {
                "report_id": str(report.report_id),
                "content_hash": report.content_hash,
                "disputed_post": is_from_disputed_post(report),
            }
            for report in reports
        ),
        key=lambda entry: (str(entry["report_id"]), str(entry["content_hash"])),
    )


def is_from_disputed_post(report: Report) -> bool:
    """Tell whether a report rests on a post that was not agreed to when it was told."""
    if report.post is None:
        return False
    if report.post.consent in DISPUTED_CONSENTS:
        return True
    day = (report.occurred_from or report.received_at).date()
    status = report.post.statuses.filter(since__lte=day).order_by("-since").first()
    return status is not None and status.status in DISPUTED_STATUSES


def snapshot_of(
    finding: Finding, content: FindingContent, evidence: Iterable[Mapping[str, Canonical]]
) -> bytes:
    """Return the canonical bytes of a version: what the parties sign."""
    record: dict[str, Canonical] = {
        "v": FORM,
        "finding": str(finding.id),
        "mission": finding.mission.code,
        "incident": str(finding.incident_id),
        "reference": finding.incident.reference,
        "version": finding.version,
        "text": content.text,
        "grounds": content.grounds,
        "ruling": str(content.ruling),
        "cannot_rule": sorted(content.cannot_rule),
        "cannot_rule_note": content.cannot_rule_note,
        "breaches": [
            {"provision": breach.provision, "note": breach.note}
            for breach in sorted(content.breaches, key=lambda one: one.provision)
        ],
        "attribution": str(content.attribution),
        "sides": [
            {"party": side.party, "responsibility": str(side.responsibility)}
            for side in sorted(content.sides, key=lambda one: one.party)
        ],
        "confidence": str(content.confidence),
        "basis": sorted(content.basis),
        "evidence": list(evidence),
    }
    return canonical_bytes(record)


def content_of(finding: Finding) -> FindingContent:
    """Return what the rows of a version say."""
    breaches = finding.breaches.select_related("provision")
    sides = finding.sides.select_related("party")
    return FindingContent(
        text=finding.text,
        grounds=finding.grounds,
        ruling=finding.ruling,
        cannot_rule=tuple(finding.cannot_rule),
        cannot_rule_note=finding.cannot_rule_note,
        breaches=tuple(BreachContent(row.provision.code, row.note) for row in breaches),
        attribution=finding.attribution,
        sides=tuple(SideContent(row.party.code, row.responsibility) for row in sides),
        confidence=finding.confidence,
        basis=tuple(finding.basis),
    )


def record_of(finding: Finding) -> dict[str, Any]:
    """Return the record that the parties sign, read back from its bytes."""
    return parsed(bytes(finding.snapshot))


def is_intact(finding: Finding) -> bool:
    """Tell whether the rows still say what the snapshot says, and the hash is its own."""
    stored = bytes(finding.snapshot)
    told = snapshot_of(finding, content_of(finding), record_of(finding)["evidence"])
    return told == stored and content_hash(stored) == finding.snapshot_hash
