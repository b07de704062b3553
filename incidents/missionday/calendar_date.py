"""Dates as people write them, with months and days in several languages."""

import re
from calendar import monthrange
from datetime import date, timedelta

from incidents.exchange.typed_text import Doubt, NotUnderstoodError, folded
from incidents.missionday.moment import Told

_STEMS = (
    "jan янв ocak yan հունվ",
    "feb fév fev фев şub փետր",
    "mar мар մարտ",
    "apr avr апр nis ապր",
    "may mai май мая մայ",
    "jun juin июн haz iyun հունիս",
    "jul juil июл tem iyul հուլ",
    "aug aou aoû авг ağu avq օգոս",
    "sep сен eyl sen սեպտ",
    "oct окт eki okt հոկ",
    "nov ноя kas noy նոյ",
    "dec déc дек ara dek դեկ",
)
MONTH_OF = {
    folded(stem): number for number, stems in enumerate(_STEMS, 1) for stem in stems.split()
}
LONGEST_MONTH = 12
DAYS_BACK = {
    folded(word): back
    for back, words in enumerate(
        (
            "today сегодня bugün bu_gün aujourd'hui այսօր",
            "yesterday вчера dün dünən hier երեկ",
            "day_before_yesterday позавчера evvelsi_gün avant-hier",
        )
    )
    for word in (each.replace("_", " ") for each in words.split())
}
_SORTED = sorted(DAYS_BACK, key=len, reverse=True)

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|-?го|-?е)? ?(?:of )?([^\W\d_]{3,12})\.?,?"
    r" ?(\d{4}|'?\d{2}(?![\d:.h]))?"
)
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?:, ?| )(\d{4})\b")
_MONTH = re.compile(r"(?:in )?([^\W\d_]{3,12})\.? (\d{4})(?: г\.?| года)?")
_MONTH_NUMBERS = re.compile(r"(?:(\d{4})-(\d{2})|(\d{2})[./](\d{4}))")
_ISO_WEEK = re.compile(r"(\d{4})-?w(\d{2})")
_WEEK = re.compile(r"(?:the )?(?:week|неделя|неделю|hafta|həftə|semaine) (?:of |du |от |с )?(.+)")
Found = tuple[Told, str]


def find_date(text: str, today: date) -> Found | None:
    """Return the date that stands in a small, plain text, and the text without it.

    Raises:
        NotUnderstoodError: ``date``: the calendar has no such day.

    """
    for find in (_iso, _numbers, _month_day, _day_month, _word):
        if found := find(text, today):
            return found
    return None


def read_span(text: str, today: date) -> Told | None:
    """Return the week or month that a small, plain text names; None if it names none."""
    if match := _WEEK.fullmatch(text):
        found = find_date(match[1], today)
        return _week(found[0].day) if found and found[0].day else None
    if match := _ISO_WEEK.fullmatch(text):
        try:
            return _week(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError as error:
            raise NotUnderstoodError("date", match[0]) from error
    if match := _MONTH_NUMBERS.fullmatch(text):
        return _month(int(match[1] or match[4]), int(match[2] or match[3]), match[0])
    match = _MONTH.fullmatch(text)
    number = month_of(match[1]) if match else 0
    return _month(int(match[2]), number, match[0]) if match and number else None


def month_of(word: str) -> int:
    """Return the number of a month by its name in any language; 0 if it is none.

    >>> month_of("ноября"), month_of("kasım"), month_of("banana")
    (11, 11, 0)
    """
    small = folded(word)
    lengths = range(min(len(small), 6), 2, -1) if len(small) <= LONGEST_MONTH else ()
    return next((MONTH_OF[small[:end]] for end in lengths if small[:end] in MONTH_OF), 0)


def _week(day: date) -> Told:
    monday = day - timedelta(days=day.weekday())
    return Told(monday, precision="T6", until_day=monday + timedelta(days=6))


def _month(year: int, month: int, said: str) -> Told:
    first = _date(year, month, 1, said)
    last = first.replace(day=monthrange(year, month)[1])
    return Told(first, precision="T7", until_day=last)


def _date(year: int, month: int, day: int, said: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotUnderstoodError("date", said) from error


def _found(day: date, text: str, match: re.Match[str], *doubts: Doubt) -> Found:
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return Told(day, precision="T5", doubts=doubts), " ".join(rest.split())


def _iso(text: str, _today: date) -> Found | None:
    match = _ISO.search(text)
    if match is None:
        return None
    day = _date(int(match[1]), int(match[2]), int(match[3]), match[0])
    return _found(day, text, match)


def _numbers(text: str, _today: date) -> Found | None:
    match = _NUMBERS.search(text)
    if match is None:
        return None
    one, other, year = int(match[1]), int(match[3]), _year(match[4])
    if other > 12 >= one:
        doubt = Doubt("month_first", match[0])
        return _found(_date(year, one, other, match[0]), text, match, doubt)
    doubts = (Doubt("day_first", match[0]),) if match[2] == "/" and one <= 12 else ()
    return _found(_date(year, other, one, match[0]), text, match, *doubts)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month_day(text: str, _today: date) -> Found | None:
    match = _MONTH_DAY.search(text)
    if match is None or not month_of(match[1]):
        return None
    day = _date(int(match[3]), month_of(match[1]), int(match[2]), match[0])
    return _found(day, text, match)


def _day_month(text: str, today: date) -> Found | None:
    for match in _DAY_MONTH.finditer(text):
        month = month_of(match[2])
        if not month:
            continue
        if match[3]:
            year = _year(match[3].strip("'"))
        else:
            year = today.year - ((month, int(match[1])) > (today.month, today.day + 1))
        return _found(_date(year, month, int(match[1]), match[0].strip()), text, match)
    return None


def _word(text: str, today: date) -> Found | None:
    for word in _SORTED:
        if match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            return _found(today - timedelta(days=DAYS_BACK[word]), text, match)
    return None
