"""Hostile files: each is an outcome, within the limits of memory and time."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from incidents.files.limited import _read_answer, inspect_file
from tests.incidents.samples import (
    CANARIES,
    CANARY,
    MP4,
    PDF,
    ZIP,
    chunk,
    exif,
    picture,
    png_of,
    segment,
    with_segment,
)


@pytest.fixture
def look(tmp_path):
    """Inspect some bytes."""

    def inspect(data, media_type="image/jpeg", **more):
        path = tmp_path / "file"
        path.write_bytes(data)
        return inspect_file(path, media_type, **more)

    return inspect


def test_a_picture_gets_two_small_copies(look):
    found = look(picture(size=(3000, 1500)))
    sizes = {name: Image.open(io.BytesIO(copy)).size for name, copy in found.copies.items()}
    assert (found.outcome, found.width, found.height) == ("decoded", 3000, 1500)
    assert sizes == {"working": (2048, 1024), "thumbnail": (320, 160)}


def test_a_picture_that_lies_on_its_side_is_turned(look):
    block = exif()
    block[0x0112] = 6
    copy = look(picture(size=(200, 100), exif=block)).copies["working"]
    assert Image.open(io.BytesIO(copy)).size == (100, 200)


def test_what_the_camera_wrote_is_read(look):
    found = look(picture(exif=exif(offset="+04:00", gps_time=(7.0, 0.0, 30.0))))
    assert found.tags["Exif DateTimeOriginal"] == "2021:03:10 11:00:30"
    assert found.tags["Exif OffsetTimeOriginal"] == "+04:00"
    assert (found.gps["lat"], found.gps["lon_ref"]) == ([40.0, 15.0, 0.0], "E")
    assert (found.gps["time"], found.gps["date"]) == ([7.0, 0.0, 30.0], "2021:03:10")


@pytest.mark.parametrize("name", CANARIES)
def test_a_copy_carries_nothing_on_but_the_picture(look, name):
    media_type, make = CANARIES[name]
    data = make()
    found = look(data, media_type)
    compressed = name == "PNG compressed text"
    assert CANARY.encode() in data or compressed
    assert found.outcome == "decoded", name
    for copy in found.copies.values():
        image = Image.open(io.BytesIO(copy))
        assert CANARY.encode() not in copy
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def gif_bomb():
    """A GIF that says to be 65,535 pixels wide and high."""
    return b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b"," + struct.pack(
        "<HHHHB", 0, 0, 65_535, 65_535, 0
    ) + b"\x08\x01\0\0;"  # fmt: skip


def text_bomb():
    """A PNG with 60 MiB of text in a few kilobytes."""
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60 * 1024 * 1024)))
    good = picture("PNG", size=(20, 20))
    return good[:33] + text + good[33:]


def tiff_loop():
    """A TIFF whose directory leads to itself."""
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", 1)
        + struct.pack("<HHII", 256, 3, 1, 9)
        + b"\x08\0\0\0"
    )


def many_frames():
    frames = [Image.new("L", (8, 8), shade % 256) for shade in range(500)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


HOSTILE = {
    "empty PNG of 60,000 × 60,000": ("image/png", lambda: png_of(60_000, 60_000), "too_large"),
    "PNG of 2³¹ pixels a side": ("image/png", lambda: png_of(2**31 - 1, 2**31 - 1), "too_large"),
    "PNG of no width": ("image/png", lambda: png_of(0, 10), None),
    "PNG that ends early": ("image/png", lambda: png_of(3000, 3000, b"\0" * 500), "undecodable"),
    "PNG of packed zeros": ("image/png", lambda: png_of(5000, 5000, bytes(5001 * 5000)), "decoded"),
    "PNG text bomb": ("image/png", text_bomb, None),
    "GIF of 65,535 × 65,535": ("image/gif", gif_bomb, "too_large"),
    "GIF of 500 frames": ("image/gif", many_frames, "decoded"),
    "TIFF that loops": ("image/tiff", tiff_loop, "undecodable"),
    "TIFF of nothing": ("image/tiff", lambda: b"II*\0\xff\xff\xff\xff", "undecodable"),
    "JPEG of 65,500 × 65,500": (
        "image/jpeg",
        lambda: b"\xff\xd8" + segment(0xC0, b"\x08\xff\xdc\xff\xdc\x01\x01\x11\x00") + b"\xff\xd9",
        "too_large",
    ),
    "JPEG that is cut": ("image/jpeg", lambda: picture()[:-2000], "undecodable"),
    "JPEG of three bytes": ("image/jpeg", lambda: b"\xff\xd8\xff", "undecodable"),
    "JPEG of marks": ("image/jpeg", lambda: b"\xff\xd8" + b"\xff\xe0\0\2" * 90_000, "undecodable"),
    "JPEG and ZIP": ("image/jpeg", lambda: picture() + ZIP * 100, "decoded"),
    "JPEG with EXIF of rubbish": (
        "image/jpeg",
        lambda: with_segment(picture(), 0xE1, b"Exif\0\0II*\0" + b"\xff" * 4000),
        "decoded",
    ),
    "JPEG whose EXIF loops": (
        "image/jpeg",
        lambda: with_segment(
            picture(),
            0xE1,
            b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + bytes(4),
        ),
        "decoded",
    ),
    "WebP that is cut": ("image/webp", lambda: picture("WEBP")[:200], "undecodable"),
    "AVIF of nothing": ("image/avif", lambda: b"\0\0\0\x14ftypavif\0\0\0\0avif", "undecodable"),
    "PNG called JPEG": ("image/jpeg", lambda: picture("PNG"), "undecodable"),
    "video": ("video/mp4", lambda: MP4, "not_decoded"),
    "PDF of a million pages": (
        "application/pdf",
        lambda: PDF.replace(b"/Catalog", b"/Pages/Count 1000000/Kids[" + b"1 0 R " * 50_000 + b"]"),
        "not_decoded",
    ),
    "nested PDF": ("application/pdf", lambda: PDF + b"[" * 200_000 + PDF, "not_decoded"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_an_outcome_in_little_time(look, name):
    media_type, make, outcome = HOSTILE[name]
    begun = time.monotonic()
    found = look(make(), media_type)
    assert time.monotonic() - begun < 8
    assert found.outcome == outcome if outcome else found.outcome != "timed_out"
    assert bool(found.copies) == (found.outcome == "decoded")


def test_a_process_that_takes_too_long_is_ended(look):
    assert look(picture(size=(4000, 4000)), wall_seconds=0.01).outcome == "timed_out"


def test_a_process_that_dies_is_an_outcome(look):
    assert look(picture(), "no/type").outcome == "crashed"


GOOD = b'{"outcome": "decoded", "copies": {"working": 4}}\n\xff\xd8\xff\xd9'


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[]\n",
        b"null\n",
        GOOD[:-1],
        GOOD + b"x",
        GOOD.replace(b"\xff\xd8", b"<s"),
        GOOD.replace(b"decoded", b"splendid"),
        GOOD.replace(b"4", b'"many"'),
        b"{" * 300_000,
    ],
    ids=range(10),
)
def test_an_answer_that_does_not_hold_is_not_believed(answer):
    assert _read_answer(answer) is None


def test_an_answer_that_holds_is_believed():
    assert _read_answer(GOOD).copies == {"working": b"\xff\xd8\xff\xd9"}
