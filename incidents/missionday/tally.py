"""Counting a mission day, from plain facts: totals, breakdowns, units and profiles.

Monitors count in different ways, so that one day has three numbers: every explosion and
burst (as an observer mission's tables do), every incident (as a peacekeepers' bulletin
does), and one event a day and place (as a dataset of conflict does). None of them is added
to another, and units are never mixed. Unknown is not zero: sums are “at least”.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Numbers = dict[str, int]
# Qualifiers under which a count bounds from above, and those that say nothing in figures.
_EXACT = frozenset({"exact", "range", "at_most"})
_NO_LOWER = frozenset({"at_most"})


@dataclass(frozen=True, slots=True)
class Fact:
    """What counts of one incident; None and empty text are unknown."""

    counted: bool
    reports: int
    category: str
    status: str
    severity: int
    area: str
    post: str | None
    weapon: str
    spot: str
    low: int | None
    high: int | None
    qualifier: str
    unit: str
    killed: int | None
    injured: int | None


def counted(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that count: asserted by a source and not set aside by the mission."""
    return [fact for fact in facts if fact.counted]


def totals_of(facts: Sequence[Fact]) -> Numbers:
    """Return incidents, reports of them, and casualties, each sum with its unknowns."""
    told = counted(facts)
    return {
        "incidents": len(told),
        "reports": sum(fact.reports for fact in told),
        "not_counted": len(facts) - len(told),
        "killed": sum(fact.killed or 0 for fact in told),
        "killed_unknown": sum(1 for fact in told if fact.killed is None),
        "injured": sum(fact.injured or 0 for fact in told),
        "injured_unknown": sum(1 for fact in told if fact.injured is None),
    }


def breakdown_of(facts: Iterable[Fact], name: str) -> list[dict[str, str | int]]:
    """Return incidents by one of their facts, the most first; where it is None they are left out.

    Args:
        facts: of one day.
        name: ``category``, ``area``, ``post``, ``status``, ``severity`` or ``weapon``.

    """
    values = (getattr(fact, name) for fact in counted(facts))
    return ranked(str(value) for value in values if value is not None)


def ranked(codes: Iterable[str]) -> list[dict[str, str | int]]:
    """Return how often each code occurs, the most first, then by code."""
    ordered = sorted(Counter(codes).items(), key=lambda row: (-row[1], row[0]))
    return [{"code": code, "incidents": number} for code, number in ordered]


def units_of(facts: Iterable[Fact]) -> list[dict[str, str | int | None]]:
    """Return what was counted, each unit by itself, by code of the unit.

    ``at_most`` is None as soon as one of the counts has no upper bound; ``unknown`` says
    how many incidents name the unit and give no number.
    """
    units: dict[str, list[Fact]] = {}
    for fact in counted(facts):
        if fact.unit:
            units.setdefault(fact.unit, []).append(fact)
    return [_unit(code, told) for code, told in sorted(units.items())]


def _unit(code: str, facts: Sequence[Fact]) -> dict[str, str | int | None]:
    highest = [_highest(fact) for fact in facts]
    known = [number for number in highest if number is not None]
    return {
        "unit": code,
        "incidents": len(facts),
        "at_least": sum(_lowest(fact) for fact in facts),
        "at_most": sum(known) if len(known) == len(highest) else None,
        "unknown": sum(map(_is_uncounted, facts)),
    }


def _is_uncounted(fact: Fact) -> bool:
    return fact.low is None and fact.high is None


def _lowest(fact: Fact) -> int:
    if fact.qualifier in _NO_LOWER or fact.low is None:
        return 0
    return fact.low


def _highest(fact: Fact) -> int | None:
    if fact.qualifier not in _EXACT:
        return fact.high
    return fact.low if fact.high is None else fact.high


def profiles_of(facts: Sequence[Fact]) -> dict[str, int]:
    """Return the day as the three ways of counting have it.

    ``explosions`` and ``bursts`` are at least, with ``uncounted`` incidents of which one of
    the two was told without a number; ``events`` counts one for each place where anything
    happened, and one for each incident of which no place is known (``unplaced``).
    """
    told = counted(facts)
    explosions, bursts = (_of_unit(told, unit) for unit in ("explosion", "burst"))
    unplaced = sum(1 for fact in told if not fact.spot)
    return {
        "explosions": sum(map(_lowest, explosions)),
        "bursts": sum(map(_lowest, bursts)),
        "uncounted": sum(map(_is_uncounted, [*explosions, *bursts])),
        "incidents": len(told),
        "events": len({fact.spot for fact in told if fact.spot}) + unplaced,
        "unplaced": unplaced,
    }


def _of_unit(facts: Iterable[Fact], unit: str) -> list[Fact]:
    return [fact for fact in facts if fact.unit == unit]


def per_hundred_post_hours(incidents: int, minutes: int | None) -> str | None:
    """Return incidents for 100 hours of one post's watch, to one decimal; None without hours.

    The number is text: a canonical record has no fractions.
    """
    if not minutes:
        return None
    tenths = (incidents * 100 * 60 * 10 * 2 + minutes) // (2 * minutes)  # rounded half up
    return f"{tenths // 10}.{tenths % 10}"


def counters_of(
    today: Sequence[tuple[str, int | None]], so_far: Sequence[tuple[str, int | None]]
) -> list[dict[str, str | int | None]]:
    """Return each counter that was ever given, with its sum of the day and up to the day.

    A sum is None where nobody gave a number; lines without one are counted beside it.
    """
    return [
        {
            "kind": kind,
            **_sum_of(kind, today, ("number", "unknown")),
            **_sum_of(kind, so_far, ("so_far", "so_far_unknown")),
        }
        for kind in sorted({kind for kind, _number in so_far})
    ]


def _sum_of(
    kind: str, lines: Iterable[tuple[str, int | None]], names: tuple[str, str]
) -> dict[str, int | None]:
    given = [number for name, number in lines if name == kind]
    known = [number for number in given if number is not None]
    return {names[0]: sum(known) if known else None, names[1]: len(given) - len(known)}
