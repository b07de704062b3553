"""Attribution: the gate before which nobody is named by the mission.

“Alleged by” is a fact about a report. “Attributed to” needs a verified incident,
stated grounds, a confidence, evidence besides a disputed post's, and (at the
sign-off) two people of different parties.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem
from incidents.domain.finding_content import FindingContent
from incidents.enums import Status
from incidents.judgements import (
    NAMES_A_SIDE,
    AttributionState,
    Basis,
    Confidence,
    Responsibility,
    Ruling,
)
from incidents.ledger.canonical import Canonical
from incidents.models import Incident

CONFIRMED = (Status.VERIFIED, Status.PARTLY_VERIFIED)
SIDES_NAMED = {AttributionState.SHARED: 2}
Evidence = list[dict[str, Canonical]]


def names_a_side(content: FindingContent) -> bool:
    """Tell whether the mission itself would name a side."""
    return content.attribution in NAMES_A_SIDE


def problems_of_attribution(
    incident: Incident, content: FindingContent, evidence: Evidence
) -> Iterator[Problem]:
    """Yield what stands between a content and its attribution; nothing if it may stand."""
    yield from _unknown_codes(content)
    if content.attribution in AttributionState.values:
        named = names_a_side(content)
        yield from _gate(incident, content, evidence) if named else _nobody_named(content)


def _unknown_codes(content: FindingContent) -> Iterator[Problem]:
    allowed: Mapping[str, tuple[list[str], tuple[str, ...]]] = {
        "attribution": (AttributionState.values, (content.attribution,)),
        "confidence": ([*Confidence.values, ""], (content.confidence,)),
        "basis": (Basis.values, content.basis),
        "sides": (Responsibility.values, tuple(side.responsibility for side in content.sides)),
    }
    for field, (codes, given) in allowed.items():
        if set(map(str, given)) - set(codes):
            yield Problem(field, _("There is no such code."), "invalid_choice")


def _gate(incident: Incident, content: FindingContent, evidence: Evidence) -> Iterator[Problem]:
    if incident.status not in CONFIRMED:
        yield Problem(
            "attribution",
            _("Nobody is named before the incident is verified, at least partly."),
            "not_verified",
        )
    if content.ruling != Ruling.RULED:
        message = _("Who cannot rule names nobody.")
        yield Problem("attribution", message, "cannot_rule")
    if not content.grounds.strip():
        yield Problem("grounds", _("State the grounds on which a side is named."), "required")
    if not content.confidence:
        yield Problem("confidence", _("Say how sure the mission is."), "required")
    if not content.basis:
        yield Problem("basis", _("Say what the attribution rests on."), "required")
    yield from _sides(content)
    yield from _evidence(evidence)


def _sides(content: FindingContent) -> Iterator[Problem]:
    wanted = SIDES_NAMED.get(AttributionState(content.attribution), 1)
    if len(content.sides) < wanted or (wanted == 1 and len(content.sides) > 1):
        message = _("Name exactly the side that did it, or for a shared one each of them.")
        yield Problem("sides", message, "sides")


def _evidence(evidence: Evidence) -> Iterator[Problem]:
    if all(entry["disputed_post"] for entry in evidence):
        message = _(
            "All evidence comes from a post that its host does not agree to. "
            "A side is named only with evidence from elsewhere."
        )
        yield Problem("attribution", message, "only_disputed_posts")


def _nobody_named(content: FindingContent) -> Iterator[Problem]:
    if content.sides:
        message = _("This attribution names no side: leave the sides out, or attribute.")
        yield Problem("sides", message, "names_a_side")
    if content.confidence or content.basis:
        message = _("Confidence and basis belong to an attribution that names a side.")
        yield Problem("confidence", message, "names_a_side")
