"""What a file is, its bytes say; names and claims do not count."""

import pytest

from incidents.files.signature import HEAD_BYTES, signature_of, suffix_of
from tests.incidents.samples import MP4, PDF, picture

TAKEN = {
    "image/jpeg": picture(),
    "image/png": picture("PNG"),
    "image/gif": picture("GIF"),
    "image/webp": picture("WEBP"),
    "image/tiff": picture("TIFF"),
    "image/avif": picture("AVIF"),
    "image/heic": b"\0\0\0\x1cftypheic\0\0\0\0mif1heic" + bytes(40),
    "video/mp4": MP4,
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "video/3gpp": b"\0\0\0\x14ftyp3gp5\0\0\0\0isom",
    "video/webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\xf7\x81\1B\xf2\x81\4B\xf3\x81\x08B\x82\x84webm",
    "audio/mp4": b"\0\0\0\x14ftypM4A \0\0\0\0isom",
    "audio/mpeg": b"\xff\xfb\x90\x64" + bytes(100),
    "audio/wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "audio/ogg": b"OggS\0\2" + bytes(20),
    "audio/flac": b"fLaC\0\0\0\x22",
    "audio/amr": b"#!AMR\n\x3c",
    "application/pdf": PDF,
}
REFUSED = {
    "nothing": b"",
    "text": b"hello",
    "page": b"<!doctype html><script>alert(1)</script>",
    "drawing with scripts": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "archive": b"PK\x03\x04" + bytes(60),
    "program": b"MZ" + bytes(60),
    "Linux program": b"\x7fELF" + bytes(60),
    "shell": b"#!/bin/sh\n",
    "Matroska": b"\x1aE\xdf\xa3" + b"matroska" + bytes(60),
    "AVI": b"RIFF\0\0\0\0AVI LIST",
    "another brand": b"\0\0\0\x14ftypcrx \0\0\0\0",
    "still of no coding": b"\0\0\0\x14ftypmif1\0\0\0\0miaf",
    "half a mark": b"\xff\xd8",
    "PDF after a page": b"<html>\n" + PDF,
    "two chance bytes": b"\xff\xff\xff\xff",
    "FITS": b"SIMPLE  =                    T" + bytes(60),
    "PostScript": b"%!PS-Adobe-3.0",
    "bitmap": b"BM" + bytes(60),
    "icon": b"\0\0\1\0\1\0",
    "Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


@pytest.mark.parametrize("media_type", TAKEN)
def test_a_type_on_the_list_is_known_by_its_beginning(media_type):
    assert signature_of(TAKEN[media_type][:HEAD_BYTES]).media_type == media_type


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_not_taken(name):
    assert signature_of(REFUSED[name]) is None


def test_an_ending_is_found_in_any_name():
    assert [suffix_of(name) for name in ("a.JPG", "a.b.png", "jpg", "", ".hidden")] == [
        *("jpg", "png", "", "", "hidden"),
    ]
