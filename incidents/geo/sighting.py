"""Sightings: from where, in which direction, how far away; several are joined with “;”."""

import re
from collections.abc import Mapping

from incidents.exchange.typed_text import NotUnderstoodError, plain
from incidents.geo.band import find_band, not_given
from incidents.geo.bearing import find_bearing
from incidents.geo.located import Sighting, Sightings

MOST = 6
_JOINTS = re.compile(r" ?(?:;|&|\+(?!/|-)|\band\b(?! [nesw])|\n) ?")
_FILLERS = frozenset(
    word
    for words in (
        "bearing brg az azm azimuth range rng distance dist away about approx approximately",
        "circa ca ~ from of at on in direction dir the post op obs observed seen heard to",
        "assessed an a grid азимут дальность расстояние около примерно от из с со на в пост нп",
        "направление azimut mesafe mesafə posttan postdan de du au à",
    )
    for word in words.split()
)
_EDGES = " ,.:=-~()"
_NOT_IN_CODES = re.compile(r"[\s_.-]+")


def code_key(code: str) -> str:
    """Return a post's code as it is looked up: small letters, without dashes and spaces."""
    return _NOT_IN_CODES.sub("", code.casefold())


def read_sightings(text: str, posts: Mapping[str, str]) -> Sightings | None:
    """Return the sightings that a plain text tells of; None if it tells of none.

    Args:
        text: such as “N-1 NE 2-5 km; S-1 310° 1-2 km” or “2 km south of Velmura”.
        posts: the codes of posts, by ``code_key``.

    Raises:
        NotUnderstoodError: a bearing or distance cannot be, or one of several has none.

    """
    parts = _parts(text)
    if len(parts) > MOST:
        raise NotUnderstoodError("many_sightings", str(len(parts)))
    seen = [_sighting(part, posts) for part in parts]
    told = [each for each in seen if each is not None]
    if not told:
        return None
    if len(told) < len(parts):
        raise NotUnderstoodError("no_bearing", parts[seen.index(None)])
    return Sightings(tuple(told))


def may_be_several(typed: str) -> bool:
    """Tell whether a typed text is of parts, each of which may be a sighting."""
    return len(_parts(plain(typed))) > 1


def _parts(text: str) -> list[str]:
    return [part for part in _JOINTS.split(text) if part]


def _sighting(text: str, posts: Mapping[str, str]) -> Sighting | None:
    origin, rest = _post_in(text, posts)
    rest = rest.casefold()
    band = find_band(rest)
    bearing = find_bearing(band[1] if band else rest)
    if bearing is None or (band is None and not origin):
        return None
    left = _place_in(bearing[1], text)
    if origin and left:
        raise NotUnderstoodError("sighting_words", left)
    return Sighting(origin or left, bearing[0], band[0] if band else not_given())


def _post_in(text: str, posts: Mapping[str, str]) -> tuple[str, str]:
    """Return the code of the post that a text names, and the text without it."""
    words = re.split(r"[ ,:]+", text)
    for first in range(len(words)):
        for last in range(min(first + 3, len(words)), first, -1):
            code = posts.get(code_key("".join(words[first:last])))
            if code:
                return code, " ".join(words[:first] + words[last:])
    return "", text


def _place_in(rest: str, typed: str) -> str:
    """Return the words that are left, as typed: the name of a place."""
    words = [word.strip(_EDGES) for word in rest.split()]
    words = [word for word in words if word and word not in _FILLERS]
    wanted = set(words)
    return " ".join(
        word for word in (part.strip(_EDGES) for part in typed.split()) if word.casefold() in wanted
    )
