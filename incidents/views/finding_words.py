"""How a finding is said: only the words that its attribution allows."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.judgements import AttributionState, Basis, CannotRule, Confidence
from incidents.models import Finding

State = AttributionState
NOBODY_NAMED: dict[str, Any] = {
    State.NOT_ATTEMPTED: gettext_lazy("The mission has not tried to say who did it."),
    State.NOT_DETERMINED: gettext_lazy("Origin not determined."),
    State.ALLEGED: gettext_lazy("The mission notes what was alleged, and rules on nobody."),
    State.UNATTRIBUTABLE: gettext_lazy("It cannot be established who did it."),
    State.DISPUTED: gettext_lazy(
        "The accounts differ; the mission could not establish who did it."
    ),
}
NAMED: dict[str, Any] = {
    State.ASSESSED: gettext_lazy("The mission assesses that it was %(sides)s"),
    State.ATTRIBUTED: gettext_lazy("The mission attributes it to %(sides)s"),
    State.SHARED: gettext_lazy("The mission attributes it to both %(sides)s"),
}


def attribution_words(finding: Finding) -> str:
    """Who did it, as far as the finding says, with confidence and basis beside every name."""
    if finding.attribution not in NAMED:
        return str(NOBODY_NAMED[finding.attribution])
    sides = _("%(party)s (%(responsibility)s)")
    named = [
        sides % {"party": side.party, "responsibility": side.get_responsibility_display()}
        for side in finding.sides.all()
    ]
    words = str(NAMED[finding.attribution]) % {"sides": _(" and ").join(named)}
    return _("%(words)s (confidence: %(confidence)s; basis: %(basis)s).") % {
        "words": words,
        "confidence": Confidence(finding.confidence).label,
        "basis": labels_words(Basis, finding.basis),
    }


def cannot_rule_words(finding: Finding) -> str:
    """Why the mission cannot rule."""
    return labels_words(CannotRule, finding.cannot_rule)


def labels_words(codes: Any, given: Iterable[str]) -> str:
    """The labels of some codes in one line."""
    return ", ".join(str(codes(code).label) for code in given)
