"""Latitude and longitude: decimal degrees, degrees and minutes, degrees, minutes and seconds.

In the spellings that people use: any degree, minute and second sign, none at all,
letters of several languages before or after, decimal commas, packed digits as pilots
write them, ISO 6709, and geo: addresses. Without letters latitude comes first.
"""

import re
from dataclasses import dataclass, field

from incidents.exchange.typed_text import Doubt, NotUnderstoodError, folded
from incidents.geo.hemispheres import AXES, LAT, LON, could_be, sides_of
from incidents.geo.located import Point

METRES = {"deg": 111_320.0, "min": 1855.0, "sec": 31.0}
UNITS = tuple(METRES)
LARGEST = {LAT: 90, LON: 180}
LONGEST_NUMBER = 18
MOST_TOKENS = 60

_WORDS = r"[^\W\d_]+(?:\.[^\W\d_]+)*\.?"
_REST = rf"|(?P<word>{_WORDS})|(?P<sign>''|[°'\":;,/+\-])|(?P<other>.))"
_WITH_POINT = re.compile(r" *(?:(?P<num>\d+(?:\.\d+)?)" + _REST)
_WITH_COMMA = re.compile(r" *(?:(?P<num>\d+(?:[.,]\d+)?)" + _REST)
_POINT_INSIDE = re.compile(r"\d\.\d")
_COMMA_INSIDE = re.compile(r"\d,\d")
_DIGITS = re.compile(r"\d+")
_ISO = re.compile(r"([+-]\d{2,6}(?:\.\d+)?)([+-]\d{3,7}(?:\.\d+)?)(?:[+-]\d+(?:\.\d+)?)?/?")
_PAIR = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,14})?)°?(?:[,;] ?| )([+-]?\d{1,3}(?:\.\d{1,14})?)°?")
_FRAME = re.compile(r"(?:geo:|@)|(?:[;,] ?)?\b(?:wgs|крс|epsg)[ :-]?\d{2,4}\b|\?.*$", re.IGNORECASE)
_FRAMED = frozenset("@:?sSpP")  # signs without which no frame is there
_WELL_KNOWN = re.compile(r"point ?\( ?(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?) ?\)", re.IGNORECASE)

_UNIT_WORDS = {
    folded(word): unit
    for unit, words in {
        "deg": "deg degs degree degrees град градус градусов градуса der derece dərəcə աստիճան "
        "degré degrés",
        "min": "m min mins minute minutes мин минут минуты м dk dakika dəq dəqiqə րոպե",
        "sec": "sec secs second seconds сек секунд секунды sn saniye san saniyə վայրկյան վրկ",
    }.items()
    for word in words.split()
}
_UNIT_SIGNS = {"°": "deg", "'": "min", '"': "sec", "''": "sec"}


@dataclass(slots=True)
class _Group:
    """The numbers of one axis, with the units that stand behind them."""

    numbers: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    negative: bool = False
    signed: bool = False
    glued: bool = False


Token = tuple[str, str]


def read_degrees(text: str) -> Point | None:
    """Return the point that a plain text gives in degrees; None if it is something else.

    Raises:
        NotUnderstoodError: it is meant as degrees, and this is in the way.

    """
    if text[:1] in "pP" and (match := _WELL_KNOWN.fullmatch(text)):
        return _point([_plain_group(match[2]), _plain_group(match[1])], [(LAT, 0), (LON, 0)], ())
    bare = (text if _FRAMED.isdisjoint(text) else _FRAME.sub("", text)).strip(" ()[]{}")
    if bare[:1] in ("+", "-") and (match := _ISO.fullmatch(bare)):
        return _iso(match[1], match[2])
    if match := _PAIR.fullmatch(bare):
        return _pair(match[1], match[2])
    tokens = _tokens(bare, _commas_are_points(bare))
    if tokens is None:
        return None
    return _read(tokens)


def _pair(first: str, second: str) -> Point:
    """Read two decimal numbers: what most people type, so nothing else is looked at."""
    lat, lon = float(first), float(second)
    doubts: tuple[Doubt, ...] = ()
    if 90 < abs(lat) <= 180 and abs(lon) <= 90:
        lat, lon = lon, lat
        doubts = (Doubt("swapped", first.lstrip("+-")),)
    elif abs(lat) > LARGEST[LAT]:
        raise NotUnderstoodError("lat_range", first.lstrip("+-"))
    elif abs(lon) > LARGEST[LON]:
        raise NotUnderstoodError("lon_range", second.lstrip("+-"))
    decimals = min(len(number.partition(".")[2]) for number in (first, second))
    return Point(lat, lon, METRES["deg"] / 10**decimals / 2, "decimal", doubts)


def _commas_are_points(text: str) -> bool:
    if "," not in text or _POINT_INSIDE.search(text):
        return False
    commas = len(_COMMA_INSIDE.findall(text))
    if commas != 1:
        return commas > 1
    numbers = len(_DIGITS.findall(text))
    return numbers % 2 == 1


