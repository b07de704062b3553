"""Losses: the casualties of an incident, over rival accounts of it."""

from collections import defaultdict
from collections.abc import Iterable

from incidents.models import Casualty, Report

Bounds = tuple[int | None, int | None]


def losses_of(reports: Iterable[Report]) -> dict[str, Bounds]:
    """Return the lowest and highest number killed and injured, None if unknown.

    Accounts of one side's losses are alternatives: the lowest and the highest count
    bound it. Losses of different sides add up. A side of which nobody gives a number
    adds nothing, so that the lower bound is “at least”.
    """
    told: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for report in reports:
        for key, bounds in _by_side(report).items():
            told[key].append(bounds)
    return {outcome: _total(told, outcome) for outcome in ("killed", "injured")}


def _by_side(report: Report) -> dict[tuple[str, str], tuple[int, int]]:
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for line in report.casualties.all():
        bounds = _bounds(line)
        if bounds is None:
            continue
        key = (str(line.outcome), f"{line.side_id or ''}|{line.side_text}")
        low, high = sums.get(key, (0, 0))
        sums[key] = (low + bounds[0], high + bounds[1])
    return sums


def _bounds(line: Casualty) -> tuple[int, int] | None:
    known = [n for n in (line.low, line.best, line.high) if n is not None]
    return (min(known), max(known)) if known else None


def _total(told: dict[tuple[str, str], list[tuple[int, int]]], outcome: str) -> Bounds:
    sides = [accounts for (what, _side), accounts in told.items() if what == outcome]
    if not sides:
        return None, None
    low = sum(min(account[0] for account in accounts) for accounts in sides)
    return low, sum(max(account[1] for account in accounts) for accounts in sides)
