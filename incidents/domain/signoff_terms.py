"""The terms of a sign-off: the rule in force when it opened, fixed in bytes and their hash.

Each call and each sign-off carries the hash. Whoever alters the mission's rule, its
steps or a stored call afterwards changes nothing of what was signed: the vote is
counted on the terms, and terms that are not what was signed carry nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, parsed
from incidents.models import Finding, SignOffCall

FORM = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is asked, by which rule, how many must approve, and where it may lead."""

    rule: str
    chair: str
    parties: tuple[str, ...]
    needed: int
    needed_despite_dissent: int
    outcomes: tuple[str, ...]


def terms_bytes(finding: Finding, terms: Terms) -> bytes:
    """Return the canonical bytes of the terms on which one version is signed."""
    return bytes_of({"finding": str(finding.pk), "snapshot_hash": finding.snapshot_hash}, terms)


def bytes_of(snapshot: Mapping[str, Canonical], terms: Terms) -> bytes:
    """Return the canonical bytes of terms with what they bind: a snapshot, and whose it is."""
    return canonical_bytes(
        {
            "v": FORM,
            **snapshot,
            "rule": terms.rule,
            "chair": terms.chair,
            "parties": sorted(terms.parties),
            "needed": terms.needed,
            "needed_despite_dissent": terms.needed_despite_dissent,
            "outcomes": sorted(terms.outcomes),
        }
    )


def terms_hash_of(finding: Finding) -> str:
    """Return the hash of the terms that a version's calls carry; empty if there are none."""
    calls = list(finding.calls.all())
    return calls[0].terms_hash if calls else ""


def terms_of(finding: Finding) -> Terms | None:
    """Return the terms on which a version was put to the parties.

    None if nobody was asked, or if the stored calls are not what the hash says.
    """
    calls = list(finding.calls.select_related("party"))
    if not calls:
        return None
    stored = bytes(calls[0].terms)
    if any(content_hash(bytes(call.terms)) != calls[0].terms_hash for call in calls):
        return None
    terms = terms_in(stored)
    whole = terms_bytes(finding, terms) == stored and _are(calls, terms)
    return terms if whole else None


def terms_in(stored: bytes) -> Terms:
    """Return the terms that canonical bytes hold."""
    said = parsed(stored)
    names = ("rule", "chair", "needed", "needed_despite_dissent")
    return Terms(
        **{name: said[name] for name in names},
        parties=tuple(said["parties"]),
        outcomes=tuple(said["outcomes"]),
    )


def _are(calls: Iterable[SignOffCall], terms: Terms) -> bool:
    """Tell whether the columns of the calls say what the terms say."""
    rows = list(calls)
    chairs = [call.party.code for call in rows if call.chairs]
    numbers = (terms.rule, terms.needed, terms.needed_despite_dissent)
    return (
        sorted(call.party.code for call in rows) == list(terms.parties)
        and chairs == ([terms.chair] if terms.chair else [])
        and all((c.rule, c.needed, c.needed_despite_dissent) == numbers for c in rows)
    )
