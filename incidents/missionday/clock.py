"""Clock times as people write them, with their zone, and the parts of a day."""

import re
from datetime import time, timedelta

from incidents.exchange.typed_text import NotUnderstoodError, folded
from incidents.missionday.date_time_group import HOURS
from incidents.missionday.moment import Told

_PARTS = {
    (0, 6): "night overnight ночь ночью gece gecə nuit գիշեր գիշերը",
    (6, 12): "morning утро утром sabah səhər matin առավոտ առավոտյան",
    (12, 18): "afternoon днем днём öğleden_sonra günorta après-midi ցերեկ",
    (18, 24): "evening вечер вечером akşam axşam soir երեկո երեկոյան",
}
PARTS = {
    folded(word.replace("_", " ")): hours
    for hours, words in _PARTS.items()
    for word in words.split()
}
_NAMED = {"noon": 12, "midday": 12, "полдень": 12, "midi": 12, "midnight": 0, "полночь": 0,
          "minuit": 0, "gece yarısı": 0}  # fmt: skip
MOST_OFFSET = 14

_CLOCK = re.compile(
    r"(\d{1,2}) ?[:.h] ?(\d{2})(?::(\d{2})(?:[.,]\d{1,6})?)? ?(am|pm|a\.m\.|p\.m\.)?(?: ?h)?"
)
_JOINED = re.compile(r"(\d{2})(\d{2}) ?(?:h|hrs?|hours|ч)?")
_HOUR = re.compile(r"(\d{1,2}) ?(am|pm|h|hrs?|hours?|o'clock|ч|час(?:а|ов)?|saat|heures?)")
_LOCAL = re.compile(r" ?\b(?:local(?: time)?|lt|l|местного|yerel|yerli)$")
_ZONE = re.compile(r" ?(?:\(?(?:utc|gmt) ?([+-]\d{1,2})(?::?(\d{2}))?\)?|\+(\d{2}):?(\d{2}))$")
_UTC = re.compile(r" ?(?:utc|gmt|zulu|(?<=\d)z| z)$")
_LETTER = re.compile(r"(?<=\d{4}) ?([a-z])$")
_FILLERS = re.compile(r"\b(?:at|on|in the|in|during the|um|в|во|the|à|saat|vers le|le)\b ?|,")


def read_clock(text: str) -> Told | None:
    """Return the clock time or part of the day that a small, plain text tells; None if none.

    Raises:
        NotUnderstoodError: ``clock`` or ``offset``: no clock shows that; ``letter_j``.

    """
    offset, rest = _zone(" ".join(_FILLERS.sub(" ", text).split()))
    if not rest:
        return None
    if rest in PARTS:
        begins, ends = PARTS[rest]
        last = time(23, 59) if ends == 24 else time(ends)
        return Told(clock=time(begins), precision="T4", offset=offset, until_clock=last)
    if rest in _NAMED:
        return Told(clock=time(_NAMED[rest]), precision="T2", offset=offset)
    return _figures(rest, offset)


def _figures(rest: str, offset: timedelta | None) -> Told | None:
    if match := _CLOCK.fullmatch(rest):
        return Told(clock=_time(match[1], match[2], match[4], rest), offset=offset)
    if match := _JOINED.fullmatch(rest):
        return Told(clock=_time(match[1], match[2], None, rest), offset=offset)
    if match := _HOUR.fullmatch(rest):
        half = match[2] if match[2] in ("am", "pm") else None
        return Told(clock=_time(match[1], "00", half, rest), precision="T3", offset=offset)
    return None


def _zone(text: str) -> tuple[timedelta | None, str]:
    if match := _UTC.search(text):
        return timedelta(0), text[: match.start()]
    if match := _ZONE.search(text):
        hours, minutes = int(match[1] or match[3]), int(match[2] or match[4] or 0)
        if abs(hours) > MOST_OFFSET or minutes > 59:
            raise NotUnderstoodError("offset", match[0].strip())
        sign = -1 if (match[1] or "").startswith("-") else 1
        return timedelta(hours=hours, minutes=sign * minutes), text[: match.start()]
    if match := _LOCAL.search(text):
        return None, text[: match.start()]
    if match := _LETTER.search(text):
        return _lettered(match, text)
    return None, text


def _lettered(match: re.Match[str], text: str) -> tuple[timedelta | None, str]:
    letter = match[1].upper()
    if letter in "HL":  # “hours” and “local” to nearly everybody; as zones UTC+8 and +11
        return None, text[: match.start()]
    if letter == "J":
        raise NotUnderstoodError("letter_j", text)
    return timedelta(hours=HOURS[letter]), text[: match.start()]


def _time(hour: str, minute: str, half: str | None, said: str) -> time:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise NotUnderstoodError("clock", said)
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    if hours > 23 or int(minute) > 59:
        raise NotUnderstoodError("clock", said)
    return time(hours, int(minute))
