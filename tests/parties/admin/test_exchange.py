"""Import and export of posts, places and parties: a preview, then all rows or none."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parties.models import Party, Place, PlaceName, Post, PostOperator, PostStatus
from tests.factories import PartyFactory
from tests.parties.admin.conftest import address

CSV, XLSX = "0", "1"
POSTS = "mission,code,kind,sector,lat,lon,host,operators,statuses\n"


def _preview(client, model, content, kind=CSV, name=None):
    """Upload a file and see what would happen."""
    content = content.encode() if isinstance(content, str) else content
    name = name or ("rows.csv" if kind == CSV else "rows.xlsx")
    upload = SimpleUploadedFile(name, content)
    return client.post(
        address(model, "import"), {"import_file": upload, "format": kind, "resource": "0"}
    )


def _confirm(client, model, preview):
    form = preview.context["confirm_form"]
    return client.post(address(model, "process_import"), form.initial, follow=True)


def _import(client, model, content, kind=CSV):
    return _confirm(client, model, _preview(client, model, content, kind))


def _refusals(page):
    """Everything that an import page complains about, in one text."""
    page.render()
    assert "confirm_form" not in page.context
    errors = page.context["form"].errors.get("import_file", [])
    return " ".join(errors) + page.content.decode()


def _workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _export(client, model, kind=CSV):
    answer = client.post(address(model, "export"), {"format": kind, "resource": "0"})
    return answer.content.decode("utf-8-sig") if kind == CSV else answer.content


# --- what it is for ---------------------------------------------------------


def test_a_preview_shows_the_rows_and_stores_nothing(desk, cast):
    page = _preview(desk, "post", POSTS + "ridge,N-2,permanent_op,Northern,40.5,10.5,,,\n")

    assert "N-2" in page.content.decode()
    assert not Post.objects.filter(code="N-2").exists()


def test_a_confirmed_preview_stores_post_operators_and_status(desk, cast):
    _import(
        desk,
        "post",
        POSTS + "ridge,N-2,joint_op,Northern,40.5,10.5,uplands,north|60; south|40,"
        "proposed|2021-01-01; active|2021-02-01\n",
    )

    post = Post.objects.get(code="N-2")
    assert (str(post.lat), post.host, post.kind) == ("40.500000", cast.uplands, "joint_op")
    assert {(o.party.code, o.share) for o in post.operatorships.all()} == {
        ("north", 60),
        ("south", 40),
    }
    assert [s.status for s in post.statuses.all()] == ["active", "proposed"]


def test_an_import_records_who_did_it(desk, cast):
    _import(desk, "post", POSTS + "ridge,N-2,joint_op,,40.5,10.5,,north,active|2021-01-01\n")

    post = Post.objects.get(code="N-2")
    rows = [post, post.operatorships.get(), post.statuses.get()]
    assert {row.history.get().history_user for row in rows} == {cast.administrator}


def test_known_rows_are_changed_and_columns_left_out_stay(desk, cast):
    _import(desk, "post", "mission,code,sector\nridge,N-1,Far north\n")

    cast.north_post.refresh_from_db()
    assert cast.north_post.sector == "Far north"
    assert str(cast.north_post.lat) == "40.300000"
    assert cast.north_post.operatorships.count() == 1


def test_an_operator_left_out_of_the_cell_leaves_the_post(desk, cast):
    _import(desk, "post", "mission,code,operators\nridge,JC,north|100\n")

    assert [str(o.party) for o in cast.centre.operatorships.all()] == [cast.north.name]
    assert PostOperator.history.filter(history_type="-").count() == 1


def test_a_place_comes_with_all_its_names(desk, cast):
    _import(
        desk,
        "place",
        "code,kind,lat,lon,names\n"
        "pl9,town,40.1,10.1,Tarn|romanised||uplands; Թարն|official|hy|uplands; Tarnford\n",
    )

    place = Place.objects.get(code="pl9")
    names = {(n.name, n.kind, n.language, str(n.endorsed_by)) for n in place.names.all()}
    assert names == {
        ("Tarn", "romanised", "", "The uplands"),
        ("Թարն", "official", "hy", "The uplands"),
        ("Tarnford", "alternative", "", "None"),
    }


def test_a_party_comes_with_its_other_names(desk, cast):
    _import(desk, "party", "code,name,kind,parent,aliases\neast,The East,state,north,Est; Ost\n")

    party = Party.objects.get(code="east")
    assert (party.aliases, party.parent) == (["Est", "Ost"], cast.north)


@pytest.mark.parametrize("kind", [CSV, XLSX])
@pytest.mark.parametrize("model", ["post", "place", "party"])
def test_what_was_exported_can_be_imported_and_changes_nothing(desk, cast, model, kind):
    exported = _export(desk, model, kind)

    page = _preview(desk, model, exported, kind)

    totals = page.context["result"].totals
    assert totals["skip"] >= 2
    assert totals["new"] == totals["update"] == totals["error"] == totals["invalid"] == 0


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_is_understood(desk, cast, separator):
    _import(
        desk,
        "party",
        separator.join(["code", "name", "kind"])
        + "\n"
        + separator.join(["east", "The East", "state"])
        + "\n",
    )

    assert Party.objects.get(code="east").name == "The East"


def test_a_workbook_is_imported_with_its_numbers(desk, cast):
    content = _workbook(
        ["code", "kind", "lat", "lon", "population"], [148, "town", 40.1234567, -10, 1200.0]
    )

    _import(desk, "place", content, XLSX)

    place = Place.objects.get(code="148")
    assert (str(place.lat), str(place.lon), place.population) == ("40.123457", "-10.000000", 1200)


def test_numbers_are_written_alike_in_every_language(desk, cast):
    cast.administrator.language = "fr"
    cast.administrator.save()

    desk.cookies["django_language"] = "fr"

    assert "40.300000" in _export(desk, "post")


# --- formulas ---------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_an_export_never_holds_a_formula(desk, cast, start):
    Party.objects.filter(code="west").update(note=f"{start}cmd|' /C calc'!A0")

    exported = _export(desk, "party")

    assert f"'{start}cmd" in exported


def test_negative_coordinates_are_no_formulas(desk, cast):
    Post.objects.filter(code="N-1").update(lon="-10.5")

    assert ",-10.500000," in _export(desk, "post")


@pytest.mark.parametrize("cell", ["=1+1", "  =HYPERLINK(1)", "@SUM(1)"])
@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_a_formula_is_not_data(desk, cast, cell, kind):
    rows = [["code", "name", "kind"], ["east", cell, "state"]]
    content = _workbook(*rows) if kind == XLSX else "\n".join(",".join(r) for r in rows)

    assert "Row 1: name: a formula is not data" in _refusals(_preview(desk, "party", content, kind))


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
    source = zipfile.ZipFile(io.BytesIO(_workbook(["code"], ["east"])))
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
        (XLSX, _workbook(["code"])[:2000], "not an XLSX workbook"),
        (CSV, _workbook(["code"], ["east"]), "not in UTF-8"),
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
        (CSV, b"code,name\n" + b"east," + b"n" * 30_000, "too long or broken"),
        (CSV, b"code,name\neast,a\0b\n", "too long or broken"),
    ],
)
def test_a_broken_file_is_refused_in_words(desk, cast, kind, content, complaint):
    page = _preview(desk, "party", content, kind)

    assert page.status_code == 200
    assert complaint in _refusals(page)
    assert not Party.objects.filter(code="east").exists()


@pytest.mark.parametrize("name", ["rows.exe", "../../etc/passwd.csv", "x" * 200 + ".csv", "ş.csv"])
def test_the_name_of_a_file_does_not_matter(desk, cast, name):
    page = _preview(desk, "party", "code,name,kind\neast,The East,state\n", name=name)

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

    page = _preview(desk, "post", POSTS + good + cells + "\n")

    text = _refusals(page)
    assert complaint in text
    assert "Row 2" in text
    assert Post.objects.count() == 4


def test_an_unknown_mission_and_another_mission_are_refused_alike(desk, cast):
    texts = [
        _refusals(_preview(desk, "post", POSTS + f"{code},X-1,permanent_op,,40,10,,,\n"))
        for code in ("coast", "nowhere")
    ]

    assert "Row 1: No mission has the code “coast”" in texts[0]
    assert texts[0].count("coast") == texts[1].count("nowhere")


def test_all_rows_are_complained_about_at_once(desk, cast):
    bad = "ridge,X-1,permanent_op,,91N,10,,,\n" * 3

    text = _refusals(_preview(desk, "post", POSTS + bad))

    assert [f"Row {n}, lat" in text for n in (1, 2, 3)] == [True] * 3


def test_no_traceback_is_shown(desk, cast):
    text = _refusals(_preview(desk, "party", "code,name,colour\neast,The East,red\n"))

    assert "Traceback" not in text


# --- between preview and confirmation ---------------------------------------


def test_rows_that_no_longer_fit_store_nothing_by_half(desk, cast):
    rows = "code,name,kind,parent\neast,The East,state,\nfar,Far,state,nearby\n"
    PartyFactory(code="nearby")
    preview = _preview(desk, "party", rows)
    Party.objects.filter(code="nearby").update(code="gone")

    answer = _confirm(desk, "party", preview)

    assert "Nothing was imported" in answer.content.decode()
    assert not Party.objects.filter(code="east").exists()


def test_a_file_is_imported_once(desk, cast):
    preview = _preview(desk, "party", "code,name,kind\neast,The East,state\n")
    _confirm(desk, "party", preview)

    again = _confirm(desk, "party", preview)

    assert "imported already" in again.content.decode()
    assert Party.objects.filter(code="east").count() == 1


@pytest.mark.parametrize(
    "tampered",
    [
        {"import_file_name": "/etc/passwd"},
        {"import_file_name": ""},
        {"format": "7"},
        {"format": "no"},
        {"format": "-1"},
        {"resource": "9"},
        {"resource": "no"},
    ],
)
def test_a_confirmation_that_was_tampered_with_stores_nothing(desk, cast, tampered):
    preview = _preview(desk, "party", "code,name,kind\neast,The East,state\n")
    sent = preview.context["confirm_form"].initial | tampered

    answer = desk.post(address("party", "process_import"), sent, follow=True)

    assert answer.status_code == 200
    assert not Party.objects.filter(code="east").exists()


@pytest.mark.parametrize("name", ["analyst", "north_duty_officer", "observer", "stranger"])
@pytest.mark.parametrize("page", ["import", "export", "process_import"])
def test_nobody_else_imports_or_exports(client, cast, name, page):
    client.force_login(getattr(cast, name))

    assert client.post(address("post", page), follow=True).status_code == 403


def test_an_export_holds_posts_of_ones_own_missions_only(desk, cast):
    exported = _export(desk, "post")

    assert "N-1" in exported
    assert "C-1" not in exported


def test_names_keep_their_search_form_and_history_through_an_import(desk, cast):
    _import(desk, "place", "code,names\npl-bridge,Şiş Köprü|romanised\n")

    assert PlaceName.objects.get(place=cast.bridge).folded == "sis kopru"
    assert PlaceName.history.filter(history_type="-", name="Stone Bridge").count() == 1


def test_a_status_of_another_day_stays(desk, cast):
    _import(desk, "post", "mission,code,statuses\nridge,N-1,suspended|2021-06-01\n")

    assert set(
        PostStatus.objects.filter(post=cast.north_post).values_list("status", flat=True)
    ) == {
        "active",
        "suspended",
    }
