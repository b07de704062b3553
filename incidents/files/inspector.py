"""The inspector: a process of its own that looks into one file and ends, whatever the file does.

It reads the file from its standard input, and writes one line of JSON and then the bytes of
the copies without metadata. It sets its own limits before it touches a byte: memory, time of
the processor, no file larger than nothing, no core. It gets no environment and needs no network.
"""

import io
import json
import mmap
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from incidents.files.limits import limit_myself
from incidents.files.movie import told_by_movie
from incidents.files.oddities import oddities_of
from incidents.files.signature import HEIC, JPEG, M4A, MP4, QUICKTIME, THREE_GP, TYPES, FileType

MOST_MEMORY = 640 * 1024 * 1024  # of addresses: libraries and the mapped file count too
MOST_SECONDS = 10
LARGEST_DECODED = 100 * 1024 * 1024
MOST_PIXELS = 30_000_000
MOST_PIXELS_JPEG = 220_000_000  # decoded at a half, a quarter or an eighth of its size
MOST_TAGS = 200
LONGEST_TAG = 200
SIZES = {"working": 2048, "thumbnail": 320}
QUALITY = {"working": 85, "thumbnail": 72}
MOVIES = (MP4, QUICKTIME, THREE_GP, M4A)
LARGEST_EXIF = 64 * 1024  # as in a JPEG
_EXIF_IN_HEIC = re.compile(rb"Exif\0\0(?:II\*\0|MM\0\*)")


def main(media_type: str) -> None:
    """Look into standard input; tell what was found, then give the copies."""
    limit_myself(MOST_MEMORY, MOST_SECONDS)
    copies: dict[str, bytes] = {}
    found: dict[str, Any] = {"outcome": "not_decoded"}
    with mmap.mmap(sys.stdin.fileno(), 0, access=mmap.ACCESS_READ) as data:
        kind = TYPES[media_type]
        found["oddities"] = oddities_of(data, kind)  # type: ignore[arg-type]  # reads like bytes
        if kind.decoder:
            found |= _look_at_picture(data, kind, copies)
        elif kind in MOVIES:
            found |= told_by_movie(data)
        elif kind is HEIC:
            found |= _told_by_heic(data)
    found["copies"] = {name: len(copy) for name, copy in copies.items()}
    out = sys.stdout.buffer
    out.write(json.dumps(found, allow_nan=False).encode() + b"\n")
    for copy in copies.values():
        out.write(copy)
    out.flush()


def _look_at_picture(data: Any, kind: FileType, copies: dict[str, bytes]) -> dict[str, Any]:
    if len(data) > LARGEST_DECODED:
        return {"outcome": "too_large"}
    from PIL import Image  # noqa: PLC0415 - only now, within the limits

    Image.MAX_IMAGE_PIXELS = None  # ours are checked below, before anything is decoded
    found: dict[str, Any] = {}
    try:
        with Image.open(data, formats=[kind.decoder]) as image:  # a map reads like a file
            found |= {"width": image.width, "height": image.height}
            found |= _tags_of(image.getexif, image.info)
            if not _bearable(image, kind):
                return found | {"outcome": "too_large"}
            _copy(image, copies)
    except MemoryError:
        return found | {"outcome": "too_large"}
    except Exception as error:  # noqa: BLE001 - whatever a decoder says of a hostile file
        copies.clear()
        return found | {"outcome": "undecodable", "why": f"{type(error).__name__}"}
    return found | {"outcome": "decoded"}


def _bearable(image: Any, kind: FileType) -> bool:
    """Tell from the header alone whether decoding stays within the limits."""
    if kind is JPEG:
        if image.width * image.height > MOST_PIXELS_JPEG:
            return False
        image.draft("RGB", (SIZES["working"], SIZES["working"]))
    return bool(image.width * image.height <= MOST_PIXELS)


def _copy(image: Any, copies: dict[str, bytes]) -> None:
    """Decode, turn upright, and encode the bare pixels: nothing else of the file comes along."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    image.load()
    for name, side in SIZES.items():
        image.thumbnail((side, side), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(image)
        bare = Image.new("RGB", upright.size, "white")
        shown = upright.convert("RGBA") if _is_see_through(upright) else upright.convert("RGB")
        bare.paste(shown, mask=shown if shown.mode == "RGBA" else None)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=QUALITY[name], optimize=True)
        copies[name] = out.getvalue()


def _is_see_through(image: Any) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _told_by_heic(data: Any) -> dict[str, Any]:
    """What the camera wrote into a picture of which nothing else is decoded."""
    from PIL import Image  # noqa: PLC0415

    found = _EXIF_IN_HEIC.search(data)
    if found is None:
        return {}

    def read() -> Image.Exif:
        block = Image.Exif()
        block.load(bytes(data[found.start() : found.start() + LARGEST_EXIF]))
        return block

    return _tags_of(read, {})


def _tags_of(read: Callable[[], Any], info: Mapping[Any, Any]) -> dict[str, Any]:
    """What the camera wrote, as text; a broken block of it is left out, not the picture."""
    try:
        return _read_tags(read(), info)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001
        return {"tags": {"error": type(error).__name__}}


def _read_tags(exif: Any, info: Mapping[Any, Any]) -> dict[str, Any]:
    from PIL import ExifTags  # noqa: PLC0415

    groups = {
        "": (dict(exif), ExifTags.TAGS),
        "Exif": (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS),
        "GPS": (exif.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPSTAGS),
    }
    tags = {
        f"{group} {names.get(number, number)}".strip(): _text(value)
        for group, (values, names) in groups.items()
        for number, value in values.items()
        if not isinstance(value, dict)
    }
    for name in ("xmp", "comment", "Description", "photoshop", "icc_profile"):
        if name in info:
            tags[f"holds {name}"] = "yes"
    return {"tags": dict(sorted(tags.items())[:MOST_TAGS]), "gps": _gps(groups["GPS"][0])}


def _text(value: Any) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    whole = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:LONGEST_TAG])
    return whole.encode("utf-8", "replace").decode()


def _gps(values: dict[int, Any]) -> dict[str, Any]:
    """Latitude and longitude as three numbers each with their letter, and the satellites' time."""

    def numbers(tag: int) -> list[float] | None:
        given = values.get(tag)
        try:
            three = [float(part) for part in given] if given is not None else []
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            return None
        whole = len(three) == 3 and all(part == part and abs(part) < 1e6 for part in three)  # noqa: PLR0124, PLR2004
        return three if whole else None

    return {
        "lat": numbers(2),
        "lat_ref": _text(values.get(1, "")),
        "lon": numbers(4),
        "lon_ref": _text(values.get(3, "")),
        "time": numbers(7),
        "date": _text(values.get(29, "")),
    }


if __name__ == "__main__":
    main(sys.argv[1])
