"""How facts of an incident or a report are said: unknown is said, never shown as zero."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from incidents.enums import CountQualifier, CountUnit
from incidents.models import Casualty
from incidents.models.facts import What

UNITS: dict[str, Any] = {
    CountUnit.ROUND: ngettext_lazy("%d round", "%d rounds"),
    CountUnit.EXPLOSION: ngettext_lazy("%d explosion", "%d explosions"),
    CountUnit.BURST: ngettext_lazy("%d burst", "%d bursts"),
    CountUnit.SHOT: ngettext_lazy("%d shot", "%d shots"),
    CountUnit.EXCHANGE: ngettext_lazy("%d exchange", "%d exchanges"),
    CountUnit.EVENT: ngettext_lazy("%d event", "%d events"),
    CountUnit.ITEM: ngettext_lazy("%d item", "%d items"),
    CountUnit.PERSON: ngettext_lazy("%d person", "%d persons"),
}
Bounds = tuple[int | None, int | None]


def count_words(told: What) -> str:
    """The count with its qualifier and unit, such as “about 20 explosions”; empty if unknown."""
    if told.count_qualifier == CountQualifier.MULTIPLE:
        many = _("multiple")
        return f"{many} {told.get_count_unit_display() if told.count_unit else ''}".strip()
    if told.count_low is None:
        return ""
    if told.count_high is not None and told.count_high != told.count_low:
        unit = told.get_count_unit_display() if told.count_unit else ""
        return f"{told.count_low}–{told.count_high} {unit}".strip()
    number = str(UNITS.get(told.count_unit, "%d") % told.count_low)
    exact = told.count_qualifier in (CountQualifier.EXACT, CountQualifier.UNKNOWN)
    return number if exact else f"{told.get_count_qualifier_display()} {number}"


def bounds_words(bounds: Bounds) -> str:
    """A number of people: unknown is not none."""
    low, high = bounds
    if low is None and high is None:
        return _("not known")
    if low is None:
        return _("at most %(number)s") % {"number": high}
    if high is None:
        return _("at least %(number)s") % {"number": low}
    if low != high:
        return f"{low}–{high}"
    return str(low) if low else _("none")


def casualty_words(line: Casualty) -> dict[str, Any]:
    """One casualty line for a table: whose, who, what, how many."""
    known = [n for n in (line.low, line.high) if n is not None]
    if line.best is not None and not known:
        number = bounds_words((line.best, line.best))
    else:
        number = bounds_words((line.low, line.high))
        if line.best is not None:
            number = _("%(best)s (%(range)s)") % {"best": line.best, "range": number}
    return {
        "side": str(line.side or line.side_text or _("side not known")),
        "persons": line.get_person_kind_display(),
        "outcome": line.get_outcome_display(),
        "number": number,
    }
