"""Names of places: how they are folded for search and shown without a side."""

import unicodedata
from collections.abc import Iterable
from typing import Protocol

# Letters that Unicode does not decompose, as search users type them.
_PLAIN = str.maketrans(
    {"ə": "a", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "þ": "th"}
)


class Named(Protocol):
    """Anything that has a name, a kind and an endorsing party."""

    name: str
    kind: str
    endorsed_by_id: int | None


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


def place_label(names: Iterable[Named]) -> str:
    """Return the names that parties endorse, as one alphabetical pair.

    There is no default name: with two endorsed romanised names the label is
    “Aghdam / Akna”, in alphabetical order, so that no side comes first by rank.
    Without endorsed names the first name in alphabetical order is shown.
    """
    known = list(names)
    shown = _endorsed(known, "romanised") or _endorsed(known, "official")
    if not shown:
        shown = {n.name for n in known if n.kind != "alternative"}
        shown = set(sorted(shown or {n.name for n in known})[:1])
    return " / ".join(sorted(shown, key=fold_name))


def _endorsed(names: Iterable[Named], kind: str) -> set[str]:
    return {n.name for n in names if n.endorsed_by_id and n.kind == kind}