def _tokens(text: str, comma: bool) -> list[Token] | None:  # noqa: FBT001 - which of two
    """Return numbers, units, sides and separators; None if a word belongs to no position."""
    tokens: list[Token] = []
    for match in (_WITH_COMMA if comma else _WITH_POINT).finditer(text):
        kind = match.lastgroup or ""
        value = match[kind]
        if kind == "num":
            tokens.append((kind, value.replace(",", ".")))
        elif kind == "sign":
            tokens.append(_sign(value, text, match.end() - 1))
        elif kind == "word":
            glued = match.end() - match.start() == len(value)
            following = text[match.end() : match.end() + 2].strip()
            read = _word(folded(value), glued, following, tokens)
            if read is None:
                return None
            tokens += read
        else:
            return None
    if len(tokens) > MOST_TOKENS:
        return None
    return tokens if any(kind == "num" for kind, _value in tokens) else None


def _sign(value: str, text: str, at: int) -> Token:
    if value in _UNIT_SIGNS:
        return "unit", _UNIT_SIGNS[value]
    if value in "+-":
        leads = (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in ".\"'°")) and text[
            at + 1 : at + 2
        ].isdigit()
        return ("minus" if value == "-" else "plus", value) if leads else ("part", value)
    return ("part", value) if value == ":" else ("sep", value)


def _word(word: str, glued: bool, following: str, before: list[Token]) -> list[Token] | None:  # noqa: FBT001 - said by the caller
    after_number = bool(before) and before[-1][0] == "num"
    if word in AXES and not (len(word) == 1 and after_number):
        return [("axis", AXES[word])]
    if after_number and (unit := _unit(word, glued, following, before)):
        return [("unit", unit)]
    if could_be(word):
        return [("side", word)]
    if len(word) > 1 and after_number and (unit := _unit(word[0], glued, word[1:], before)):
        return [("unit", unit), ("side", word[1:])] if could_be(word[1:]) else None
    return None


def _unit(word: str, glued: bool, following: str, before: list[Token]) -> str:  # noqa: FBT001 - said by the caller
    """Return the unit that a word behind a number is; D, M and S are units only in a row."""
    side_follows = could_be(folded(following[:1]))
    if word == "d":
        return "deg" if glued and (side_follows or following[:1].isdigit()) else ""
    if word == "sn" and not side_follows:
        return ""  # seconds and north, not Turkish seconds
    if word in ("s", "с"):
        had = [value for kind, value in before[-4:] if kind == "unit"]
        return "sec" if had[-1:] == ["min"] else ""
    return _UNIT_WORDS.get(word, "")


def _read(tokens: list[Token]) -> Point:
    words = [value for kind, value in tokens if kind == "side"]
    if not words:
        axes = [value for kind, value in tokens if kind == "axis"]
        return _without_letters(tokens, axes)
    tokens = [token for token in tokens if token[0] != "axis"]
    if len(words) != 2:
        raise NotUnderstoodError("one_letter" if len(words) == 1 else "many_letters", words[0])
    sides, doubts = sides_of(words)
    if sides[0][0] == sides[1][0]:
        raise NotUnderstoodError(f"two_{sides[0][0]}", " ".join(words).upper())
    groups = _beside(tokens, "side")
    for group, side, word in zip(groups, sides, words, strict=True):
        if group.negative and side[1] > 0:
            raise NotUnderstoodError("minus_letter", f"-{group.numbers[0]} {word.upper()}")
        group.negative = side[1] < 0
        group.glued = True
    return _point(groups, sides, doubts)


def _beside(tokens: list[Token], kind: str) -> list[_Group]:
    """Return the two groups before or behind the words of a kind, whichever stands first."""
    if tokens[0][0] == kind:
        cut = next(i for i, token in enumerate(tokens) if i and token[0] == kind)
        parts = [tokens[:cut], tokens[cut:]]
    else:
        cut = next(i for i, token in enumerate(tokens) if token[0] == kind) + 1
        parts = [tokens[:cut], tokens[cut:]]
    return [_group(part) for part in parts]


def _without_letters(tokens: list[Token], axes: list[str]) -> Point:
    if axes:
        if sorted(axes) != [LAT, LON]:
            raise NotUnderstoodError("axes", " ".join(axes))
        return _point(_beside(tokens, "axis"), [(axis, 0) for axis in axes], ())
    return _in_order([_group(part) for part in _halves(tokens)])


def _in_order(groups: list[_Group]) -> Point:
    """Read latitude first, unless only longitude can be meant."""
    sides = [(LAT, 0), (LON, 0)]
    first, second = (abs(_whole(group)) for group in groups)
    if 90 < first <= 180 and second <= 90:
        return _point(groups, [(LON, 0), (LAT, 0)], (Doubt("swapped", groups[0].numbers[0]),))
    return _point(groups, sides, ())


