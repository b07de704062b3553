"""Rows of other people's datasets: real ones are read, spoilt ones say what is wrong."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from incidents.exchange.dataset_rows import Manner, read_dataset
from incidents.exchange.dataset_table import NoDatasetError

SAMPLES = Path(__file__).parents[1] / "datasets"
ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,"
    "location,latitude,longitude,geo_precision,source,fatalities\n"
)
GED = "id,year,month,day,type_of_violence,side_a,side_b,latitude,longitude,low,best,high\n"


def lines(text, manner=None):
    content = text if isinstance(text, bytes) else text.encode()
    found = read_dataset(io.BytesIO(content), manner)
    return found.kind, list(found.lines)


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
    assert (first.external_id, first.day_from) == ("190516", "1990-01-13")
    assert (first.killed_low, first.killed_best, first.killed_high) == ("0", "0", "88")
    assert first.lat == "40.395280"


def test_a_row_of_acled_is_read():
    told = acled().told
    assert (told.external_id, told.day_from, told.killed_best) == ("NKA1", "2021-03-04", "3")
    assert (told.time_precision, told.position_precision) == ("T5", "P4")
    assert (told.event_type, told.place) == ("Battles: Armed clash", "Two\nlines")


def test_a_row_of_the_full_ged_is_read():
    head = "id,date_start,date_end,date_prec,where_prec,type_of_violence,side_a,side_b,latitude,"
    head += "longitude,low,best,high,where_coordinates,country,source_office\n"
    row = "9,2020-09-27,2020-09-28,2,3,1,First,Second,40.5,-10.25,1,2,3,Shusha town,X,Agency\n"
    kind, (line,) = lines(head + row)
    assert kind == "ged"
    assert line.told._asdict() == {
        "external_id": "9", "day_from": "2020-09-27", "day_until": "2020-09-28",
        "time_precision": "T6", "lat": "40.500000", "lon": "-10.250000",
        "position_precision": "P6", "event_type": "1", "side_a": "First", "side_b": "Second",
        "place": "Shusha town", "country": "X", "killed_low": "1", "killed_best": "2",
        "killed_high": "3", "source": "Agency",
    }  # fmt: skip


@pytest.mark.parametrize(
    "day", ["04/03/2021", "4.3.2021", "04-03-2021", "04 March 2021", "4-Mar-21", "2021-03-04"]
)
def test_the_day_comes_before_the_month(day):
    assert acled(day).told.day_from == "2021-03-04"


def test_a_code_of_no_codebook_is_not_known():
    told = acled(precision="99", where="40.5,10.25,99").told
    assert (told.time_precision, told.position_precision) == ("T0", "P0")


def test_what_is_empty_is_not_known_and_not_zero():
    assert acled(dead="").told.killed_best == ""
    assert acled(where=",,").told.lat == ""


@pytest.mark.parametrize(
    "said,spelt",
    [
        ("-0.0000001,7,1", ("0.000000", "7.000000")),
        ("+4.05e1,-180,1", ("40.500000", "-180.000000")),
        ("40.1234565,\u0664\u0660,1", ("40.123456", "40.000000")),
    ],
)
def test_degrees_are_spelt_as_the_table_spells_them(said, spelt):
    told = acled(where=said).told
    assert (told.lat, told.lon) == spelt


def test_numbers_and_days_are_spelt_as_the_table_spells_them():
    assert acled(dead="0007.0").told.killed_best == "7"
    assert acled("1.2.0987").told.day_from == "0987-02-01"


@pytest.mark.parametrize(
    "said,wrong",
    [
        ({"day": "31/02/2021"}, ("no_date", "event_date", "31/02/2021")),
        ({"day": ""}, ("no_date_at_all", "event_date", "")),
        ({"dead": "several"}, ("no_number", "fatalities", "several")),
        ({"dead": "-1"}, ("no_number", "fatalities", "-1")),
        ({"dead": "99999999"}, ("no_number", "fatalities", "99999999")),
        ({"where": "91,10,1"}, ("not_on_earth", "latitude", "91 10")),
        ({"where": "nan,10,1"}, ("no_degrees", "latitude", "nan 10")),
        ({"where": "x,10,1"}, ("no_degrees", "latitude", "x 10")),
        ({"where": "1e999999999,10,1"}, ("no_degrees", "latitude", "1e999999999 10")),
    ],
)
def test_a_spoilt_row_says_which_cell_is_wrong(said, wrong):
    line = acled(**said)
    assert (line.told, (line.wrong, line.column, line.value)) == (None, wrong)


def test_a_row_that_is_cut_off_is_wrong_and_the_others_are_not():
    _kind, found = lines(GED + "1,2020,1,2,1,A,B,40,10,1,1,1\n2,2020,1,2,1,A")
    assert [bool(line.told) for line in found] == [True, False]
    assert (found[1].wrong, found[1].value) == ("number_of_cells", "6 / 12")


def test_our_own_files_are_read():
    head = "id,reference,mission_day,category,public_lat,public_lon,killed_low\n"
    kind, (dated, undated) = lines(f"{head}x1,R-1,2021-03-04,FIR,40.1,10.2,\nx2,R-2,,FIR,,,\n")
    assert (kind, dated.told.external_id, dated.told.lat) == ("ours", "x1", "40.100000")
    assert (undated.wrong, undated.column) == ("no_date_at_all", "mission_day")
    text = '{"type":"FeatureCollection","features":[{"properties":{"id":"a","reference":"b",'
    text += '"mission_day":"2021-03-04","category":"FIR","killed_low":null}}]}'
    assert lines(text)[1][0].told.killed_low == ""


def test_characters_that_no_text_holds_are_wrong():
    text = '{"features":[{"properties":{"id":"a\\u0000","reference":"b","mission_day":"x",'
    (line,) = lines(text + '"category":"\\ud800"}}]}')[1]
    assert (line.told, line.row, line.wrong) == (None, {}, "characters")


@pytest.mark.parametrize(
    "content,code",
    [
        (b"a,b\n1,2\n", "unknown_columns"),
        (b"country,month,year,events,fatalities\nX,1,2020,12,3\n", "totals"),
        (b'{"features": []}', "unknown_columns"),
    ],
)
def test_a_file_of_no_known_kind_says_why(content, code):
    with pytest.raises(NoDatasetError) as refused:
        lines(content)
    assert refused.value.code == code


OSCE = "SMM position,Event location,Means,No.,Observation,Description,Weapon,Date,Time\n"


def test_rows_of_the_osce_have_no_number_and_get_one():
    row = 'Camera,"0.5-1.5km SE",Recorded,3,Explosion,Undetermined,N/K,04/03/2021,10:15\n'
    kind, found = lines(OSCE + row * 2)
    assert kind == "osce"
    assert lines(OSCE + row * 2)[1] == found
    assert len({line.told.external_id for line in found}) == 2
    told = found[0].told
    assert (told.day_from, told.place) == ("2021-03-04", "0.5-1.5km SE")
    assert told.event_type == "Explosion: Undetermined: N/K"
    assert told.source == "Camera"


TYPED = "Nr;When;N;E;What;Dead\n"
MANNER = Manner(
    columns={
        "external_id": "nr", "day_from": "when", "lat": "n", "lon": "e",
        "event_type": "what", "killed_best": "dead",
    }
)  # fmt: skip


def test_any_table_is_read_with_a_column_for_each_of_our_fields():
    kind, (line,) = lines(f"{TYPED}7;04/03/2021;40,5;10,25;Shelling;2\n", MANNER)
    assert kind == "mapped"
    assert (line.told.external_id, line.told.day_from) == ("7", "2021-03-04")
    assert (line.told.lat, line.told.killed_best) == ("40.500000", "2")
    assert line.row["what"] == "Shelling"


def test_a_mapping_says_whether_the_day_or_the_month_comes_first():
    american = replace(MANNER, day_first=False)
    _kind, (line,) = lines(f"{TYPED}7;04/03/2021;;;;\n", american)
    assert line.told.day_from == "2021-04-03"


def test_a_date_without_a_day_means_the_whole_month():
    _kind, (line,) = lines(f"{TYPED}7;2020-12;;;;\n", MANNER)
    told = line.told
    assert (told.day_from, told.day_until) == ("2020-12-01", "2020-12-31")
    assert told.time_precision == "T7"


def test_a_row_that_is_a_total_is_no_event():
    _kind, (line,) = lines(f"{TYPED}7;04/03/2021;;;Daily total;\n", MANNER)
    assert (line.told, line.wrong, line.column) == (None, "total", "what")


@pytest.mark.parametrize(
    "head,code", [("nr;when\n", "lacking_columns"), ("nr;when;events\n", "totals")]
)
def test_a_mapping_for_another_table_is_refused(head, code):
    with pytest.raises(NoDatasetError) as refused:
        lines(head, MANNER)
    assert refused.value.code == code
