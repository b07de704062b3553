"""Spreadsheets that are hostile or broken: refused in words, nothing stored by half."""

import io
import zipfile

import pytest

from parties.models import Party, Post
from tests.parties.admin.sheets import CSV, POSTS, XLSX, export, preview_of, refusals, workbook

# --- formulas ---------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_an_export_never_holds_a_formula(desk, cast, start):
    Party.objects.filter(code="west").update(note=f"{start}cmd|' /C calc'!A0")

    exported = export(desk, "party")

    assert f"'{start}cmd" in exported


def test_negative_coordinates_are_no_formulas(desk, cast):
    Post.objects.filter(code="N-1").update(lon="-10.5")

    assert ",-10.500000," in export(desk, "post")


@pytest.mark.parametrize("cell", ["=1+1", "  =HYPERLINK(1)", "@SUM(1)"])
@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_a_formula_is_not_data(desk, cast, cell, kind):
    rows = [["code", "name", "kind"], ["east", cell, "state"]]
    content = workbook(*rows) if kind == XLSX else "\n".join(",".join(r) for r in rows)

    assert "Row 1: name: a formula is not data" in refusals(
        preview_of(desk, "party", content, kind)
    )


# --- hostile and broken files -----------------------------------------------


def _bomb():
    """A workbook that unpacks to a thousand times its size."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return content.getvalue()


def _entities():
    """A workbook whose text is a billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><workbook>&l9;</workbook>'
    content = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook(["code"], ["east"])))
    with zipfile.ZipFile(content, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, text if name == "xl/workbook.xml" else source.read(name))
    return content.getvalue()


def _zip_of(name):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "text")
    return content.getvalue()


@pytest.mark.parametrize(
    "kind,content,complaint",
    [
        (XLSX, b"GIF89a", "not an XLSX workbook"),
        (XLSX, b"", "empty"),
        (XLSX, _zip_of("word/document.xml"), "not an XLSX workbook"),
        (XLSX, _zip_of("xl/workbook.xml"), "cannot be read"),
        (XLSX, _bomb(), "unpacks to more than 40 MB"),
        (XLSX, _entities(), "cannot be read"),
        (XLSX, workbook(["code"])[:2000], "not an XLSX workbook"),
        (CSV, workbook(["code"], ["east"]), "not in UTF-8"),
        (CSV, "code,name\neast,Été\n".encode("latin-1"), "not in UTF-8"),
        (CSV, "code,name\neast,x\n".encode("utf-16"), "not in UTF-8"),
        (CSV, b"\n\n\n", "The file is empty"),
        (CSV, b'code,name\neast,"never closed\n', "not a CSV file"),
        (CSV, b"code,name\neast,x,y,z\n", "Row 1 has more cells"),
        (CSV, b"code,code\neast,x\n", "named twice: code"),
        (CSV, b"code,,name\neast,x,y\n", "Columns without a name"),
        (CSV, ",".join(f"c{n}" for n in range(50)).encode(), "more than 40 columns"),
        (CSV, b"code,name\n" + b"a,b\n" * 2_001, "more than 2,000 rows"),
        (CSV, b"code,name\n" + b"x" * 2_100_000, "larger than 2 MB"),
        (CSV, b"code,name,colour\neast,The East,red\n", "Unknown columns: colour"),
        (CSV, b"name,kind\nThe East,state\n", "code"),
        (CSV, b"code,name\n" + b"east," + b"n" * 30_000, "the text is too long"),
        (CSV, b"code,name\neast,a\0b\n", "Row 1 holds a NUL character"),
        (CSV, b"code,name\neast,a\neast,b\n", "Rows that are told twice: east"),
    ],
)
def test_a_broken_file_is_refused_in_words(desk, cast, kind, content, complaint):
    page = preview_of(desk, "party", content, kind)

    assert page.status_code == 200
    assert complaint in refusals(page)
    assert not Party.objects.filter(code="east").exists()


@pytest.mark.parametrize("name", ["rows.exe", "../../etc/passwd.csv", "x" * 200 + ".csv", "ş.csv"])
def test_the_name_of_a_file_does_not_matter(desk, cast, name):
    page = preview_of(desk, "party", "code,name,kind\neast,The East,state\n", name=name)

    assert page.context["confirm_form"]


@pytest.mark.parametrize(
    "cells,complaint",
    [
        ("coast,X-1,permanent_op,,40,10,,,", "No mission has the code “coast”"),
        ("nowhere,X-1,permanent_op,,40,10,,,", "No mission has the code “nowhere”"),
        ("ridge,X-1,permanent_op,,91N,10,,,", "lat: “91N” is not in decimal degrees"),
        ("ridge,X-1,permanent_op,,91,10,,,", "lat: “91” is not in decimal degrees from -90 to 90"),
        ("ridge,X-1,permanent_op,,40,181,,,", "lon: “181” is not in decimal degrees"),
        ("ridge,X-1,permanent_op,,NaN,10,,,", "lat: “NaN” is not in decimal degrees"),
        ("ridge,X-1,permanent_op,,1e400,10,,,", "lat: “1e400” is not in decimal degrees"),
        ("ridge,X-1,permanent_op,,40,,,,", "Give both latitude and longitude"),
        ("ridge,X-1,castle,,40,10,,,", "kind: Value &#x27;castle&#x27; is not a valid choice"),
        ("ridge,X-1,,,40,10,,,", "kind: This field cannot be blank"),
        ("ridge,X-1,permanent_op,,40,10,moon,,", "host: No party has the code “moon”"),
        ("ridge,X-1,permanent_op,,40,10,,moon,", "No party has the code “moon”"),
        ("ridge,X-1,permanent_op,,40,10,,north|lots,", "“lots” is not a share"),
        ("ridge,X-1,permanent_op,,40,10,,north|101,", "“101” is not a share"),
        ("ridge,X-1,permanent_op,,40,10,,,busy|2021-01-01", "“busy” is not a status"),
        ("ridge,X-1,permanent_op,,40,10,,,active", "Give a status with its first day"),
        ("ridge,X-1,permanent_op,,40,10,,,active|31.2.2021", "Give a status with its first day"),
        ("ridge,,permanent_op,,40,10,,,", "code: This field cannot be blank"),
        (f"ridge,{'X' * 21},permanent_op,,40,10,,,", "at most 20 characters"),
    ],
)
def test_a_bad_row_names_itself_and_its_column_and_nothing_is_stored(desk, cast, cells, complaint):
    good = "ridge,N-2,permanent_op,Northern,40.5,10.5,,north,active|2021-01-01\n"

    page = preview_of(desk, "post", POSTS + good + cells + "\n")

    text = refusals(page)
    assert complaint in text
    assert "Row 2" in text
    assert Post.objects.count() == 4


def test_an_unknown_mission_and_another_mission_are_refused_alike(desk, cast):
    texts = [
        refusals(preview_of(desk, "post", POSTS + f"{code},X-1,permanent_op,,40,10,,,\n"))
        for code in ("coast", "nowhere")
    ]

    assert "Row 1: No mission has the code “coast”" in texts[0]
    assert texts[0].count("coast") == texts[1].count("nowhere")


def test_all_rows_are_complained_about_at_once(desk, cast):
    bad = "ridge,X-1,permanent_op,,91N,10,,,\n" * 3

    text = refusals(preview_of(desk, "post", POSTS + bad))

    assert [f"Row {n}, lat" in text for n in (1, 2, 3)] == [True] * 3


def test_no_traceback_is_shown(desk, cast):
    text = refusals(preview_of(desk, "party", "code,name,colour\neast,The East,red\n"))

    assert "Traceback" not in text
