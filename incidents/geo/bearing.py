"""Bearings: points of the compass in several languages, degrees, and mils of two kinds."""

import re

from incidents.exchange.typed_text import Doubt, NotUnderstoodError, folded
from incidents.geo.located import Bearing

POINTS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw",
          "nw", "nnw")  # fmt: skip
POINT = 360 / len(POINTS)
CIRCLE_NATO, CIRCLE_EASTERN = 6400, 6000
BY_COMPASS, BY_MILS, TO_A_TENTH = 5.0, 2.0, 1.0

# Letters for north, east, south and west in the languages that combine them as “NNE” does.
_ALPHABETS = ("nesw", "neso", "свюз", "kdgb")
_WORDS: dict[str, int] = {
    "".join(letters["nesw".index(letter)] for letter in point): number
    for letters in _ALPHABETS
    for number, point in enumerate(POINTS)
}
_LONG = {
    folded(word): letter
    for letter, words in {
        "n": "north nord север северо северный севернее севера kuzey kuzeyi kuzeyinde şimal "
        "հյուսիս հյուսիսային",
        "e": "east est восток восточный восточнее востока doğu doğusu doğusunda şərq արևելք "
        "արևելյան",
        "s": "south sud юг юго южный южнее юга güney güneyi güneyinde cənub հարավ հարավային",
        "w": "west ouest запад западный западнее запада batı batısı batısında qərb արևմուտք "
        "արևմտյան",
    }.items()
    for word in words.split()
}
_EDGES = ",.:()"
_MAGNETIC = frozenset({"m", "mag", "magnetic", "маг"})

_DEGREES = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?) ?"
    r"(?:°|deg(?:rees?)?\b|град(?:ус(?:ов|а)?)?\b|derece\b|dərəcə\b|աստիճան\b)"
    r"(?: ?(t|true|grid|m|mag|magnetic)\b)?(?: ?(?:±|\+/-|\+-) ?(\d{1,2})(?: ?°)?)?"
)
_MILS = re.compile(r"(?<![\d.,])(\d{1,4}) ?(mils?|₥|тыс(?:ячных)?|ду|д\.у\.?)(?![^\W\d_])")
_EASTERN = re.compile(r"(?<![\d.,-])(\d{2})-(\d{2})(?! ?(?:k|km|m|км|м|к)\b)(?![\d-])")
_THREE = re.compile(r"(?<![\d.,-])(\d{3})(?:(t|m|mag|true)\b)?(?![\w.,-])")
Found = tuple[Bearing, str]


def find_bearing(text: str) -> Found | None:
    """Return the bearing that stands in a plain, small text, and the text without it.

    Raises:
        NotUnderstoodError: ``bearing``: a number that no circle has.

    """
    for find in (_in_degrees, _in_mils, _in_eastern_mils, _by_point, _three_digits):
        if found := find(text):
            return found
    return None


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _bearing(degrees: float, spread: float, said: str, north: str | None) -> Bearing:
    if degrees > 360:
        raise NotUnderstoodError("bearing", said)
    doubts = (Doubt("magnetic", said),) if north in _MAGNETIC else ()
    return Bearing(degrees % 360, spread, doubts)


def _in_degrees(text: str) -> Found | None:
    match = _DEGREES.search(text)
    if match is None:
        return None
    number = match[1].replace(",", ".")
    spread = float(match[3]) if match[3] else TO_A_TENTH if "." in number else BY_COMPASS
    return _bearing(float(number), max(spread, 0.5), match[1], match[2]), _without(text, match)


def _in_mils(text: str) -> Found | None:
    match = _MILS.search(text)
    if match is None:
        return None
    circle = CIRCLE_NATO if match[2][0] == "m" else CIRCLE_EASTERN
    return _of_circle(int(match[1]), circle, match), _without(text, match)


def _in_eastern_mils(text: str) -> Found | None:
    """Read 15-00, a quarter of a circle of sixty “large divisions”."""
    match = _EASTERN.search(text)
    if match is None:
        return None
    return _of_circle(int(match[1] + match[2]), CIRCLE_EASTERN, match), _without(text, match)


def _of_circle(mils: int, circle: int, match: re.Match[str]) -> Bearing:
    if mils > circle:
        raise NotUnderstoodError("mils", match[0].strip(), str(circle))
    return Bearing(mils * 360 / circle % 360, BY_MILS, (Doubt("mils", str(circle)),))


def _by_point(text: str) -> Found | None:
    """Read whole words only: “north-eastish” is not north."""
    words = text.split(" ")
    for first in range(len(words)):
        for last in range(min(first + 3, len(words)), first, -1):
            parts = [part for word in words[first:last] for part in word.strip(_EDGES).split("-")]
            point = _point_of(parts)
            if point is not None:
                left = " ".join(words[:first] + words[last:])
                return Bearing(point * POINT, _spread_of(point)), left
    return None


def _point_of(words: list[str]) -> int | None:
    """Return the number of the point that words name together, such as north north-east."""
    if len(words) == 1 and words[0] in _WORDS:
        return _WORDS[words[0]]
    letters = [_LONG.get(word) or _joined(word) for word in words]
    return _WORDS.get("".join(letters)) if all(letters) else None


def _joined(word: str) -> str:
    """Return the letters of words written as one, such as northeast or kuzeydoğu."""
    for start, letter in _LONG.items():
        if word.startswith(start) and (rest := _LONG.get(word[len(start) :])):
            return letter + rest
    return ""


def _spread_of(point: int) -> float:
    """Return half the width of a point: whoever says “NE” thinks in eighths of the circle."""
    return POINT / 2 if point % 2 else POINT


def _three_digits(text: str) -> Found | None:
    match = _THREE.search(text)
    if match is None:
        return None
    return _bearing(float(match[1]), BY_COMPASS, match[1], match[2]), _without(text, match)
