"""Severity: what a rule suggests; a duty officer decides."""

from incidents.domain.content import CasualtyContent, ReportContent
from incidents.enums import Outcome, PersonKind, Severity

_PROTECTED = {
    PersonKind.CIVILIAN,
    PersonKind.PEACEKEEPER,
    PersonKind.MONITOR,
    PersonKind.AID_WORKER,
    PersonKind.JOURNALIST,
}
_MODERATE_CLASSES = ("IND", "AIR-UAS", "EXP-DET", "MON", "HUM-BLK", "PRP", "GRD-CAP")


def suggest_severity(content: ReportContent) -> Severity:
    """Return S0 to S5 by rule of thumb: who was harmed, then what was used."""
    if any(_harmed(line, Outcome.KILLED) and _protected(line) for line in content.casualties):
        return Severity.S4
    if any(_harmed(line, Outcome.KILLED, Outcome.INJURED) for line in content.casualties):
        return Severity.S3
    if content.category.startswith(_MODERATE_CLASSES):
        return Severity.S2
    return Severity.S1


def _harmed(line: CasualtyContent, *outcomes: Outcome) -> bool:
    known = [n for n in (line.low, line.best, line.high) if n is not None]
    return line.outcome in outcomes and bool(known) and max(known) > 0


def _protected(line: CasualtyContent) -> bool:
    return line.person_kind in _PROTECTED
