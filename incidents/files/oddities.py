"""Oddities: what a file holds beside what it claims to be; hints for people, never refusals.

Only lengths and marks are read here, nothing is decoded or unpacked.
"""

import re

from incidents.files.signature import AVIF, GIF, HEIC, JPEG, PDF, PNG, TIFF, WEBP, FileType

TAIL = 64 * 1024
PDF_TAIL = 1024
END_OF_IMAGE = 0xD9
GIF_HEADER = 13
GIF_TRAILER, GIF_EXTENSION, GIF_IMAGE = b";!,"
_SCRIPT = (b"<script", b"<?php", b"<svg", b"<html", b"javascript:", b"eval(")
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA)\b")
# In coded data 0xFF is followed by 0, or by a mark that has no segment.
_SEGMENT = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
_STILLS = (JPEG, PNG, GIF, WEBP, TIFF, AVIF, HEIC)


def oddities_of(data: bytes, found: FileType) -> list[str]:
    """Return codes of what is odd about a file, in a fixed order.

    ``trailing`` more bytes follow the end; ``archive`` a ZIP begins in it; ``script`` words
    of a script or page stand at its ends; ``active`` a PDF that wants to do something;
    ``no_end`` the file stops before its end.
    """
    end = end_of(data, found)
    behind = end if 0 < end < len(data) else max(len(data) - TAIL, 1)
    odd = {
        "no_end": end == 0,
        "trailing": 0 < end < len(data),
        "archive": data.find(b"PK\x03\x04", behind) > 0,
        "script": found in _STILLS and _has(data[:TAIL] + data[-TAIL:], _SCRIPT),
        "active": found is PDF and _ACTIVE.search(data) is not None,
    }
    return [name for name, is_so in odd.items() if is_so]


def end_of(data: bytes, found: FileType) -> int:
    """Return where a file ends by its own structure; its length if that is not known, 0 if cut."""
    walk = {JPEG: _end_of_jpeg, PNG: _end_of_png, GIF: _end_of_gif, WEBP: _end_of_riff, PDF: _pdf}
    return walk[found](data) if found in walk else len(data)


def _has(data: bytes, marks: tuple[bytes, ...]) -> bool:
    lower = data.lower()
    return any(mark.lower() in lower for mark in marks)


def _end_of_jpeg(data: bytes) -> int:
    """Walk the segments (ITU-T T.81, annex B), past those with pictures inside."""
    at = 2
    while segment := _SEGMENT.search(data, at):
        at = segment.end()
        if data[at - 1] == END_OF_IMAGE:
            return at
        at += max(int.from_bytes(data[at : at + 2], "big"), 2)
    return 0


def _end_of_png(data: bytes) -> int:
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return min(at, len(data))
    return 0


def _end_of_gif(data: bytes) -> int:
    """Walk the blocks of GIF89a."""
    if len(data) < GIF_HEADER:
        return 0
    at = GIF_HEADER + _colours(data[10])
    while at < len(data):
        if data[at] == GIF_TRAILER:
            return at + 1
        if data[at] == GIF_EXTENSION:
            at = _past_blocks(data, at + 2)
        elif data[at] == GIF_IMAGE and at + 10 <= len(data):
            at = _past_blocks(data, at + 11 + _colours(data[at + 9]))
        else:
            return 0
    return 0


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _past_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _end_of_riff(data: bytes) -> int:
    end = 8 + int.from_bytes(data[4:8], "little")
    end += end % 2
    return end if end <= len(data) + 1 else 0


def _pdf(data: bytes) -> int:
    mark = data.rfind(b"%%EOF")
    if mark < 0:
        return 0
    return len(data) if len(data) - mark <= PDF_TAIL else mark + 5
