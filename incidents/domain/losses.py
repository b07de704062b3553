"""Losses: the casualties of an incident, over rival accounts of it."""

from collections import defaultdict
from collections.abc import Iterable

from incidents.enums import Outcome
from incidents.models import Report

Bounds = tuple[int | None, int | None]
Side = tuple[int | None, str]
Account = dict[Side, tuple[int, int]]


def losses_of(reports: Iterable[Report]) -> dict[str, Bounds]:
    """Return the lowest and highest number killed and injured, None if unknown.

    Accounts of one side's losses are alternatives: the lowest and the highest count
    bound it. Losses of different sides add up. An account that leaves a side open may
    speak of the same people as any other one, so that it may lower the lower bound.
    A side of which nobody gives a number adds nothing: the lower bound is “at least”.
    """
    told = list(reports)
    return {
        outcome: _bounds_over([_account(report, outcome) for report in told])
        for outcome in (Outcome.KILLED.value, Outcome.INJURED.value)
    }


def _account(report: Report, outcome: str) -> Account:
    """Return what one report says of each side; its own lines add up."""
    account: Account = {}
    for line in report.casualties.all():
        known = [n for n in (line.low, line.best, line.high) if n is not None]
        if line.outcome == outcome and known:
            side = (line.side_id, "" if line.side_id else line.side_text)
            low, high = account.get(side, (0, 0))
            account[side] = (low + min(known), high + max(known))
    return account


def _bounds_over(accounts: list[Account]) -> Bounds:
    sides: dict[Side, list[tuple[int, int]]] = defaultdict(list)
    for account in accounts:
        for side, numbers in account.items():
            sides[side].append(numbers)
    if not sides:
        return None, None
    return _lowest(accounts, sides), sum(max(high for _, high in told) for told in sides.values())


def _lowest(accounts: list[Account], sides: dict[Side, list[tuple[int, int]]]) -> int:
    """Return the lesser of the named sides' sum and the open accounts' totals."""
    named = [min(low for low, _ in told) for side, told in sides.items() if _is_named(side)]
    totals = [
        sum(low for low, _ in account.values())
        for account in accounts
        if any(not _is_named(side) for side in account)
    ]
    return min([*totals, sum(named)] if named else totals)


def _is_named(side: Side) -> bool:
    return side[0] is not None
