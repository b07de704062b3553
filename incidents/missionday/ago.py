"""Times told from now: “20 minutes ago” in several languages."""

import re
from datetime import datetime, timedelta

from incidents.exchange.typed_text import NotUnderstoodError, folded

MOST = 100_000
_UNITS = {
    folded(word): unit
    for unit, words in {
        "minutes": "m min mins minute minutes мин минут минуту минуты dk dakika dəq dəqiqə րոպե",
        "hours": "h hr hrs hour hours ч час часа часов saat ժամ heure heures",
        "days": "d day days день дня дней gün օր jour jours",
    }.items()
    for word in words.split()
}
_HALF_HOUR = frozenset({"полчаса", "yarım saat", "half an hour", "half hour", "կես ժամ"})
_NOW = frozenset({"now", "just now", "сейчас", "только что", "şimdi", "az önce", "indi", "հիմա"})
_AGO = re.compile(
    r"(?:il y a )?(?:(\d{1,9}|an?|one|une?|bir|մեկ) )??([^\W\d_]+)"
    r"(?: (?:ago|earlier|back|назад|тому назад|önce|evvel|əvvəl|qabaq|առաջ))?"
)
_NUMBERED = re.compile(r"(\d)([^\W\d_])")
_SAYS_AGO = re.compile(r"(?:\b(?:ago|earlier|назад|önce|evvel|əvvəl|qabaq|առաջ)$|^il y a )")


def read_ago(text: str, now: datetime) -> tuple[datetime, str] | None:
    """Return the moment and its precision; None if the small, plain text is told otherwise.

    Minutes counted in fives are known to the quarter hour, hours to the hour.

    Raises:
        NotUnderstoodError: ``ago``: longer ago than anybody remembers.

    """
    if text in _NOW:
        return _minute(now), "T1"
    if not _SAYS_AGO.search(text):
        return None
    if any(text.startswith(half) for half in _HALF_HOUR):
        return _minute(now - timedelta(minutes=30)), "T2"
    match = _AGO.fullmatch(_NUMBERED.sub(r"\1 \2", text))
    unit = _UNITS.get(folded(match[2])) if match else None
    if match is None or unit is None:
        raise NotUnderstoodError("ago", text)
    number = int(match[1]) if match[1] and match[1].isdigit() else 1
    if number > MOST:
        raise NotUnderstoodError("ago", text)
    return _minute(now - timedelta(**{unit: number})), _precision(unit, number)


def _precision(unit: str, number: int) -> str:
    if unit == "minutes":
        return "T2" if number % 5 == 0 and number > 5 else "T1"
    return "T3" if unit == "hours" else "T5"


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
