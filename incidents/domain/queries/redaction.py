"""Redactions, read: what was destroyed of a report, under whose consent, and what waits."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from incidents.models import Redaction, Report

Key = tuple[int, object]


def redactions_of(reports: Iterable[Report]) -> dict[int, list[Redaction]]:
    """Return what was destroyed of some readable reports, by the key of their rows."""
    rows = list(reports)
    found = _rows().filter(report_id__in=[row.report_id for row in rows], done_at__isnull=False)
    by_id: dict[Key, list[Redaction]] = defaultdict(list)
    for redaction in found:
        by_id[redaction.mission_id, redaction.report_id].append(redaction)
    return {row.key: by_id.get((row.mission_id, row.report_id), []) for row in rows}


def waiting_redaction(report: Report) -> Redaction | None:
    """Return the redaction of a report that waits for an answer."""
    waiting = _rows().filter(mission=report.mission_id, report_id=report.report_id)
    return waiting.filter(answered_at__isnull=True).first()


def _rows() -> QuerySet[Redaction]:
    named = ("mission", "proposed_for", "answered_for")
    return Redaction.objects.select_related(*named).order_by("proposed_at", "pk")
