"""Files for tests: small, hostile or telling, each made here from its parts."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

CANARY = "CANARY-7f3k9q2m"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **extra: Any) -> bytes:
    """A picture with a slope of colours."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **extra)
    return out.getvalue()


def exif(*, gps: bool = True, **tags: Any) -> Image.Exif:
    """What a camera writes: 10 March 2021, 11:00:30 at four hours from UTC, near 40.25 10.25."""
    block = Image.Exif()
    block[0x010F], block[0x0110] = "Camera works", CANARY
    block[0x8769] = {
        0x9003: tags.get("taken", "2021:03:10 11:00:30"),
        **({0x9011: tags["offset"]} if tags.get("offset") else {}),
        0xA430: CANARY,
        0x927C: CANARY.encode(),
    }
    if gps:
        block[0x8825] = {
            1: "N",
            2: (tags.get("lat", 40.0), 15.0, 0.0),
            3: "E",
            4: (10.0, 15.0, 0.0),
        }
        if tags.get("gps_time"):
            block[0x8825] |= {7: tags["gps_time"], 29: "2021:03:10"}
    return block


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """The same JPEG with one more segment at its beginning."""
    return jpeg[:2] + segment(marker, body) + jpeg[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A grey PNG that says to be as large as you like."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(rows)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_text(*, compressed: bool = False) -> bytes:
    """A PNG with the canary in its texts."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", CANARY, zip=compressed)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    return picture("PNG", pnginfo=info)


XMP = f"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x14\x1c\x02\x78\0\x0f" + CANARY.encode()

# Canaries in a dozen formats and places that a copy may not carry on.
CANARIES = {
    "JPEG EXIF": ("image/jpeg", lambda: picture(exif=exif())),
    "JPEG XMP": ("image/jpeg", lambda: with_segment(picture(), 0xE1, XMP)),
    "JPEG IPTC": ("image/jpeg", lambda: with_segment(picture(), 0xED, IPTC)),
    "JPEG comment": ("image/jpeg", lambda: picture(comment=CANARY)),
    "JPEG profile": ("image/jpeg", lambda: picture(icc_profile=CANARY.encode() * 20)),
    "JPEG maker's segment": (
        "image/jpeg",
        lambda: with_segment(picture(), 0xE5, CANARY.encode()),
    ),
    "JPEG trailer": ("image/jpeg", lambda: picture() + CANARY.encode()),
    "PNG text": ("image/png", png_text),
    "PNG compressed text": ("image/png", lambda: png_text(compressed=True)),
    "PNG eXIf": ("image/png", lambda: picture("PNG", exif=exif())),
    "WebP EXIF": ("image/webp", lambda: picture("WEBP", exif=exif())),
    "WebP XMP": ("image/webp", lambda: picture("WEBP", xmp=XMP)),
    "AVIF EXIF": ("image/avif", lambda: picture("AVIF", exif=exif())),
    "TIFF tags": ("image/tiff", lambda: picture("TIFF", description=CANARY, software=CANARY)),
    "GIF comment": ("image/gif", lambda: picture("GIF", comment=CANARY.encode())),
}

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ZIP = b"PK\x03\x04" + bytes(60)
MP4 = struct.pack(">I", 24) + b"ftypisom\0\0\2\0isomavc1" + bytes(500)


def box(name: bytes, body: bytes, *, long: bool = False) -> bytes:
    """A box of an MP4, with a length of 32 or 64 bits."""
    if long:
        return struct.pack(">I4sQ", 1, name, len(body) + 16) + body
    return struct.pack(">I4s", len(body) + 8, name) + body


def movie(
    *, seconds: int = 0, version: int = 0, place: str = "", made: str = "", apple: str = "",
    full: bool = False,
) -> bytes:  # fmt: skip
    """An MP4 without a picture: its header, and what a camera of Android or Apple adds."""
    clock = struct.pack(">Q" if version else ">I", seconds)
    inner = box(b"mvhd", struct.pack(">I", version << 24) + clock * 2 + bytes(80))
    if made or apple:
        names = {"creationdate": made, "location.ISO6709": apple}
        said = {f"com.apple.quicktime.{key}".encode(): text for key, text in names.items() if text}
        keys = struct.pack(">II", 0, len(said)) + b"".join(box(b"mdta", key) for key in said)
        values = b"".join(
            box(struct.pack(">I", n), box(b"data", struct.pack(">II", 1, 0) + text.encode()))
            for n, text in enumerate(said.values(), 1)
        )
        meta = box(b"hdlr", bytes(24)) + box(b"keys", keys) + box(b"ilst", values)
        inner += box(b"meta", bytes(4 * full) + meta)
    if place:
        text = struct.pack(">HH", len(place), 0x15C7) + place.encode()
        inner += box(b"udta", box(b"\xa9xyz", text))
    return box(b"ftyp", b"isom\0\0\2\0") + box(b"moov", inner)
