"""Text as people type it, made plain: digits of any script, one kind of dash and quote.

What was typed is kept elsewhere, as typed; this is only what the readers read.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 500
_SIGNS = {
    "'": "′ʹʼ’‘‛´`՚＇ˈ‵‚ꞌ\u02bb\u05f3\u0301",
    '"': "″ʺ“”„‟˝＂〃«»‶\u05f4",
    "°": "º˚ᵒ∘⁰॰゜○◦⚬ﾟ",
    "-": "−⁻‐‑‒–—―﹣－˗",
    ",": "،、，﹐٬‚",
    ".": "٫。．․",
    ";": "؛；",
    ":": "∶：꞉",
    "/": "⁄∕／",
    "±": "∓",
}
_PLAIN = {ord(sign): plain for plain, signs in _SIGNS.items() for sign in signs}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class NotUnderstoodError(ValueError):
    """What was typed is not understood: a stable code, and the words that are in the way."""

    def __init__(self, code: str, found: str = "", *expected: str) -> None:
        super().__init__(f"{code}: {found!r}")
        self.code = code
        self.found = found
        self.expected = expected


class Doubt(NamedTuple):
    """Something that was read in one of several ways: a stable code, and what was found."""

    code: str
    found: str = ""


class _Table(dict[int, str | None]):
    """A table for str.translate that works out unlisted characters and keeps none of them."""

    def __missing__(self, code: int) -> str | None:
        return _plain_sign(chr(code))


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str | None:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Cf":
        return None
    if category in ("Zs", "Zl", "Zp"):
        return " "
    return unicodedata.normalize("NFKC", sign).translate(_PLAIN)


_TABLE = _Table(_PLAIN | {code: chr(code) for code in range(128)})


def plain(text: str) -> str:
    """Return the text with plain digits, quotes, dashes and spaces, without invisible marks.

    Takes time in proportion to the length, and at once gives up beyond ``LONGEST``.

    Raises:
        NotUnderstoodError: ``too_long``, or ``characters`` for control characters.

    """
    if len(text) > LONGEST:
        raise NotUnderstoodError("too_long", text[:20])
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_TABLE)
    text = text.replace("`", "'")
    if match := _CONTROL.search(text):
        raise NotUnderstoodError("characters", repr(match[0])[1:-1])
    return " ".join(text.split())


@lru_cache(maxsize=1024)
def folded(word: str) -> str:
    """Return a word for looking it up: small letters, without dots."""
    return word.casefold().replace("i\u0307", "i").replace(".", "")
