"""How facts of an incident or a report are said: unknown is said, never shown as zero."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.enums import CountQualifier
from incidents.models import Casualty
from incidents.models.facts import What

Bounds = tuple[int | None, int | None]


def count_words(told: What) -> str:
    """The count with its qualifier and unit, such as “about 20 explosions”."""
    unit = told.get_count_unit_display() if told.count_unit else ""
    if told.count_qualifier == CountQualifier.MULTIPLE:
        return " ".join(part for part in (_("multiple"), unit) if part)
    if told.count_low is None:
        return ""
    if told.count_high is not None and told.count_high != told.count_low:
        number = f"{told.count_low}–{told.count_high}"
        return f"{number} {unit}".strip()
    exact = told.count_qualifier in (CountQualifier.EXACT, CountQualifier.UNKNOWN)
    qualifier = "" if exact else told.get_count_qualifier_display()
    return " ".join(str(part) for part in (qualifier, told.count_low, unit) if part != "")


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
