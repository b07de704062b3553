"""The salts behind reports' content hashes: made at filing, destroyed by redaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from secrets import token_bytes
from uuid import UUID

from incidents.domain.content import ReportContent
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, parsed
from incidents.ledger.leaf import new_salt
from incidents.ledger.salted import (
    SECRET_BYTES,
    SIDE_TEXT,
    commitments_of,
    fields_of,
    salted_hash,
    salts_from,
)
from incidents.models import ContentSalts, Report
from parties.models import Mission


def salted_digest(
    mission: Mission, report_id: UUID, facts: Mapping[str, Canonical], first: Report | None
) -> str:
    """Return the content hash of a report that is being filed, making its salts if need be.

    Args:
        mission: where it is filed; the id must be held by the caller's transaction.
        report_id: the client's id.
        facts: the content in canonical form.
        first: the first report with this id, if there is one.

    A report that was filed before there were salts keeps its plain hash, and so do its variants.

    """
    if first is None:
        made = new_salts(mission, report_id)
        made.save(force_insert=True)
        return digest_with(made, facts)
    salts = salts_of(mission, report_id)
    if salts is None:
        return content_hash(canonical_bytes(facts))
    if salts.secret is None:
        return _digest_after_redaction(salts, facts)
    return digest_with(salts, facts)


def new_salts(mission: Mission, report_id: UUID) -> ContentSalts:
    """Return unsaved salts of a report that is the first with its id, which the caller holds."""
    secret = token_bytes(SECRET_BYTES)
    return ContentSalts(mission_id=mission.pk, report_id=report_id, secret=secret)


def digest_with(salts: ContentSalts, facts: Mapping[str, Canonical]) -> str:
    """Return the content hash of facts with salts that are whole."""
    return salted_hash(commitments_of(facts, opened(salts, fields_of(facts))).values())


def salts_of(mission: Mission, report_id: UUID) -> ContentSalts | None:
    """Return the salts of a report; None if it was filed before there were any."""
    return ContentSalts.objects.filter(mission=mission, report_id=report_id).first()


def opened(salts: ContentSalts, names: Iterable[str]) -> dict[str, str]:
    """Return the salts of the named fields, as far as they still exist."""
    if salts.secret is not None:
        return salts_from(bytes(salts.secret), names)
    return {name: salts.kept[name] for name in names if name in salts.kept}


def as_redacted(content: ReportContent, mission: Mission) -> ReportContent:
    """Return a content without what was redacted under its id: it does not come back."""
    salts = salts_of(mission, content.report_id)
    gone = gone_from(salts) if salts else set()
    return _blanked(content, gone) if gone else content


def gone_from(salts: ContentSalts) -> set[str]:
    """Return the names of the fields that were redacted."""
    return {name for hidden in salts.hidden.values() for name in hidden}


def _blanked(content: ReportContent, gone: set[str]) -> ReportContent:
    values: dict[str, object] = dict.fromkeys(gone - {SIDE_TEXT}, "")
    if SIDE_TEXT in gone:
        values["casualties"] = tuple(replace(line, side_text="") for line in content.casualties)
    return replace(content, **values)  # type: ignore[arg-type]


def _digest_after_redaction(salts: ContentSalts, facts: Mapping[str, Canonical]) -> str:
    """Return the hash of what was filed before, if this is all that is left of it."""
    for row in _told(salts):
        if bytes(row.content) == canonical_bytes(facts):
            return row.content_hash
    fresh = {name: new_salt().hex() for name in fields_of(facts) if name not in salts.kept}
    if fresh:
        salts.kept |= fresh
        salts.save(update_fields=["kept"])
    return salted_hash(commitments_of(facts, salts.kept).values())


def forget_salts(salts: ContentSalts, names: Sequence[str]) -> None:
    """Destroy the secret and the salts of some fields; keep the bare commitments to them.

    Must come before the values go; the caller's transaction holds the report's id.
    """
    contents = {row.content_hash: parsed(bytes(row.content)) for row in _told(salts)}
    everything = {name for content in contents.values() for name in fields_of(content)}
    by_name = opened(salts, everything)
    for digest, content in contents.items():
        commitments = commitments_of(content, by_name)
        gone = {name: commitments[name] for name in names if name in commitments}
        salts.hidden[digest] = salts.hidden.get(digest, {}) | gone
    salts.secret = None
    salts.kept = {name: salt for name, salt in by_name.items() if name not in names}
    salts.save(update_fields=["secret", "kept", "hidden"])


def _told(salts: ContentSalts) -> list[Report]:
    rows = Report.objects.filter(mission_id=salts.mission_id, report_id=salts.report_id)
    return list(rows.order_by("key"))
