"""Severity: what a rule suggests; a duty officer decides."""

from incidents.enums import Outcome, PersonKind, Severity
from incidents.models import Casualty, Report

_PROTECTED = {
    PersonKind.CIVILIAN,
    PersonKind.PEACEKEEPER,
    PersonKind.MONITOR,
    PersonKind.AID_WORKER,
    PersonKind.JOURNALIST,
}
_MODERATE_CLASSES = ("IND", "AIR-UAS", "EXP-DET", "MON", "HUM-BLK", "PRP", "GRD-CAP")


def severity_of(report: Report) -> Severity:
    """Return S1 to S4 by rule of thumb: who was harmed, then what was used."""
    lines = list(report.casualties.all())
    if any(_harmed(line, Outcome.KILLED) and _protected(line) for line in lines):
        return Severity.S4
    if any(_harmed(line, Outcome.KILLED, Outcome.INJURED) for line in lines):
        return Severity.S3
    if report.category.startswith(_MODERATE_CLASSES):
        return Severity.S2
    return Severity.S1


def _harmed(line: Casualty, *outcomes: Outcome) -> bool:
    known = [n for n in (line.low, line.best, line.high) if n is not None]
    return line.outcome in outcomes and bool(known) and max(known) > 0


def _protected(line: Casualty) -> bool:
    return line.person_kind in _PROTECTED
