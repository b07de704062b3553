"""Names of places: how they are folded for search, and the policies by which they are shown."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Protocol

# Letters that Unicode does not decompose, as search users type them.
_PLAIN = str.maketrans(
    {"ə": "a", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "þ": "th"}
)


class Named(Protocol):
    """Anything that has a name, a kind, a language and an endorsing party."""

    name: str
    kind: str
    language: str
    endorsed_by_id: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    """How an audience is shown places: by their names in some order, or by their grid alone."""

    first_id: int | None = None  # the party whose names stand first; none: alphabetical order
    first_language: str = ""  # or the language
    only_grid: bool = False

    def prefers(self, name: Named) -> bool:
        """Tell whether a name stands before others."""
        of_party = self.first_id is not None and name.endorsed_by_id == self.first_id
        return of_party or bool(self.first_language and name.language == self.first_language)


PAIR, GRID = Policy(), Policy(only_grid=True)
_chosen: ContextVar[Callable[[], Policy]] = ContextVar("naming", default=lambda: PAIR)


@contextmanager
def naming(choose: Callable[[], Policy]) -> Iterator[None]:
    """Show places by the policy that ``choose`` returns; it is asked once, at the first name."""
    token = _chosen.set(cache(choose))
    try:
        yield
    finally:
        _chosen.reset(token)


def active_policy() -> Policy:
    """Return the policy of the audience that is answered now; the pair, if there is none."""
    return _chosen.get()()


def fold_name(name: str) -> str:
    """Return the search form: case, accents, spaces and punctuation folded.

    >>> fold_name("Fərrux ")
    'farrux'
    >>> fold_name("Stepanakert’")
    'stepanakert'
    """
    plain = unicodedata.normalize("NFKD", name).casefold()  # “𝑆” is a capital only then
    decomposed = unicodedata.normalize("NFKD", plain)
    kept = "".join(
        c if c.isalnum() else " "
        for c in decomposed
        if not unicodedata.combining(c) and (c.isalnum() or c.isspace() or c in "-_/")
    )
    return " ".join(kept.translate(_PLAIN).split())


def place_label(names: Iterable[Named], policy: Policy = PAIR) -> str:
    """Return the names that parties endorse, in the order of a policy.

    There is no default name: with two endorsed romanised names the label is
    “Aghdam / Akna”, in alphabetical order, so that no side comes first by rank,
    or with the names first that one party endorses, or that are in one language.
    Without endorsed names the first name in alphabetical order is shown.
    """
    known = list(names)
    shown = _endorsed(known, "romanised") or _endorsed(known, "official")
    if not shown:
        shown = {n.name for n in known if n.kind != "alternative"}
        shown = set(sorted(shown or {n.name for n in known})[:1])
    own = {n.name for n in known if policy.prefers(n)}
    return " / ".join(sorted(shown, key=lambda name: (name not in own, fold_name(name))))


def grid_label(lat: Decimal, lon: Decimal) -> str:
    """Return a position to a hundredth of a degree, about a kilometre; degrees are WGS 84.

    >>> grid_label(Decimal("39.99096"), Decimal("46.92736"))
    '39.99 N 46.93 E'
    """
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):.2f} {north} {abs(lon):.2f} {east}"


def _endorsed(names: Iterable[Named], kind: str) -> set[str]:
    return {n.name for n in names if n.endorsed_by_id and n.kind == kind}
