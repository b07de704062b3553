"""When and where a camera says that it was."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.files.exif import point_of, taken_of

ZONE = ZoneInfo("Asia/Yerevan")
TAKEN = {"Exif DateTimeOriginal": "2021:03:10 11:00:30"}
SEVEN = datetime(2021, 3, 10, 7, 0, 30, tzinfo=UTC)
NORTH_EAST = {"lat": [40.0, 15.0, 0.0], "lat_ref": "N", "lon": [10.0, 15.0, 0.0], "lon_ref": "E"}


@pytest.mark.parametrize(
    "tags,gps,at,basis",
    [
        (TAKEN, {}, SEVEN, "assumed"),
        (TAKEN | {"Exif OffsetTimeOriginal": "+04:00"}, {}, SEVEN, "offset"),
        (TAKEN | {"Exif OffsetTimeOriginal": "rubbish"}, {}, SEVEN, "assumed"),
        (TAKEN | {"Exif OffsetTimeOriginal": "+99:00"}, {}, SEVEN, "assumed"),
        (TAKEN, {"date": "2021:03:10", "time": [7, 0, 30]}, SEVEN, "satellites"),
        (TAKEN, {"date": "2021:13:10", "time": [7, 0, 30]}, SEVEN, "assumed"),
        (TAKEN, {"date": "2021:03:10", "time": [99, 0, 30]}, SEVEN, "assumed"),
        (TAKEN, {"date": "2021:03:10", "time": None}, SEVEN, "assumed"),
        ({"DateTime": "2021-03-10T11:00:30"}, {}, SEVEN, "assumed"),
    ],
    ids=range(9),
)
def test_the_best_clock_is_believed(tags, gps, at, basis):
    taken = taken_of(tags, gps, ZONE)
    assert (taken.at, taken.basis) == (at, basis)


@pytest.mark.parametrize(
    "text", ["", "0000:00:00 00:00:00", "    :  :     :  :  ", "2021:02:30 10:00:00", "x" * 200,
             "2021:03:10", "2021:03:10 99:00:00"],
    ids=range(7),
)  # fmt: skip
def test_a_clock_that_was_never_set_says_nothing(text):
    assert taken_of({"Exif DateTimeOriginal": text}, {}, ZONE) is None


def test_the_year_one_is_no_fault():
    tags = {"Exif DateTimeOriginal": "0001:01:01 00:00:00", "Exif OffsetTimeOriginal": "+14:00"}
    assert taken_of(tags, {}, ZONE) is None


@pytest.mark.parametrize("letters,sign", [("NE", (1, 1)), ("SW", (-1, -1))], ids=["NE", "SW"])
def test_letters_give_the_sign(letters, sign):
    gps = NORTH_EAST | {"lat_ref": letters[0], "lon_ref": letters[1]}
    assert point_of(gps) == (40.25 * sign[0], 10.25 * sign[1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": None},
        {"lat": [40.0, 15.0]},
        {"lat": ["40", 15.0, 0.0]},
        {"lat": [91.0, 0.0, 0.0]},
        {"lon": [181.0, 0.0, 0.0]},
        {"lat": [-40.0, 0.0, 0.0]},
        {"lat_ref": "X"},
        {"lat_ref": ""},
        {"lat_ref": None},
        {"lat": [0.0, 0.0, 0.0], "lon": [0.0, 0.0, 0.0]},
        {"lat": [True, 0.0, 0.0]},
    ],
    ids=range(11),
)
def test_half_a_position_is_none(wrong):
    assert point_of(NORTH_EAST | wrong) is None
