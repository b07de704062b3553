"""A published report as files: nothing unknown becomes zero, and no text a formula."""

import csv
import io
import json
from datetime import UTC, datetime

import openpyxl

from incidents.exchange.daily_files import Published, csv_of, geojson_of, xlsx_of


def incident(**told):
    plain = {
        "id": "018f",
        "reference": "RIDGE-I-AAAA",
        "category": "FIR-SAL",
        "status": "submitted",
        "severity": 1,
        "place": "village",
        "area": "",
        "lat": "-40.25",
        "lon": "10.25",
        "weapon": None,
        "count": [20, None],
        "count_qualifier": "about",
        "count_unit": "burst",
        "killed": [None, None],
        "injured": [0, 2],
        "asserted": True,
        "reports": 2,
    }
    return plain | told


def report(*incidents):
    content = {
        "mission": "ridge",
        "mission_day": "2021-03-10",
        "window": {"begins": "2021-03-09T15:30:00Z", "ends": "2021-03-10T15:30:00Z"},
        "totals": {"incidents": len(incidents)},
        "coverage": {
            "observed_minutes": None,
            "posts": [{"post": "N-1", "expected": True, "says": "silent", "incidents": None}],
        },
        "incidents": list(incidents),
        "method": {"licence": "CC-BY-4.0"},
    }
    at = datetime(2021, 3, 10, 17, 31, 5, 77, tzinfo=UTC)
    return Published(
        content, "69/2021", 1, "ab" * 32, at, ["Unknown is not zero."], {"village": "B"}
    )


def table(*incidents):
    return list(csv.DictReader(io.StringIO(csv_of(report(*incidents)).decode())))


def sheet(name, *incidents):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(report(*incidents))))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_unknown_numbers_are_empty_cells():
    (row,) = table(incident())
    assert (row["killed_low"], row["injured_low"], row["injured_high"]) == ("", "0", "2")


def test_each_row_says_which_revision_it_comes_from():
    (row,) = table(incident())
    assert (row["report"], row["revision"], row["licence"]) == ("69/2021", "1", "CC-BY-4.0")
    assert row["content_hash"] == "ab" * 32


def test_an_empty_day_still_has_its_columns():
    assert table() == []
    assert csv_of(report()).startswith(b"reference,id,category")


def test_no_text_is_a_formula_and_a_negative_latitude_stays_a_number():
    hostile = "=cmd|'/c calc'!A1"
    (row,) = table(incident(area=hostile))
    assert (row["area"], row["lat"]) == (f"'{hostile}", "-40.25")
    cells = [cell for line in sheet("incidents", incident(area=hostile)) for cell in line]
    assert hostile in cells  # as text: openpyxl would read a formula as such
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(report(incident(area=hostile)))))
    assert {cell.data_type for row in book["incidents"] for cell in row} <= {"s", "n", "b"}


def test_a_field_with_a_line_break_and_quotes_comes_back_whole():
    words = 'The "ridge",\nbeyond'
    assert table(incident(area=words))[0]["area"] == words


def test_points_are_longitude_then_latitude_and_unknown_ones_are_null():
    record = json.loads(geojson_of(report(incident(), incident(lat=None, lon=None))))
    assert [feature["geometry"] for feature in record["features"]] == [
        {"type": "Point", "coordinates": [10.25, -40.25]},
        None,
    ]
    assert record["method"] == ["Unknown is not zero."]
    assert record["report"]["licence"] == "CC-BY-4.0"


def test_the_workbook_holds_the_report_its_incidents_and_its_coverage():
    assert ["method.1", "Unknown is not zero."] in sheet("report", incident())
    assert ["totals.incidents", 1] in sheet("report", incident())
    assert sheet("coverage")[1] == ["N-1", True, "silent", None]
    assert sheet("incidents", incident())[1][:3] == ["RIDGE-I-AAAA", "018f", "FIR-SAL"]


def test_the_same_revision_gives_the_same_workbook():
    assert xlsx_of(report(incident())) == xlsx_of(report(incident()))
