"""Signatures: what a file is by its first bytes, whatever its name and sender say."""

from dataclasses import dataclass
from typing import Literal

HEAD_BYTES = 512
Kind = Literal["photo", "video", "audio", "document"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that is taken as evidence.

    ``decoder`` is Pillow's name of the format; empty where no derivative is made.
    """

    media_type: str
    kind: Kind
    suffixes: tuple[str, ...]
    decoder: str = ""


JPEG = FileType("image/jpeg", "photo", ("jpg", "jpeg", "jpe", "jfif"), "JPEG")
PNG = FileType("image/png", "photo", ("png",), "PNG")
GIF = FileType("image/gif", "photo", ("gif",), "GIF")
WEBP = FileType("image/webp", "photo", ("webp",), "WEBP")
TIFF = FileType("image/tiff", "photo", ("tif", "tiff"), "TIFF")
AVIF = FileType("image/avif", "photo", ("avif",), "AVIF")
HEIC = FileType("image/heic", "photo", ("heic", "heif"))
MP4 = FileType("video/mp4", "video", ("mp4", "m4v"))
QUICKTIME = FileType("video/quicktime", "video", ("mov", "qt"))
THREE_GP = FileType("video/3gpp", "video", ("3gp", "3g2"))
WEBM = FileType("video/webm", "video", ("webm",))
M4A = FileType("audio/mp4", "audio", ("m4a", "m4b", "mp4"))
MP3 = FileType("audio/mpeg", "audio", ("mp3",))
WAV = FileType("audio/wav", "audio", ("wav",))
OGG = FileType("audio/ogg", "audio", ("ogg", "oga", "opus"))
FLAC = FileType("audio/flac", "audio", ("flac",))
AMR = FileType("audio/amr", "audio", ("amr",))
PDF = FileType("application/pdf", "document", ("pdf",))

TYPES = {
    one.media_type: one
    for one in (
        *(JPEG, PNG, GIF, WEBP, TIFF, AVIF, HEIC),
        *(MP4, QUICKTIME, THREE_GP, WEBM),
        *(M4A, MP3, WAV, OGG, FLAC, AMR),
        PDF,
    )
}

_BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"%PDF-1.", PDF),
    (b"%PDF-2.", PDF),
    (b"OggS\0", OGG),
    (b"fLaC", FLAC),
    (b"#!AMR", AMR),
    (b"ID3", MP3),
)
# ISO base media files name their brand (ISO/IEC 14496-12, the "ftyp" box).
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis"), HEIC),
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    b"qt  ": QUICKTIME,
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"dash"), MP4),
    **dict.fromkeys((b"mp41", b"mp42", b"M4V ", b"MSNV"), MP4),
}
_SYNC, _RESERVED = 0x7FF, 3
_STILL = (b"mif1", b"msf1", b"miaf")


def signature_of(head: bytes) -> FileType | None:
    """Return what a file is by its first ``HEAD_BYTES`` bytes; None if it is not taken."""
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    if head[:4] == b"\x1aE\xdf\xa3":  # EBML, of which only WebM is taken
        return WEBM if b"webm" in head[:64] else None
    return MP3 if _is_mpeg_audio(head) else None


def suffix_of(name: str) -> str:
    """Return the ending of a file's name, in lower case, without the dot; perhaps empty."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _of_brand(head: bytes) -> FileType | None:
    brand = head[8:12]
    if brand in _STILL:  # a still of any coding: the compatible brands tell which
        length = min(int.from_bytes(head[:4], "big"), len(head))
        others = {head[at : at + 4] for at in range(16, length, 4)}
        return next((_BRANDS[one] for one in sorted(others) if one in _BRANDS), None)
    if brand[:3] in (b"3gp", b"3g2"):
        return THREE_GP
    return _BRANDS.get(brand)


def _is_mpeg_audio(head: bytes) -> bool:
    """Tell an MPEG layer III frame header (ISO/IEC 11172-3) from two chance bytes."""
    frame = int.from_bytes(head[:4], "big")
    version, rate, sampling = frame >> 19 & 3, frame >> 12 & 15, frame >> 10 & 3
    is_layer_3 = frame >> 21 == _SYNC and frame >> 17 & 3 == 1
    return is_layer_3 and version != 1 and rate not in (0, 15) and sampling != _RESERVED
