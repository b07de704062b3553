"""JSON bodies, guarded: what no field of ours can hold is refused before anything reads it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from ceasefire.api.refusals import BadBody

LARGEST_BODY = 1024 * 1024
DEEPEST = 16
LARGEST_INTEGER = 2**53 - 1
LONGEST_NUMBER = 40
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class GuardedJSONParser(BaseParser):
    """Read one JSON document of bounded size and depth, or say clearly why not."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document; raise BadBody naming the place that cannot be held."""
        raw = _bounded(stream, parser_context or {})
        _refuse_depth(raw)
        document = _decode(raw)
        for pointer, text in _texts(document, "#"):
            _refuse_text(pointer, text)
        return document


def _bounded(stream: IO[bytes], context: Mapping[str, Any]) -> bytes:
    request = context.get("request")
    announced = request.META.get("CONTENT_LENGTH") if request is not None else None
    too_large = announced and announced.isdigit() and int(announced) > LARGEST_BODY
    raw = b"" if too_large else stream.read(LARGEST_BODY + 1)
    if too_large or len(raw) > LARGEST_BODY:
        raise BadBody(_("The body is larger than 1 MiB."), "too_large", status=413)
    return raw


def _refuse_depth(raw: bytes) -> None:
    """Count brackets outside strings: json.loads would recurse, this does not."""
    depth = 0
    for bracket in re.findall(rb"[\[{\]}]", _STRINGS.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            detail = _("The body is nested more than %(n)s deep.") % {"n": DEEPEST}
            raise BadBody(detail, "too_deep")


def _decode(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise BadBody(_("The body is not valid UTF-8."), "not_utf8") from error
    except json.JSONDecodeError as error:
        detail = _("The body is not valid JSON: line %(line)s, column %(column)s.")
        place = {"line": error.lineno, "column": error.colno}
        raise BadBody(detail % place, "not_json") from error


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER or abs(int(text)) > LARGEST_INTEGER:
        raise BadBody(_("A number is too large: %(number)s") % {"number": text[:40]}, "huge_number")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if len(text) > LONGEST_NUMBER or abs(value) > LARGEST_INTEGER:
        raise BadBody(_("A number is too large: %(number)s") % {"number": text[:40]}, "huge_number")
    return value


def _no_constant(text: str) -> None:
    raise BadBody(_("%(text)s is not JSON.") % {"text": text}, "not_json")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        detail = _("“%(name)s” is given twice.") % {"name": _printable(twice)}
        raise BadBody(detail, "duplicate_key", f"#/{_printable(twice)}")
    return known


def _texts(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Every string of the document, keys too, with its JSON pointer."""
    match node:
        case str():
            yield pointer, node
        case dict():
            for name, below in node.items():
                at = f"{pointer}/{_printable(name)}"
                yield at, name
                yield from _texts(below, at)
        case list():
            for index, below in enumerate(node):
                yield from _texts(below, f"{pointer}/{index}")


def _refuse_text(pointer: str, text: str) -> None:
    if "\0" in text:
        raise BadBody(_("A text holds a NUL character."), "nul", pointer)
    if _SURROGATE.search(text):
        raise BadBody(_("A text holds half of a surrogate pair."), "lone_surrogate", pointer)


def _printable(name: str) -> str:
    return _SURROGATE.sub("\ufffd", name).replace("\0", "\ufffd")[:80]
