"""Movies: when and where a camera says that it filmed (ISO/IEC 14496-12, QuickTime, ISO 6709).

Only lengths are followed and a few fields read, nothing is decoded. What is cut, too deep or
absurd is left out, and the rest is told.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

MOST_BOXES = 10_000
LONGEST_TEXT = 200
_LONG, _TO_THE_END = 1, 0  # what a box's length says, if it is none
_EPOCH = datetime(1904, 1, 1)  # noqa: DTZ001 - its zone is told beside it
_FIRST_YEAR = 1991  # of QuickTime; an earlier clock was never set
_MADE = b"com.apple.quicktime.creationdate"
_PLACE = b"com.apple.quicktime.location.ISO6709"
_LOCAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)(?:([+-]\d\d):?(\d\d)|Z)?$", re.ASCII)
_DEGREES = r"(\d{%d})(\d\d)?(\d\d)?(\.\d{1,10})?"
_POINT = re.compile(f"([+-]){_DEGREES % 2}([+-]){_DEGREES % 3}(?![\\d.])", re.ASCII)


class Boxes:
    """The boxes of a file, counted, so that a hostile one cannot make many of them."""

    def __init__(self, data: Any) -> None:
        self.data, self.left = data, MOST_BOXES

    def within(self, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Give the name of each box in a stretch, and where its contents begin and end."""
        while at + 8 <= end and self.left > 0:
            self.left -= 1
            head, length = 8, self.number(at, 4)
            name = bytes(self.data[at + 4 : at + 8])
            if length == _LONG:
                head, length = 16, self.number(at + 8, 8)
            elif length == _TO_THE_END:
                length = end - at
            if length < head:
                return
            yield name, at + head, min(at + length, end)
            at += length

    def find(self, at: int, end: int, *path: bytes) -> tuple[int, int] | None:
        """Return where the contents of the first box of a path begin and end."""
        for name, begins, ends in self.within(at, end):
            if name == path[0]:
                return self.find(begins, ends, *path[1:]) if path[1:] else (begins, ends)
        return None

    def number(self, at: int, size: int) -> int:
        """Return a whole number; what is behind the end counts as nothing."""
        return int.from_bytes(self.data[at : at + size], "big")

    def text(self, at: int, end: int) -> str:
        """Return a short text."""
        return bytes(self.data[at : min(end, at + LONGEST_TEXT)]).decode("utf-8", "replace")


def told_by_movie(data: Any) -> dict[str, Any]:
    """Return what a movie says of itself as tags, and its place as EXIF would write it."""
    boxes = Boxes(data)
    movie = boxes.find(0, len(data), b"moov")
    if movie is None:
        return {}
    said = _apple(boxes, *movie)
    place = said.get(_PLACE) or _user_place(boxes, *movie)
    tags = _made(said.get(_MADE, "")) or _header_time(boxes, *movie)
    if place:
        tags["Movie location"] = "".join(c if c.isprintable() else "\ufffd" for c in place)
    return {"tags": tags, "gps": _point(place)}


def _header_time(boxes: Boxes, at: int, end: int) -> dict[str, str]:
    """The seconds of the movie header."""
    header = boxes.find(at, end, b"mvhd")
    if header is None or header[1] - header[0] < 12:  # noqa: PLR2004 - version, flags, a clock
        return {}
    begins, is_long = header[0], boxes.data[header[0]] == 1
    try:
        made = _EPOCH + timedelta(seconds=boxes.number(begins + 4, 8 if is_long else 4))
    except OverflowError:
        return {}
    return {"Movie header": _clock(made)} if made.year >= _FIRST_YEAR else {}


def _made(text: str) -> dict[str, str]:
    found = _LOCAL.match(text)
    if found is None:
        return {}
    offset = f"{found[5]}:{found[6]}" if found[5] else "+00:00"
    try:
        made = datetime.fromisoformat(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}")
    except ValueError:
        return {}
    return {"Movie made": _clock(made), "Movie offset": offset}


def _clock(made: datetime) -> str:
    return made.strftime("%Y:%m:%d %H:%M:%S")


def _apple(boxes: Boxes, at: int, end: int) -> dict[bytes, str]:
    """The values of a movie's keys, which are numbered from one."""
    meta = boxes.find(at, end, b"meta")
    if meta is None:
        return {}
    begins, ends = meta
    if boxes.number(begins, 4) == 0:  # of ISO's movies, not of QuickTime's: version and flags
        begins += 4
    keys, values = boxes.find(begins, ends, b"keys"), boxes.find(begins, ends, b"ilst")
    if keys is None or values is None:
        return {}
    names = [
        bytes(boxes.data[a : min(e, a + 80)]) for _n, a, e in boxes.within(keys[0] + 8, keys[1])
    ]
    said = {}
    for number, a, e in boxes.within(*values):
        data, which = boxes.find(a, e, b"data"), int.from_bytes(number, "big")
        if data and 1 <= which <= len(names):
            said[names[which - 1]] = boxes.text(data[0] + 8, data[1])
    return said


def _user_place(boxes: Boxes, at: int, end: int) -> str:
    """The place as Android's cameras write it: a length, a language, a text."""
    found = boxes.find(at, end, b"udta", b"\xa9xyz")
    if found is None:
        return ""
    begins = found[0] + 4
    return boxes.text(begins, min(found[1], begins + boxes.number(found[0], 2)))


def _point(text: str) -> dict[str, Any]:
    """Latitude and longitude after ISO 6709, annex H: degrees, or with minutes and seconds."""
    found = _POINT.match(text)
    if found is None:
        return {}
    return {
        "lat": _three(*found.groups()[1:5]),
        "lat_ref": "N" if found[1] == "+" else "S",
        "lon": _three(*found.groups()[6:10]),
        "lon_ref": "E" if found[6] == "+" else "W",
    }


def _three(*parts: str | None) -> list[float]:
    """Degrees, minutes and seconds; the fraction belongs to the last of them that is there."""
    whole = [float(part) for part in parts[:3] if part]
    whole[-1] += float(f"0{parts[3] or ''}")
    return [*whole, 0.0, 0.0][:3]
