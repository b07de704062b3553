"""The radio form: one line of code words for one report, and its read-back.

    [DE post] event time [words in any order] [POS position] [// remark]

such as ``F 1430 HE MOR 3 NE 2K``. The whole grammar is in docs/radio.md.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from incidents.exchange.radio_words import DIGITS, EVENTS, KINDS, POINTS, WORDS, unit_of
from incidents.exchange.typed_text import NotUnderstoodError, plain

LONGEST_WORD = 24
MOST_WORDS = 40
SLOTS = ("means", "weapon", "count", "unit", "direction", "bearing", "range")

_TIME = re.compile(r"\d{4}[A-Z]?|\d{6}[A-Z](?:[A-Z]{3}\d{2})?")
_COUNT = re.compile(r"(~)?(\d{1,5})(?:-(\d{1,5}))?(\+)?")
_BEARING = re.compile(r"B(\d{3})")
_MILS = re.compile(r"M(\d{4})")
_RANGE = re.compile(r"(\d{1,2}(?:[.,]\d)?)(?:-(\d{1,2}(?:[.,]\d)?))?K|(\d{2,5})M|(\d{1,2})S")
_MANY = "MANY"


class Fault(NamedTuple):
    """A word that is not understood where it stands: a stable code, and what is expected."""

    code: str
    word: str
    expected: tuple[str, ...] = ()


class RadioError(ValueError):
    """A line that is not understood, with every fault in it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.code}: {fault.word}" for fault in faults))
        self.faults = faults


@dataclass(slots=True)
class RadioLine:
    """What a line says; what it does not say is empty or None, which is not zero."""

    line: str
    event: str = ""
    time: str = ""
    post: str = ""
    means: str = ""
    weapon: str = ""
    count_low: int | None = None
    count_high: int | None = None
    count_qualifier: str = ""
    count_unit: str = ""
    direction: str = ""
    sighting: dict[str, str] = field(default_factory=dict)
    position: str = ""
    remark: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def category(self) -> str:
        """The category that event and weapon name together."""
        return KINDS.get(self.event, {}).get(self.weapon, EVENTS[self.event][0])

    @property
    def position_text(self) -> str:
        """The position as the form takes it: as given, or bearing and range from the post."""
        if self.position:
            return self.position
        return " ".join(filter(None, (self.sighting.get("bearing"), self.sighting.get("range"))))

    @property
    def read_back(self) -> str:
        """What the duty officer says to have the line confirmed."""
        return " – ".join(self.said)


def read_line(typed: str, posts: Collection[str] = ()) -> RadioLine:
    """Return what a line says.

    Args:
        typed: as typed; capitals or not.
        posts: the codes of the mission's posts.

    Raises:
        RadioError: every word that is not understood, and what is expected in its place.

    """
    try:
        text = plain(typed)
    except NotUnderstoodError as error:
        raise RadioError([Fault(error.code, error.found)]) from error
    told, _joint, remark = text.partition("//")
    told, position = _position_in(told)
    read = RadioLine(text, remark=remark.strip(), position=position)
    faults: list[Fault] = []
    words = told.upper().split()
    words = _post(read, words, posts, faults)
    words = _event_and_time(read, words, faults)
    _rest(read, words[:MOST_WORDS], faults)
    if len(words) > MOST_WORDS:
        faults.append(Fault("too_long", words[MOST_WORDS][:LONGEST_WORD]))
    if faults:
        raise RadioError(faults)
    _finish(read)
    return read


def _position_in(told: str) -> tuple[str, str]:
    match = re.search(r"(?:^|\s)POS\s+", told, re.IGNORECASE)
    return (told[: match.start()], told[match.end() :].strip()) if match else (told, "")


def _post(
    read: RadioLine, words: list[str], posts: Collection[str], faults: list[Fault]
) -> list[str]:
    """Read “DE N-1”, from whom the line comes."""
    if words[:1] != ["DE"]:
        return words
    known = {code.upper(): code for code in posts}
    name = words[1] if len(words) > 1 else ""
    if name not in known:
        faults.append(Fault("post", name[:LONGEST_WORD], tuple(sorted(posts))))
        return words[2:]
    read.post = known[name]
    read.said += ["FROM", _spelt(name)]
    return words[2:]


