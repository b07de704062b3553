"""Distances as observers give them: bands, single values, values with an error, seconds."""

import re

from incidents.exchange.typed_text import Doubt, NotUnderstoodError
from incidents.geo.located import Band
from incidents.geo.sound import COLDEST_C, HOTTEST_C, USUAL_C, flash_to_bang

BY_EYE_AND_EAR = 0.25
FARTHEST_M = 100_000.0
NOT_GIVEN = (0.0, 15_000.0)
BEYOND = 3.0  # “more than 10 km” reaches to three times that
SHORT_M = 20.0

_N = r"(\d{1,6}(?:[.,]\d{1,3})?)"
_UNIT = (
    r"(kms?|k|kilomet(?:re|er)s?|км|километр(?:а|ов)?|к|կմ"
    r"|m|mtrs?|met(?:re|er)s?|м|метр(?:а|ов)?|մ)"
)
_END = r"(?![^\W\d_])"
_PAIR = re.compile(rf"{_N} ?(?:{_UNIT} ?)?(?:-|to|до|\.\.) ?{_N} ?{_UNIT}{_END}")
_BARE_PAIR = re.compile(rf"(?<![\d.,-]){_N}-{_N}(?![\d.,-])")
_ERROR = re.compile(rf"{_N} ?(?:{_UNIT} ?)?(?:±|\+/-|\+-) ?{_N} ?{_UNIT}{_END}")
_BEYOND = re.compile(rf"(?:>|over|more than|beyond|свыше|более) ?{_N} ?{_UNIT}{_END}")
_WITHIN = re.compile(rf"(?:<|under|less than|within|up to|до|менее) ?{_N} ?{_UNIT}{_END}")
_ONE = re.compile(rf"{_N} ?{_UNIT}{_END}")
_SECONDS = re.compile(
    rf"(\d{{1,3}}(?:[.,]\d{{1,2}})?) ?(?:s|secs?|seconds?|с|сек|секунд[аы]?|sn|saniyə|վրկ){_END}"
    r"(?: ?(?:at|@|при|,)? ?(-?\d{1,2}) ?°? ?(?:c|с)\b)?"
)
Found = tuple[Band, str]


def find_band(text: str) -> Found | None:
    """Return the distance that stands in a plain, small text, and the text without it.

    Raises:
        NotUnderstoodError: ``distance`` or ``temperature`` cannot be.

    """
    for pattern, read in _WAYS:
        if match := pattern.search(text):
            band = read(match)
            if band.near_m > FARTHEST_M or band.far_m > BEYOND * FARTHEST_M:
                raise NotUnderstoodError("distance", match[0].strip())
            return band, f"{text[: match.start()]} {text[match.end() :]}"
    return None


def not_given() -> Band:
    """Return the band of a sighting without any distance: as far as one hears and sees."""
    return Band(*NOT_GIVEN, (Doubt("no_distance"),))


def _metres(number: str, unit: str | None) -> float:
    scale = 1.0 if unit and unit[0] in "mմм" else 1000.0
    return float(number.replace(",", ".")) * scale


def _pair(match: re.Match[str]) -> Band:
    near, far = _metres(match[1], match[2] or match[4]), _metres(match[3], match[4])
    return Band(min(near, far), max(near, far, SHORT_M))


def _bare_pair(match: re.Match[str]) -> Band:
    near, far = sorted((_metres(match[1], None), _metres(match[2], None)))
    return Band(near, max(far, SHORT_M), (Doubt("kilometres", match[0]),))


def _error(match: re.Match[str]) -> Band:
    middle, give = _metres(match[1], match[2] or match[4]), _metres(match[3], match[4])
    return Band(max(0.0, middle - give), max(middle + give, SHORT_M))


def _beyond(match: re.Match[str]) -> Band:
    near = _metres(match[1], match[2])
    return Band(near, near * BEYOND, (Doubt("open_ended", match[0]),))


def _within(match: re.Match[str]) -> Band:
    return Band(0.0, max(_metres(match[1], match[2]), SHORT_M))


def _one(match: re.Match[str]) -> Band:
    middle = _metres(match[1], match[2])
    give = max(middle * BY_EYE_AND_EAR, SHORT_M)
    return Band(max(0.0, middle - give), middle + give)


def _seconds(match: re.Match[str]) -> Band:
    celsius = float(match[2]) if match[2] else USUAL_C
    if not COLDEST_C <= celsius <= HOTTEST_C:
        raise NotUnderstoodError("temperature", match[2])
    band = flash_to_bang(float(match[1].replace(",", ".")), celsius)
    return Band(band.near_m, band.far_m, (Doubt("by_sound", match[0].strip()),))


_WAYS = (
    (_ERROR, _error),
    (_PAIR, _pair),
    (_BEYOND, _beyond),
    (_WITHIN, _within),
    (_ONE, _one),
    (_SECONDS, _seconds),
    (_BARE_PAIR, _bare_pair),
)
