"""What a file holds beside what it claims to be is noted."""

import mmap
import tempfile

import pytest

from incidents.files.oddities import oddities_of
from incidents.files.signature import HEAD_BYTES, signature_of
from tests.incidents.samples import PDF, XMP, ZIP, exif, picture, with_segment

JPEG, PNG, GIF = picture(), picture("PNG"), picture("GIF")
SCRIPT = b"/*<script>alert(1)</script>*/"
POLYGLOTS = {
    "JPEG and ZIP": (JPEG + ZIP, ["trailing", "archive"]),
    "PNG and ZIP": (PNG + ZIP, ["trailing", "archive"]),
    "GIF and ZIP": (GIF + ZIP, ["trailing", "archive"]),
    "PDF and ZIP": (PDF + ZIP, ["archive"]),
    "PDF and much": (PDF + bytes(2000), ["trailing"]),
    "GIF and script": (b"GIF89a/*" + GIF[8:] + b"*/=1;" + SCRIPT, ["trailing", "script"]),
    "JPEG with a page": (with_segment(JPEG, 0xFE, b"<html><?php"), ["script"]),
    "JPEG with a page behind": (JPEG + SCRIPT, ["trailing", "script"]),
    "PNG with a drawing": (PNG + b"<svg onload=1>", ["trailing", "script"]),
    "PDF that acts": (PDF.replace(b"/Catalog", b"/Catalog/OpenAction 2 0 R"), ["active"]),
    "PDF with script": (PDF.replace(b"/Catalog", b"/Catalog/JS(app.alert(1))"), ["active"]),
    "PDF with a file": (PDF.replace(b"/Catalog", b"/EmbeddedFile"), ["active"]),
    "cut JPEG": (JPEG[:-100], ["no_end"]),
    "cut PNG": (PNG[:-20], ["no_end"]),
    "cut GIF": (GIF[:-20], ["no_end"]),
    "cut WebP": (picture("WEBP")[:-40], ["no_end"]),
    "cut PDF": (PDF[:30], ["no_end"]),
    "head of a GIF": (b"GIF89a", ["no_end"]),
}
PLAIN = {
    "JPEG": JPEG,
    "JPEG with EXIF": picture(exif=exif()),
    "JPEG with a picture inside": with_segment(JPEG, 0xE1, b"Exif\0\0" + picture(size=(60, 40))),
    "JPEG with XMP": with_segment(JPEG, 0xE1, XMP),
    "progressive JPEG": picture(progressive=True),
    "PNG": PNG,
    "GIF": GIF,
    "WebP": picture("WEBP"),
    "PDF": PDF,
}


def oddities(data):
    """As the inspector reads it: mapped, not loaded."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            return oddities_of(mapped, signature_of(data[:HEAD_BYTES]))


@pytest.mark.parametrize("name", POLYGLOTS)
def test_a_file_of_two_kinds_is_noted(name):
    data, expected = POLYGLOTS[name]
    assert oddities(data) == expected


@pytest.mark.parametrize("name", PLAIN)
def test_an_honest_file_is_not_accused(name):
    assert oddities(PLAIN[name]) == []
