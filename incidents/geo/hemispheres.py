"""Letters and words for north, south, east and west, language by language.

Two scripts have letters that look alike and mean opposites: Latin B is west in
Turkish, Cyrillic В is east in Russian. So all letters of one position must belong
to one language; letters that only look like it are taken with a doubt.
"""

from collections.abc import Sequence
from functools import lru_cache

from incidents.exchange.typed_text import Doubt, NotUnderstoodError, folded

LAT, LON = "lat", "lon"
Side = tuple[str, int]
NORTH, SOUTH, EAST, WEST = (LAT, 1), (LAT, -1), (LON, 1), (LON, -1)


def _sides(north: str, south: str, east: str, west: str) -> dict[str, Side]:
    pairs = ((north, NORTH), (south, SOUTH), (east, EAST), (west, WEST))
    return {folded(word): side for words, side in pairs for word in words.split()}


LANGUAGES: dict[str, dict[str, Side]] = {
    "en": _sides(
        "n north northern nth", "s south southern sth", "e east eastern", "w west western"
    ),
    "fr": _sides("n nord", "s sud", "e est", "o w ouest"),
    "ru": _sides(
        "с сш сев север северная северной северный",
        "ю юш юж юг южная южной южный",
        "в вд вост восток восточная восточной восточный",
        "з зд зап запад западная западной западный",
    ),
    "tr": _sides("k kuzey", "g güney guney", "d doğu dogu", "b batı bati"),
    "az": _sides("şm şimal", "cn cənub", "şq şərq", "qb qərb"),
    "hy": _sides(
        "հս հյուսիս հյուսիսային", "հվ հարավ հարավային", "արլ արև արևելք արևելյան",
        "արմ արևմ արևմուտք արևմտյան",
    ),
    "uk": _sides("пн північ", "пд південь", "сх схід", "зх захід"),
    "ka": _sides("ჩ ჩრდ", "ს სამხ", "ა აღმ", "დ დას"),
    "ar": _sides("ش شمال شمالا", "ج جنوب جنوبا", "ق شرق شرقا", "غ غرب غربا"),
}  # fmt: skip
KNOWN = frozenset(word for words in LANGUAGES.values() for word in words)

# Words that say which axis a number is, not which side; they may stand before or after.
AXES: dict[str, str] = {
    folded(word): axis
    for axis, words in {
        LAT: "lat latitude широта широты ш enlem enlemi enliyi լայնություն լայնության عرض",
        LON: "lon long lng longitude долгота долготы д boylam boylamı uzunluğu "
        "երկայնություն երկայնության طول",
    }.items()
    for word in words.split()
}

_TO_LATIN = str.maketrans("сеѕкодгбвз", "ceskodgbbz")
_TO_CYRILLIC = str.maketrans("cbe", "све")
_LOOKS = (_TO_LATIN, _TO_CYRILLIC)


@lru_cache(maxsize=1024)
def could_be(word: str) -> bool:
    """Tell whether a folded word names a side, or only looks like one."""
    return word in KNOWN or (len(word) == 1 and any(word.translate(t) in KNOWN for t in _LOOKS))


def sides_of(words: Sequence[str]) -> tuple[list[Side], tuple[Doubt, ...]]:
    """Return the side that each folded word of one position names.

    Raises:
        NotUnderstoodError: ``letters``: no language has them all.

    """
    if found := _in_one_language(words):
        return found, ()
    for table in _LOOKS:
        if found := _in_one_language([word.translate(table) for word in words]):
            return found, (Doubt("look_alike", " ".join(words).upper()),)
    raise NotUnderstoodError("letters", " ".join(words).upper())


def _in_one_language(words: Sequence[str]) -> list[Side] | None:
    for table in LANGUAGES.values():
        found = [table[word] for word in words if word in table]
        if len(found) == len(words):
            return found
    return None