def _event_and_time(read: RadioLine, words: list[str], faults: list[Fault]) -> list[str]:
    event, time, *rest = [*words, "", ""][: max(len(words), 2)]
    if event in EVENTS:
        read.event = event
        read.said.append(EVENTS[event][1])
    else:
        faults.append(Fault("event", event[:LONGEST_WORD], tuple(EVENTS)))
    if _TIME.fullmatch(time):
        read.time = time
        read.said += ["TIME", _spelt(time)]
    else:
        faults.append(Fault("time", time[:LONGEST_WORD], ("1430", "101430CNOV20")))
    return rest


def _rest(read: RadioLine, words: list[str], faults: list[Fault]) -> None:
    filled: set[str] = set()
    for word in words:
        slot = _take(read, word)
        if not slot:
            faults.append(Fault("word", word[:LONGEST_WORD], _expected(filled)))
        elif slot in filled:
            faults.append(Fault("twice", word[:LONGEST_WORD], _expected(filled)))
        filled.add(slot)


def _expected(filled: set[str]) -> tuple[str, ...]:
    return tuple(slot for slot in SLOTS if slot not in filled)


def _take(read: RadioLine, word: str) -> str:
    """Put a word into its slot, and return the slot; empty if it fits none."""
    if known := WORDS.get(word):
        name = "count_unit" if known.slot == "unit" else known.slot
        setattr(read, name, known.code)
        read.said.append(known.said)
        return known.slot
    return _point(read, word) or _range(read, word) or _count(read, word)


def _point(read: RadioLine, word: str) -> str:
    if word in POINTS:
        read.sighting["bearing"] = word
        read.said.append(POINTS[word])
    elif match := _BEARING.fullmatch(word):
        read.sighting["bearing"] = f"{match[1]}°"
        read.said += ["BEARING", _spelt(match[1])]
    elif match := _MILS.fullmatch(word):
        read.sighting["bearing"] = f"{match[1]} mils"
        read.said += ["BEARING", _spelt(match[1]), "MILS"]
    else:
        return ""
    return "bearing"


def _range(read: RadioLine, word: str) -> str:
    match = _RANGE.fullmatch(word)
    if match is None:
        return ""
    near, far, metres, seconds = match.groups()
    if near:
        read.sighting["range"] = f"{near}-{far} km" if far else f"{near} km"
        said = [_spelt(near), *(["TO", _spelt(far)] if far else []), "KILOMETRES"]
    elif metres:
        read.sighting["range"] = f"{metres} m"
        said = [_spelt(metres), "METRES"]
    else:
        read.sighting["range"] = f"{seconds} s"
        said = [_spelt(seconds), "SECONDS FLASH TO BANG"]
    read.said += said
    return "range"


def _count(read: RadioLine, word: str) -> str:
    if word == _MANY:
        read.count_qualifier = "multiple"
        read.said.append("MANY, NOT COUNTED")
        return "count"
    match = _COUNT.fullmatch(word)
    if match is None:
        return ""
    about, low, high, more = match.groups()
    read.count_low = int(low)
    read.said += [*(["ABOUT"] if about else []), _spelt(low)]
    read.count_qualifier = "about" if about else "at_least" if more else "exact"
    if high:
        read.count_high, read.count_qualifier = int(high), "range"
        read.said += ["TO", _spelt(high)]
    if more:
        read.said.append("OR MORE")
    return "count"


def _spelt(word: str) -> str:
    """Return a number digit by digit, as it is said."""
    return " ".join(DIGITS.get(sign, sign) for sign in word)


def _finish(read: RadioLine) -> None:
    counted = read.count_low is not None or read.count_qualifier == "multiple"
    if counted and not read.count_unit:
        read.count_unit = unit_of(read.event, read.weapon)
    if read.position:
        read.said += ["POSITION", read.position]
    if read.remark:
        read.said += ["REMARK", read.remark]
