"""Rows of other people's datasets: real ones are read, spoilt ones say what is wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from incidents.exchange import dataset_rows
from incidents.exchange.dataset_rows import NoDatasetError, read_lines

SAMPLES = Path(__file__).parents[1] / "datasets"
ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,"
    "location,latitude,longitude,geo_precision,source,fatalities\n"
)
GED = "id,year,month,day,type_of_violence,side_a,side_b,latitude,longitude,low,best,high\n"


def lines(text):
    content = text if isinstance(text, bytes) else text.encode()
    kind, found = read_lines(content)
    return kind, list(found)


def acled(day="2021-03-04", precision="1", where="40.5,10.25,1", dead="3", end="\n"):
    row = f'NKA1,{day},{precision},Battles,Armed clash,A,B,X,"Two\nlines",{where},"a;b",{dead}{end}'
    _kind, (line,) = lines(ACLED + row)
    return line


@pytest.mark.parametrize("name", ["ucdp_ged_south_caucasus.csv"])
def test_every_row_of_a_real_file_is_read(name):
    kind, found = lines((SAMPLES / name).read_bytes())
    assert kind == "ged"
    assert len(found) == 440
    assert [line for line in found if line.wrong] == []
    first = found[0].told
    assert (first.external_id, first.day_from) == ("190516", date(1990, 1, 13))
    assert (first.killed_low, first.killed_best, first.killed_high) == (0, 0, 88)
    assert first.lat == Decimal("40.395280")


def test_a_row_of_acled_is_read():
    told = acled().told
    assert (told.external_id, told.day_from, told.killed_best) == ("NKA1", date(2021, 3, 4), 3)
    assert (told.time_precision, told.position_precision) == ("T5", "P4")
    assert (told.event_type, told.place) == ("Battles: Armed clash", "Two\nlines")


@pytest.mark.parametrize(
    "day", ["04/03/2021", "4.3.2021", "04-03-2021", "04 March 2021", "4-Mar-21", "2021-03-04"]
)
def test_the_day_comes_before_the_month(day):
    assert acled(day).told.day_from == date(2021, 3, 4)


def test_a_code_of_no_codebook_is_not_known():
    told = acled(precision="99", where="40.5,10.25,99").told
    assert (told.time_precision, told.position_precision) == ("T0", "P0")


def test_what_is_empty_is_not_known_and_not_zero():
    assert acled(dead="").told.killed_best is None
    assert acled(where=",,").told.lat is None


@pytest.mark.parametrize(
    "said,word",
    [
        ({"day": "31/02/2021"}, "date"),
        ({"day": ""}, "date"),
        ({"dead": "several"}, "fatalities"),
        ({"dead": "-1"}, "fatalities"),
        ({"dead": "99999999"}, "fatalities"),
        ({"where": "91,10,1"}, "latitude"),
        ({"where": "nan,10,1"}, "latitude"),
        ({"where": "x,10,1"}, "latitude"),
        ({"where": "1e999999999,10,1"}, "latitude"),
    ],
)
def test_a_spoilt_row_says_what_is_wrong(said, word):
    line = acled(**said)
    assert (line.told, line.wrong.partition(":")[0].split(",")[0]) == (None, word)


def test_a_row_that_is_cut_off_is_wrong_and_the_others_are_not():
    _kind, found = lines(GED + "1,2020,1,2,1,A,B,40,10,1,1,1\n2,2020,1,2,1,A")
    assert [bool(line.told) for line in found] == [True, False]
    assert found[1].wrong == "6 cells, not 12"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_save_as_they_like(encoding, delimiter):
    text = (GED + "1,2020,1,2,1,Société,B,40,10,,,\n").replace(",", delimiter)
    _kind, (line,) = lines(text.encode(encoding))
    assert (line.told.side_a, line.told.killed_best) == ("Société", None)


def test_our_own_files_are_read():
    head = "id,reference,mission_day,category,public_lat,public_lon,killed_low\n"
    kind, (dated, undated) = lines(f"{head}x1,R-1,2021-03-04,FIR,40.1,10.2,\nx2,R-2,,FIR,,,\n")
    assert (kind, dated.told.external_id, dated.told.lat) == ("ours", "x1", Decimal("40.1"))
    assert undated.wrong.startswith("mission_day")
    text = '{"type":"FeatureCollection","features":[{"properties":{"id":"a","reference":"b",'
    text += '"mission_day":"2021-03-04","category":"FIR","killed_low":null}}]}'
    assert lines(text)[1][0].told.killed_low is None


@pytest.mark.parametrize(
    "content,code",
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "unknown_columns"),
        (b"country,month,year,events,fatalities\nX,1,2020,12,3\n", "totals"),
        (b"PK\x03\x04\0\0", "no_text"),
        ("id".encode("utf-16"), "no_text"),
        (b'{"features": 1}', "unknown_columns"),
        (b"{" * 100_000, "unknown_columns"),
        (b"[" * 1000, "unknown_columns"),
    ],
)
def test_a_file_that_is_none_says_why(content, code):
    with pytest.raises(NoDatasetError) as refused:
        lines(content)
    assert refused.value.code == code


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(dataset_rows, "LARGEST", 10)
    with pytest.raises(NoDatasetError):
        read_lines(b"x" * 11)


def test_characters_that_no_text_holds_are_wrong():
    text = '{"features":[{"properties":{"id":"a\\u0000","reference":"b","mission_day":"x",'
    (line,) = lines(text + '"category":"\\ud800"}}]}')[1]
    assert (line.told, line.row) == (None, {})
