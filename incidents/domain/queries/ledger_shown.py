"""What the site shows, in the form in which it was filed, to be compared with the log."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from incidents.domain.content import CasualtyContent, ReportContent, canonical_fields, utc_text
from incidents.domain.content_salts import opened
from incidents.domain.daily_report import subject_of
from incidents.domain.daily_return import (
    ActivityContent,
    CounterContent,
    DenialContent,
    OutageContent,
    ReturnContent,
)
from incidents.domain.finding_content import content_of, snapshot_of
from incidents.enums import Action
from incidents.ledger.canonical import Canonical, content_hash, parsed
from incidents.ledger.salted import fields_of, without
from incidents.models import (
    Casualty,
    ContentSalts,
    DailyReport,
    DailyReturn,
    DailySignOff,
    Finding,
    Incident,
    Redaction,
    Report,
    SameEventLink,
    SignOff,
)
from parties.models import Mission

Shown = dict[str, Canonical]

AT_ONCE = 1000
_CODED = ("mission", "post", "place", "source_party", "alleged_party")
_LINES: dict[str, Any] = {
    "denials": DenialContent,
    "outages": OutageContent,
    "activities": ActivityContent,
    "counters": CounterContent,
}
_NOT_KEPT = ("same_event_as",)
_FACTS = (
    "occurred_from",
    "occurred_until",
    "time_precision",
    "area_text",
    "lat",
    "lon",
    "position_precision",
    "category",
    "weapon",
    "count_low",
    "count_high",
    "count_qualifier",
    "count_unit",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
    "report_count",
)


def shown_reports() -> Iterator[Shown]:
    """Yield each report as its columns tell it, earliest first."""
    lines = Casualty.objects.select_related("side").order_by("pk")
    rows = Report.objects.select_related(*_CODED, "corrects").prefetch_related(
        Prefetch("casualties", queryset=lines)
    )
    for row in rows.order_by("key").iterator(chunk_size=AT_ONCE):
        facts = _report_content(row).canonical() | {"author": row.author_id or 0}
        yield _filed(row, str(row.report_id), facts) | {"version": row.version}


def shown_returns() -> Iterator[Shown]:
    """Yield each daily return as its columns tell it, earliest first."""
    rows = DailyReturn.objects.select_related("mission", "post", "source_party")
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        facts = canonical_fields(_return_content(row)) | {"author": row.author_id or 0}
        yield _filed(row, str(row.return_id), facts)


def shown_incidents() -> Iterator[Shown]:
    """Yield each incident with its facts, its status and the reports that tell of it."""
    told = SameEventLink.objects.filter(unlinked_at__isnull=True).select_related("report")
    rows = Incident.objects.select_related("mission", "place", "post").prefetch_related(
        Prefetch("links", queryset=told.order_by("pk"), to_attr="told")
    )
    for row in rows.order_by("opened_at", "pk").iterator(chunk_size=AT_ONCE):
        facts = {name: getattr(row, name) for name in _FACTS}
        facts |= {"place": _code(row.place), "post": _code(row.post)}
        yield {
            "id": str(row.pk),
            "reference": row.reference,
            "mission": row.mission.code,
            "status": row.status,
            "facts": _canonical(facts),
            "reports": sorted({str(link.report.report_id) for link in row.told}),
        }


def shown_daily_reports() -> Iterator[Shown]:
    """Yield each revision of each report of a day or a week."""
    for row in DailyReport.objects.select_related("mission").order_by("pk"):
        yield {
            "id": f"{row.name_of_days}/{row.revision}",
            "mission": row.mission.code,
            "content_hash": row.content_hash,
            "number": row.number,
            "year": row.year,
            "revision": row.revision,
        }


def documents() -> Iterator[list[Canonical]]:
    """Yield the hash and the canonical text of everything that was filed or published.

    Of a report with salts, also the salts and the commitments of what was redacted.
    """
    for model in (DailyReturn, DailyReport, Finding):
        names = ("snapshot_hash", "snapshot") if model is Finding else ("content_hash", "content")
        rows = model.objects.order_by("pk").values_list(*names)
        for digest, content in rows.iterator(chunk_size=AT_ONCE):
            yield [digest, _decoded(content)]
    yield from report_documents(Report.objects.order_by("pk"))


def report_documents(reports: QuerySet[Report]) -> Iterator[list[Canonical]]:
    """Yield the documents of reports: hash, text, salts and what is hidden."""
    theirs = ContentSalts.objects.filter(
        mission=OuterRef("mission"), report_id=OuterRef("report_id")
    )
    salts = {name: Subquery(theirs.values(name)[:1]) for name in ("secret", "kept", "hidden")}
    rows = reports.annotate(**salts).values_list("content_hash", "content", *salts)
    for digest, content, secret, kept, hidden in rows.iterator(chunk_size=AT_ONCE):
        made: list[Canonical] = [digest, _decoded(content)]
        if kept is not None:
            row = ContentSalts(secret=secret, kept=kept)
            made += [opened(row, _fields(content)), hidden.get(digest, {})]
        yield made


def _fields(content: bytes) -> Iterable[str]:
    try:
        return fields_of(parsed(bytes(content)))
    except ValueError:  # somebody has tampered with it; the verifier will say so
        return ()


def shown_findings() -> Iterator[Shown]:
    """Yield each version of a finding as its rows tell it."""
    rows = Finding.objects.select_related("mission", "incident").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "id": str(row.pk),
            "mission": row.mission.code,
            "content_hash": row.snapshot_hash,
            "status": row.status,
            "version": row.version,
            "facts": without(parsed(snapshot_of(row, content_of(row), ())), ["evidence"]),
        }


def shown_sign_offs() -> Iterator[Shown]:
    """Yield what each party said to each snapshot."""
    rows = SignOff.objects.select_related("finding__mission", "party").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _signed(row, str(row.finding_id), row.finding.mission)
    days = DailySignOff.objects.select_related("report__mission", "party").order_by("pk")
    for day in days.iterator(chunk_size=AT_ONCE):
        yield _signed(day, subject_of(day.report)[1], day.report.mission)


def _signed(row: SignOff | DailySignOff, subject: str, mission: Mission) -> Shown:
    return {
        "id": f"{subject}/{row.party.code}",
        "mission": mission.code,
        "content_hash": row.snapshot_hash,
        "decision": row.decision,
        "text_hash": content_hash(row.text.encode()) if row.text else "",
        "actor": str(row.signed_by_id or ""),
        "received_at": utc_text(row.signed_at),
    }


def shown_redactions() -> Iterator[Shown]:
    """Yield what two parties agreed to destroy, or did not agree to yet."""
    rows = Redaction.objects.select_related("mission", "proposed_for", "answered_for")
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        shown: Shown = {
            "id": f"{row.report_id}/{utc_text(row.proposed_at)}",
            "mission": row.mission.code,
            "fields": row.fields,
            "party": row.proposed_for.code,
            "actor": str(row.proposed_by_id),
            "received_at": utc_text(row.proposed_at),
        }
        if row.answered_for:
            kind = Action.REPORT_REDACTED if row.consented else Action.REDACTION_DECLINED
            by = f"by {row.answered_by_id} for {row.answered_for.code}"
            shown["answer"] = f"{kind.value} {by}"
        yield shown


def _filed(row: Report | DailyReturn, client_id: str, facts: Shown) -> Shown:
    return {
        "id": client_id,
        "mission": row.mission.code,
        "reference": row.reference,
        "content_hash": row.content_hash,
        "received_at": utc_text(row.received_at),
        "facts": facts,
    }


def _report_content(row: Report) -> ReportContent:
    names = set(ReportContent.__dataclass_fields__) - {
        *_CODED,
        *_NOT_KEPT,
        "corrects",
        "casualties",
    }
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    values |= {name: _code(getattr(row, name)) for name in _CODED}
    lines = tuple(_casualty_content(line) for line in row.casualties.all())
    corrects = row.corrects.report_id if row.corrects else None
    return ReportContent(**values, corrects=corrects, casualties=lines)


def _casualty_content(line: Casualty) -> CasualtyContent:
    names = set(CasualtyContent.__dataclass_fields__) - {"side"}
    values: dict[str, Any] = {name: getattr(line, name) for name in names}
    return CasualtyContent(side=_code(line.side), **values)


def _return_content(row: DailyReturn) -> ReturnContent:
    coded = ("mission", "post", "source_party")
    names = set(ReturnContent.__dataclass_fields__) - {*coded, *_LINES}
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    values |= {name: _code(getattr(row, name)) for name in coded}
    for name, kind in _LINES.items():
        values[name] = tuple(kind(**line) for line in getattr(row, name))
    return ReturnContent(**values)


def _canonical(facts: dict[str, Any]) -> Shown:
    return {name: _text(value) for name, value in facts.items() if value not in (None, "")}


def _text(value: Any) -> Canonical:
    if hasattr(value, "astimezone"):
        return utc_text(value)
    return value if isinstance(value, bool | int) else str(value)


def _code(row: Any) -> str:
    return row.code if row is not None else ""


def _decoded(stored: memoryview | bytes) -> str:
    return bytes(stored).decode("utf-8", "replace")
