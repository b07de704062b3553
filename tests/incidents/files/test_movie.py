"""When and where a movie says that it was filmed, and boxes that are none."""

import struct
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.files.exif import point_of, taken_of
from incidents.files.limited import inspect_file
from incidents.files.movie import told_by_movie
from tests.incidents.samples import box, exif, movie

ZONE = ZoneInfo("Asia/Yerevan")
SEVEN = datetime(2021, 3, 10, 7, 0, 30, tzinfo=UTC)
SECONDS = int((SEVEN - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())
PLACE = "+40.2500+010.2500+1200.000/"
MADE = "2021-03-10T11:00:30+0400"


def read(data):
    """The time, what it is known from, and the point of a movie."""
    told = told_by_movie(data)
    tags, gps = told.get("tags", {}), told.get("gps", {})
    taken = taken_of(tags, gps, ZONE)
    return (taken.at if taken else None), (taken.basis if taken else None), point_of(gps)


@pytest.mark.parametrize(
    "data, expected",
    {
        "header": (movie(seconds=SECONDS), (SEVEN, "header", None)),
        "long header": (movie(seconds=SECONDS, version=1), (SEVEN, "header", None)),
        "Android": (movie(seconds=SECONDS, place=PLACE), (SEVEN, "header", (40.25, 10.25))),
        "Apple": (movie(made=MADE, apple=PLACE), (SEVEN, "offset", (40.25, 10.25))),
        "Apple's date wins": (movie(seconds=1, made=MADE), (SEVEN, "offset", None)),
        "ISO's meta": (movie(made=MADE, apple=PLACE, full=True), (SEVEN, "offset", (40.25, 10.25))),
        "movie at the end": (box(b"mdat", bytes(9)) + movie(made=MADE), (SEVEN, "offset", None)),
        "64-bit": (box(b"mdat", bytes(9), long=True) + movie(made=MADE), (SEVEN, "offset", None)),
        "date in Zulu": (movie(made="2021-03-10T07:00:30Z"), (SEVEN, "offset", None)),
        "minutes": (movie(place="+4015.0+01015.0/"), (None, None, (40.25, 10.25))),
        "seconds": (movie(place="-401500-0101500/"), (None, None, (-40.25, -10.25))),
    }.values(),
)  # fmt: skip
def test_a_movie_says_when_and_where(data, expected):
    assert read(data) == expected


WHOLE = movie(seconds=SECONDS, place=PLACE, made=MADE, apple=PLACE)
NOTHING = (None, None, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"moov",
        bytes(64),
        movie(seconds=0),
        movie(seconds=SECONDS)[:40],
        movie(seconds=2**64 - 1, version=1),
        movie(seconds=2**40, version=1),
        movie(made="2021-02-30T11:00:30+0400", apple="+91.0+010.0/"),
        movie(made="9999-99-99", place="here"),
        movie(made="٢٠٢١-03-10T11:00:30Z", place="+40.2500"),
        movie(place="+40.25+181.00/"),
        movie(place="+00.0000+000.0000/"),
        movie(place="+40.2500+010.2500.7/"),
        struct.pack(">I4sQ", 1, b"moov", 2**64 - 1),
        struct.pack(">I4sQ", 1, b"moov", 3) + movie(),
        struct.pack(">I4s", 7, b"free") + WHOLE,
        box(b"moov", box(b"mvhd", b"")),
        box(b"moov", box(b"meta", b"")),
        box(b"moov", box(b"meta", box(b"keys", b"") + box(b"ilst", box(b"\0\0\0\1", b"")))),
        box(b"moov", box(b"udta", box(b"\xa9xyz", b"\xff\xff"))),
    ],
    ids=range(20),
)
def test_what_is_cut_or_absurd_says_nothing(data):
    assert read(data) == NOTHING


def test_every_cut_and_every_wrong_byte_is_borne():
    for at in range(len(WHOLE)):
        read(WHOLE[:at])
        read(WHOLE[:at] + bytes((WHOLE[at] ^ 0xFF,)) + WHOLE[at + 1 :])


def test_very_many_boxes_are_not_all_looked_at():
    many = box(b"free", b"") * 200_000
    assert read(many + WHOLE) == NOTHING
    assert read(box(b"moov", many)) == NOTHING


@pytest.mark.parametrize("kind", ["video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"])
def test_the_inspector_reads_movies(tmp_path, kind):
    path = tmp_path / "movie"
    path.write_bytes(WHOLE)
    found = inspect_file(path, kind)
    assert found.outcome == "not_decoded"
    assert found.tags == {
        "Movie made": "2021:03:10 11:00:30",
        "Movie offset": "+04:00",
        "Movie location": PLACE,
    }
    assert point_of(found.gps) == (40.25, 10.25)


@pytest.mark.parametrize("cut, at", [(None, SEVEN), (60, None)])
def test_the_inspector_reads_exif_of_a_picture_that_it_does_not_decode(tmp_path, cut, at):
    path = tmp_path / "picture"
    block = exif(offset="+04:00").tobytes()
    path.write_bytes(box(b"ftyp", b"heic\0\0\0\0") + box(b"mdat", bytes(4) + block)[:cut])
    found = inspect_file(path, "image/heic")
    taken = taken_of(found.tags, found.gps, ZONE)
    assert found.outcome == "not_decoded"
    assert (taken and taken.at) == at
    assert (point_of(found.gps) == (40.25, 10.25)) == (at is not None)
