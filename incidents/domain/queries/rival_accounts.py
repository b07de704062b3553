"""Rival accounts: where the sources of one incident agree, and where they do not.

No account is the norm: what is said is numbered in the order in which it was told.
Nothing said is no version, and differs from nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from incidents.domain.linking import standing_reports
from incidents.domain.queries.incident import reports_of
from incidents.domain.queries.likeness import Told, same_place, same_time
from incidents.domain.queries.suggestions import compared
from incidents.models import Incident, Report
from parties.domain.acting import Actor
from parties.naming import fold_name

Same = Callable[[Told, Told], bool]


@dataclass(frozen=True, slots=True)
class Account:
    """One source's newest word on an incident, and the number of its version of each aspect."""

    report: Report
    versions: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The accounts of an incident, and how many versions of each aspect there are."""

    accounts: tuple[Account, ...]
    versions: dict[str, int]

    @property
    def rival(self) -> list[str]:
        """The aspects of which the sources say different things."""
        return [aspect for aspect, number in self.versions.items() if number > 1]


def matrix_of(actor: Actor, incident: Incident) -> Matrix:
    """Return the readable accounts of an incident beside each other, first told first."""
    standing = {report.key for report in standing_reports(incident)}
    rows = compared(one for one in reports_of(actor, incident) if one.key in standing)
    numbered = {aspect: list(_numbered(rows, aspect)) for aspect in ASPECTS}
    accounts = [
        Account(told.report, {aspect: numbers[n] for aspect, numbers in numbered.items()})
        for n, told in enumerate(rows)
    ]
    most = {aspect: max((n or 0 for n in of), default=0) for aspect, of in numbered.items()}
    return Matrix(tuple(accounts), most)


def _numbered(rows: Sequence[Told], aspect: str) -> Iterator[int | None]:
    is_said, same = ASPECTS[aspect]
    firsts: list[Told] = []
    for told in rows:
        if not is_said(told):
            yield None
            continue
        known = next((n for n, first in enumerate(firsts) if same(first, told)), None)
        if known is None:
            firsts.append(told)
        yield len(firsts) if known is None else known + 1


def _initiator(told: Told) -> str:
    report = told.report
    return f"party {report.alleged_party_id}" if report.alleged_party_id else _folded(told)


def _folded(told: Told) -> str:
    return fold_name(told.report.alleged_text)


def _weapon(told: Told) -> str:
    return told.report.weapon or fold_name(told.report.weapon_text)


def _losses(told: Told) -> frozenset[tuple[object, ...]]:
    lines = told.report.casualties.all()
    return frozenset(
        (line.side_id, line.side_text, line.outcome, line.low, line.best, line.high)
        for line in lines
    )


def _by(value: Callable[[Told], object]) -> tuple[Callable[[Told], bool], Same]:
    return lambda told: bool(value(told)), lambda one, other: value(one) == value(other)


ASPECTS: dict[str, tuple[Callable[[Told], bool], Same]] = {
    "time": (lambda told: told.span is not None, same_time),
    "place": (lambda told: told.point is not None or bool(told.names), same_place),
    "initiator": _by(_initiator),
    "weapon": _by(_weapon),
    "losses": _by(_losses),
    "stance": _by(lambda told: told.report.stance),
}