def _halves(tokens: list[Token]) -> list[list[Token]]:
    """Cut the numbers in two: at a separator, before a sign or degree, or in the middle."""
    seps = [i for i, (kind, _value) in enumerate(tokens) if kind == "sep"]
    signs = [i for i, (kind, _value) in enumerate(tokens) if kind in ("minus", "plus") and i]
    degrees = [i - 1 for i, token in enumerate(tokens) if token == ("unit", "deg")]
    numbers = [i for i, (kind, _value) in enumerate(tokens) if kind == "num"]
    if len(numbers) < 2:
        raise NotUnderstoodError("one_number", tokens[0][1])
    if len(seps) == 1 and numbers[0] < seps[0] < numbers[-1]:
        cut = seps[0]
    elif len(signs) == 1 and not seps:
        cut = signs[0]
    elif len(degrees) == 2:
        cut = degrees[1] - (tokens[degrees[1] - 1][0] in ("minus", "plus"))
    elif len(numbers) in (2, 4, 6):
        cut = numbers[len(numbers) // 2]
        cut -= tokens[cut - 1][0] in ("minus", "plus")
    else:
        raise NotUnderstoodError("numbers", str(len(numbers)))
    return [tokens[:cut], tokens[cut:]]


def _group(tokens: list[Token]) -> _Group:
    group = _Group()
    for kind, value in tokens:
        if kind == "num":
            group.numbers.append(value)
            group.units.append("")
        elif kind == "unit":
            if not group.units or group.units[-1]:
                raise NotUnderstoodError("unit", value)
            group.units[-1] = value
        elif kind in ("minus", "plus"):
            group.signed = True
            group.negative = kind == "minus"
    if not 1 <= len(group.numbers) <= 3:
        raise NotUnderstoodError("numbers", str(len(group.numbers)))
    return group


def _plain_group(number: str) -> _Group:
    return _Group([number.lstrip("+-")], [""], negative=number.startswith("-"), signed=True)


def _iso(first: str, second: str) -> Point:
    groups = [_plain_group(first), _plain_group(second)]
    for group, width in zip(groups, (2, 3), strict=True):
        group.glued = len(group.numbers[0].partition(".")[0]) > width
    return _point(groups, [(LAT, 0), (LON, 0)], ())


def _point(groups: list[_Group], sides: list[tuple[str, int]], doubts: tuple[Doubt, ...]) -> Point:
    found: dict[str, float] = {}
    reaches = []
    for group, (axis, _sign) in zip(groups, sides, strict=True):
        degrees, reach = _value(group, axis)
        if abs(degrees) > LARGEST[axis]:
            raise NotUnderstoodError(f"{axis}_range", _said(group))
        found[axis] = -degrees if group.negative else degrees
        reaches.append(reach)
    notation = "decimal" if max(len(group.numbers) for group in groups) == 1 else "dms"
    return Point(found[LAT], found[LON], max(reaches), notation, doubts)


def _said(group: _Group) -> str:
    return " ".join(group.numbers)[:LONGEST_NUMBER]


def _whole(group: _Group) -> float:
    number = group.numbers[0]
    if len(number) > LONGEST_NUMBER:
        raise NotUnderstoodError("number", number[:LONGEST_NUMBER])
    return float(number)


def _value(group: _Group, axis: str) -> tuple[float, float]:
    """Return the degrees, without sign, and half of what the last digit stands for, in metres."""
    numbers = _unpacked(group, axis)
    _check(group, numbers)
    total = 0.0
    for place, number in enumerate(numbers):
        part = float(number)
        if place and part >= 60:
            raise NotUnderstoodError(("minutes", "seconds")[place - 1], number)
        total += part / 60**place
    decimals = len(numbers[-1].partition(".")[2])
    return total, METRES[UNITS[len(numbers) - 1]] / 10**decimals / 2


def _check(group: _Group, numbers: list[str]) -> None:
    if len(max(numbers, key=len)) > LONGEST_NUMBER:
        raise NotUnderstoodError("number", _said(group))
    if len(numbers) > 1:
        for number in numbers[:-1]:
            if "." in number:
                raise NotUnderstoodError("fraction", number)
    if group.units != [""]:
        for unit, expected in zip(group.units, UNITS, strict=False):
            if unit and unit != expected:
                raise NotUnderstoodError("unit", unit)


def _unpacked(group: _Group, axis: str) -> list[str]:
    """Return degrees, minutes and seconds of digits in a row, such as 0464508 or 4645.13."""
    number = group.numbers[0]
    if len(group.numbers) > 1 or group.units[0] or not group.glued:
        return group.numbers
    digits = number.partition(".")[0]
    short = 4 if axis == LAT else 5
    if len(digits) in (short, 4) and float(digits) > LARGEST[axis]:
        return [number[: len(digits) - 2], number[len(digits) - 2 :]]
    if len(digits) in (short + 2, 6):
        cut = len(digits) - 4
        return [number[:cut], number[cut : cut + 2], number[cut + 2 :]]
    return group.numbers
