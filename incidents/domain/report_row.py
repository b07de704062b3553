"""The row of a report, and what the filer and the journal are told of it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from incidents.domain.content import ReportContent, utc_text
from incidents.domain.journal import Entry
from incidents.domain.queries.doubts import doubts_about
from incidents.domain.references import References
from incidents.enums import Action
from incidents.geo.position import six_places
from incidents.ledger.canonical import Canonical, canonical_bytes
from incidents.ledger.uuid7 import spoken_form
from incidents.models import Casualty, Incident, Report
from parties.models import Mission, User

Facts = dict[str, Canonical]
NO_CASUALTIES = Casualty.objects.none()
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


def facts_of(content: ReportContent, author: User | None) -> Facts:
    """Return what is hashed of a report: what its source says, and whose account it is."""
    return content.canonical() | {"author": author.pk if author else 0}


def row_of(
    content: ReportContent,
    found: References,
    author: User | None,
    at: datetime,
    facts: Facts,
    digest: str,
) -> Report:
    """Return the unsaved row of a report, but for its receipt."""
    return Report(
        **{name: getattr(content, name) for name in _COPIED},
        **{name: _six(getattr(content, name)) for name in _DEGREES},
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
        content=canonical_bytes(facts),
        content_hash=digest,
        hints=[hint.value for hint in doubts_about(content, found.post)],
    )


def _six(degrees: Decimal | None) -> Decimal | None:
    return None if degrees is None else six_places(degrees)


def reference_of(mission: Mission, client_id: UUID) -> str:
    """Return what people call a filed row, such as NK-7F3K-9Q2M."""
    return f"{mission.code.upper()}-{spoken_form(client_id)}"


def receipt_of(report: Report, incident: Incident | None, *, waits: bool = False) -> bytes:
    """Return the receipt of a report; ``waits`` if it is a proposed correction."""
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


def casualties_of(report: Report, content: ReportContent, found: References) -> Iterator[Casualty]:
    """Yield the unsaved rows of a report's casualty lines."""
    for line in content.casualties:
        yield Casualty(
            report=report,
            side=(found.sides or {}).get(line.side),
            side_text=line.side_text,
            person_kind=line.person_kind,
            outcome=line.outcome,
            low=line.low,
            best=line.best,
            high=line.high,
        )


def keep_casualties(report: Report, lines: list[Casualty]) -> None:
    """Let a report know its casualty lines, as if they had been fetched beforehand."""
    known = report.casualties.all() if lines else NO_CASUALTIES
    known._result_cache = lines  # noqa: SLF001 - as prefetch_related does
    report._prefetched_objects_cache = {"casualties": known}  # type: ignore[attr-defined] # noqa: SLF001


def filed_entry(report: Report, author: User | None, carried_by: User | None) -> Entry:
    """Return what the journal says of a report that came in."""
    carried = {"carried_by": carried_by.pk} if carried_by else {}
    return Entry(
        action=Action.VARIANT_KEPT if report.is_variant else Action.REPORT_FILED,
        mission=report.mission,
        subject=("report", str(report.report_id)),
        body={
            "content_hash": report.content_hash,
            "reference": report.reference,
            "scope": str(report.scope),
            "version": report.version,
            **carried,
        },
        actor=author,
        at=report.received_at,
    )
