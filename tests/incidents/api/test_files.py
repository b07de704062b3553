"""Whole lists as files: every row that may be read, every field that may be read, no more."""

import csv
import io
import json
import sqlite3
from datetime import date, datetime

import openpyxl
import pytest
from pyarrow import parquet

from incidents.models import Incident, ReadLog
from tests.calls import client_of, faults_of, get, observation, released
from tests.people import PEOPLE

CANARY = {
    "narrative": "canary-narrative",
    "occurred_from": "2021-03-04T18:43:00+04:00",
    "lat": "40.123456",
    "lon": "10.654321",
    "position_precision": "P1",
}


def body(answer):
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def table(person, **query):
    text = body(get("incidents/", person, format="csv", **query)).decode()
    return list(csv.DictReader(io.StringIO(text)))


def pages(person, **query):
    return get("incidents/", person, **query).json()["results"]


def shown(value):
    """A JSON value as CSV writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.fixture
def three(cast):
    for level in ("public", "parties", "mission"):
        released(observation(cast.north_monitor, **CANARY), level)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.usefixtures("three")
def test_a_file_says_what_the_pages_say(cast, who):
    person = cast.everybody[who]
    listed = pages(person)
    assert listed
    rows = table(person)
    assert [row["id"] for row in rows] == [record["id"] for record in listed]
    for row, record in zip(rows, listed, strict=True):
        said = {name: text for name, text in row.items() if text != ""}
        assert said == {n: shown(v) for n, v in record.items() if shown(v) != ""}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.usefixtures("three")
def test_lines_and_features_hold_the_same_records(cast, who):
    person = cast.everybody[who]
    listed = pages(person)
    lines = body(get("incidents/", person, format="ndjson")).decode().splitlines()
    assert [json.loads(line) for line in lines] == listed
    collection = json.loads(body(get("incidents/", person, format="geojson")))
    assert collection["type"] == "FeatureCollection"
    assert [feature["properties"] for feature in collection["features"]] == listed
    for feature, record in zip(collection["features"], listed, strict=True):
        exact = [record.get("lon"), record.get("lat")]
        coarse = [record["public_lon"], record["public_lat"]]
        assert feature["geometry"]["coordinates"] == (exact if exact[0] else coarse)


def test_an_incident_without_a_position_has_no_geometry(cast):
    released(observation(cast.north_monitor, lat=None, lon=None, position_precision="P0"), "public")
    (feature,) = json.loads(body(get("incidents/", cast.public, format="geojson")))["features"]
    assert feature["geometry"] is None


@pytest.mark.parametrize("wanted", ["csv", "ndjson", "geojson"])
def test_no_row_is_a_whole_file_too(cast, wanted):
    content = body(get("incidents/", cast.public, format=wanted)).decode()
    if wanted == "csv":
        assert content.startswith("id,reference,")
        assert content.count("\n") == 1
    elif wanted == "ndjson":
        assert content == ""
    else:
        assert json.loads(content)["features"] == []


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_nothing_that_was_typed_is_a_formula(cast, typed):
    incident = released(observation(cast.north_monitor), "public")
    Incident.objects.filter(pk=incident.pk).update(area_text=typed)
    (row,) = table(cast.public)
    assert row["area"] == f"'{typed}"


@pytest.mark.parametrize("typed", ['a,"b"\nc;d', "Ստեփանակերտ", "\\N", "a\\tb", "x\r\ny", "\u202e"])
def test_whatever_was_typed_arrives(cast, typed):
    incident = released(observation(cast.north_monitor), "public")
    Incident.objects.filter(pk=incident.pk).update(area_text=typed)
    text = body(get("incidents/", cast.public, format="csv")).decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["area"] == typed
    (line,) = body(get("incidents/", cast.public, format="ndjson")).decode().split("\n")[:-1]
    assert json.loads(line)["area"] == typed


@pytest.mark.usefixtures("three")
def test_filters_apply_to_files(cast):
    assert len(table(cast.north_monitor)) == 3
    assert table(cast.north_monitor, category="IND-MSL") == []


def test_a_filter_that_is_refused_is_refused_for_files(cast):
    answer = get("incidents/", cast.public, format="csv", narrative="canary")
    assert faults_of(answer) == {"narrative": "not_available"}


@pytest.mark.parametrize(
    "query, fault",
    [
        ({"format": "exe"}, {"format": "invalid"}),
        ({"format": ""}, {"format": "invalid"}),
        ({"format": "csv", "cursor": "x"}, {"cursor": "not_available"}),
        ({"format": "csv", "hxl": "perhaps"}, {"hxl": "invalid"}),
        ({"format": "csv", "count": "estimated"}, {"count": "not_available"}),
        ({"format": "csv", "fields": "id,colour"}, {"fields": "invalid"}),
        ({"hxl": "true"}, {"hxl": "not_available"}),
        ({"format": "geojson", "bom": "true"}, {"bom": "not_available"}),
        ({"format": "csv", "nonsense": "1"}, {"nonsense": "unknown"}),
    ],
)
def test_what_is_not_understood_is_named(cast, query, fault):
    assert faults_of(get("incidents/", cast.public, **query)) == fault


@pytest.mark.usefixtures("three")
def test_the_header_accept_asks_for_a_file_too(cast):
    client = client_of(cast.public)
    answer = client.get("/api/v1/incidents/", headers={"accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="incidents.csv"'
    content = body(answer)
    assert int(answer["Content-Length"]) == len(content)


@pytest.mark.usefixtures("three")
def test_excel_gets_its_mark_and_hxl_its_tags(cast):
    content = body(get("incidents/", cast.public, format="csv", bom="true", hxl="1"))
    assert content.startswith("\ufeffid,".encode())
    names, tags = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[:2]
    tagged = dict(zip(names, tags, strict=True))
    assert tagged["reference"] == "#event+code"
    assert all(tag == "" or tag.startswith("#") for tag in tags)


@pytest.mark.usefixtures("three")
def test_every_file_is_noted_with_its_query_and_its_rows(cast):
    body(get("incidents/", cast.analyst, format="csv", category="FIR"))
    noted = ReadLog.objects.get()
    assert noted.reader == cast.analyst
    assert noted.query == "category=FIR&format=csv"
    assert noted.rows == len(table(cast.analyst, category="FIR"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_takes_as_many_queries_for_many_rows(cast, rows, django_assert_max_num_queries):
    for _n in range(rows):
        released(observation(cast.north_monitor), "public")
    with django_assert_max_num_queries(10):
        assert len(table(cast.analyst)) == rows


def sheet(person, **query):
    content = body(get("incidents/", person, format="xlsx", **query))
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    names, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.usefixtures("three")
def test_a_workbook_and_a_geopackage_hold_the_same_records(cast, who, tmp_path):
    person = cast.everybody[who]
    listed = pages(person)
    for row, record in zip(sheet(person), listed, strict=True):
        assert {n: v for n, v in row.items() if v not in (None, "")} == {
            n: shown(v) if isinstance(v, bool | str) else v
            for n, v in record.items()
            if v not in (None, "")
        }
    for row, record in zip(layer(person, tmp_path), listed, strict=True):
        assert {n: v for n, v in row.items() if v is not None} == {
            n: v.replace("Z", ".000Z") if n.startswith("occurred") or n.endswith("_at") else v
            for n, v in record.items()
            if v is not None
        }


def layer(person, folder):
    path = folder / "layer.gpkg"
    path.write_bytes(body(get("incidents/", person, format="gpkg")))
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    rows = [dict(row) for row in base.execute("SELECT * FROM incidents ORDER BY fid")]
    base.close()
    for row in rows:
        del row["fid"], row["geom"]
    return rows


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "<b>&amp;", "a\tb\r\nc", "\x02x", "  y "])
def test_whatever_was_typed_is_text_in_a_sheet(cast, typed):
    incident = released(observation(cast.north_monitor), "public")
    Incident.objects.filter(pk=incident.pk).update(area_text=typed)
    (row,) = sheet(cast.public)
    assert row["area"].replace("_x000D_", "") == typed.replace("\x02", "").replace("\r", "") or (
        row["area"] == typed.replace("\x02", "")
    )


@pytest.mark.parametrize("wanted", ["csv", "ndjson", "geojson", "xlsx"])
@pytest.mark.usefixtures("three")
def test_a_file_holds_the_fields_that_are_asked_for(cast, wanted):
    asked = {"format": wanted, "fields": "severity,narrative,updated_at"}
    assert faults_of(get("incidents/", cast.public, **asked)) == {"fields": "invalid"}
    content = body(get("incidents/", cast.public, **asked | {"fields": "severity,updated_at"}))
    if wanted == "csv":
        assert content.startswith(b"id,severity\r\n")
    elif wanted == "ndjson":
        assert set(json.loads(content)) == {"id", "severity"}


def test_more_rows_than_a_sheet_holds_are_refused(cast, monkeypatch):
    monkeypatch.setattr("incidents.api.files.MOST_ROWS", 1)
    released(observation(cast.north_monitor), "public")
    assert faults_of(get("incidents/", cast.public, format="xlsx")) == {"format": "too_many"}


@pytest.mark.usefixtures("three")
def test_a_parquet_file_holds_the_values_of_the_records(cast):
    table = parquet.read_table(io.BytesIO(body(get("incidents/", cast.analyst, format="parquet"))))
    records = get("incidents/", cast.analyst).json()["results"]
    assert table.num_rows == len(records) == 3
    for row, record in zip(table.to_pylist(), records, strict=True):
        for name, value in record.items():
            told = row[name]
            if isinstance(told, datetime):
                told = told.strftime("%Y-%m-%dT%H:%M:%SZ")
            assert (told.isoformat() if isinstance(told, date) else told) == (
                None if value == "" else value
            ), name


def test_a_parquet_file_spares_no_formula_and_hides_what_others_may_not_read(cast):
    incident = released(observation(cast.north_monitor), "public")
    Incident.objects.filter(pk=incident.pk).update(area_text="=1+1")
    taken = body(get("incidents/", cast.public, format="parquet"))
    (row,) = parquet.read_table(io.BytesIO(taken)).to_pylist()
    assert row["area"] == "=1+1"
    assert not {"lat", "lon", "occurred_from", "post"} & row.keys()
