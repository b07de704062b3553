"""Words that a status does not allow, in six languages: marked before anything is published.

An observer heard or saw, and knows no author; an inference is assessed, never confirmed; what
was told has somebody who says it; a verified event of unknown origin names no side.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How the writer knows what a text says."""

    OBSERVED = "observed"
    INFERRED = "inferred"
    TOLD = "told"
    VERIFIED = "verified"  # the event, not its origin
    ATTRIBUTED = "attributed"
    DISPUTED = "disputed"


class Fault(StrEnum):
    """Why a standing does not allow some words."""

    BLAME = "blame"
    CERTAINTY = "certainty"
    NOBODY_SAYS = "nobody_says"
    SIDE = "side"


@dataclass(frozen=True)
class Mark:
    """Words of a text, by their place in it, that its standing does not allow."""

    start: int
    end: int
    words: str
    fault: Fault


# Stems of words, as regular expressions; any text is searched in all six languages, because
# people write one and quote another.
WORDS: dict[Fault, dict[str, str]] = {
    Fault.BLAME: {
        "en": r"(?:fired|shelled|shot|launched) (?:up)?(?:on )?by|attack\w*|provo(?:k|c)\w+"
        r"|aggress\w+",
        "fr": r"(?:tir|bombard|lanc)é\w* par|attaqu\w+|provoqu\w+|provocat\w+|agress\w+",
        "ru": r"обстрелян\w+|огонь открыл\w*|атак\w+|нападени\w+|напал\w*|провокац\w+|агресс\w+",
        "tr": r"tarafından (?:ateş|atıl|açıl|vurul)\w*|saldır\w+|provokasyon\w*|tahrik\w*",
        "az": r"tərəfindən (?:atəş|atıl|açıl|vurul)\w*|hücum\w*|təxribat\w*|təcavüz\w*",
        "hy": r"կողմից (?:կրակ|արձակ|գնդակոծ)\w*|հարձակ\w+|սադր\w+|ագրեսի\w+",
    },
    Fault.CERTAINTY: {
        "en": r"confirm(?:s|ed)?|certain(?:ly)?|undoubtedly|without doubt|proven|proves|obviously",
        "fr": r"confirm\w+|certainement|indubitable\w*|sans aucun doute|prouv\w+|évidemment",
        "ru": r"подтвержд\w+|несомненно|бесспорно|доказан\w*|очевидно|безусловно",
        "tr": r"doğrulan\w+|teyit\w*|kesin\w*|şüphesiz|kanıtlan\w+|açıkça",
        "az": r"təsdiq\w*|şübhəsiz|sübut\w*|qəti\w*|aydındır",
        "hy": r"հաստատվ\w+|հաստատված|անկասկած|ապացուցվ\w+|ակնհայտ\w*",
    },
    Fault.NOBODY_SAYS: {
        "en": r"(?:is|are|was|were|has been|have been) reported(?! by| to)|reportedly|allegedly",
        "fr": r"(?:a été|ont été|est|sont) rapporté\w*(?! par)|il paraît|serai(?:t|ent)"
        r"|aurai(?:t|ent)",
        "ru": r"сообща(?:ется|лось)|якобы|по имеющимся данным|по слухам",
        "tr": r"bildiril(?:di|miştir|iyor)|iddia edil\w+|söylen\w+",
        "az": r"bildirilir|bildirilib|iddia olunur|deyilir",
        "hy": r"հաղորդվում է|հաղորդվել է|իբր\w*|ասվում է",
    },
}
FORBIDDEN: dict[Standing, tuple[Fault, ...]] = {
    Standing.OBSERVED: (Fault.BLAME, Fault.NOBODY_SAYS),
    Standing.INFERRED: (Fault.BLAME, Fault.CERTAINTY),
    Standing.TOLD: (Fault.NOBODY_SAYS,),
    Standing.VERIFIED: (Fault.BLAME, Fault.SIDE),
    Standing.ATTRIBUTED: (Fault.CERTAINTY,),
    Standing.DISPUTED: (Fault.CERTAINTY, Fault.SIDE),
}
_SEARCHED = {
    fault: re.compile(rf"\b(?:{'|'.join(words.values())})\b", re.IGNORECASE)
    for fault, words in WORDS.items()
}
SHORTEST_NAME = 3


def marks_in(text: str, standing: Standing, sides: Iterable[str] = ()) -> list[Mark]:
    """Return the words that a standing does not allow, from the first to the last.

    Args:
        text: what somebody wrote, in any of the six languages.
        standing: how they know it.
        sides: names of parties. A disputed event may name them, but not one alone.

    """
    found: list[Mark] = []
    for fault in FORBIDDEN[standing]:
        if fault is Fault.SIDE:
            found += _sides(text, standing, list(sides))
        else:
            found += (_mark(match, fault) for match in _SEARCHED[fault].finditer(text))
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def pieces_of(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, Mark | None]]:
    """Yield the text piece by piece, each with its mark if it has one; joined, they are it."""
    at = 0
    for mark in marks:
        if mark.start < at:
            continue
        if mark.start > at:
            yield text[at : mark.start], None
        yield text[mark.start : mark.end], mark
        at = mark.end
    if at < len(text):
        yield text[at:], None


def _sides(text: str, standing: Standing, sides: list[str]) -> list[Mark]:
    named = [name for name in sides if len(name) >= SHORTEST_NAME]
    found = {
        name: list(re.finditer(rf"\b{re.escape(name)}", text, re.IGNORECASE)) for name in named
    }
    told = [name for name, matches in found.items() if matches]
    if standing is Standing.DISPUTED and len(told) > 1:
        return []
    return [_mark(match, Fault.SIDE) for name in told for match in found[name]]


def _mark(match: re.Match[str], fault: Fault) -> Mark:
    return Mark(match.start(), match.end(), match.group(), fault)
