"""Import and export of posts, places and parties: a preview, then all rows or none."""

import pytest

from parties.models import Party, Place, PlaceName, Post, PostOperator, PostStatus
from tests.factories import PartyFactory
from tests.parties.admin.conftest import address
from tests.parties.admin.sheets import (
    CSV,
    POSTS,
    XLSX,
    confirm,
    export,
    import_rows,
    preview_of,
    workbook,
)

# --- what it is for ---------------------------------------------------------


def test_a_preview_shows_the_rows_and_stores_nothing(desk, cast):
    page = preview_of(desk, "post", POSTS + "ridge,N-2,permanent_op,Northern,40.5,10.5,,,\n")

    assert "N-2" in page.content.decode()
    assert not Post.objects.filter(code="N-2").exists()


def test_a_confirmed_preview_stores_post_operators_and_status(desk, cast):
    import_rows(
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
    import_rows(desk, "post", POSTS + "ridge,N-2,joint_op,,40.5,10.5,,north,active|2021-01-01\n")

    post = Post.objects.get(code="N-2")
    rows = [post, post.operatorships.get(), post.statuses.get()]
    assert {row.history.get().history_user for row in rows} == {cast.administrator}


def test_known_rows_are_changed_and_columns_left_out_stay(desk, cast):
    import_rows(desk, "post", "mission,code,sector\nridge,N-1,Far north\n")

    cast.north_post.refresh_from_db()
    assert cast.north_post.sector == "Far north"
    assert str(cast.north_post.lat) == "40.300000"
    assert cast.north_post.operatorships.count() == 1


def test_an_operator_left_out_of_the_cell_leaves_the_post(desk, cast):
    import_rows(desk, "post", "mission,code,operators\nridge,JC,north|100\n")

    assert [str(o.party) for o in cast.centre.operatorships.all()] == [cast.north.name]
    assert PostOperator.history.filter(history_type="-").count() == 1


def test_a_place_comes_with_all_its_names(desk, cast):
    import_rows(
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
    import_rows(
        desk, "party", "code,name,kind,parent,aliases\neast,The East,state,north,Est; Ost\n"
    )

    party = Party.objects.get(code="east")
    assert (party.aliases, party.parent) == (["Est", "Ost"], cast.north)


@pytest.mark.parametrize("kind", [CSV, XLSX])
@pytest.mark.parametrize("model", ["post", "place", "party"])
def test_what_was_exported_can_be_imported_and_changes_nothing(desk, cast, model, kind):
    exported = export(desk, model, kind)

    page = preview_of(desk, model, exported, kind)

    totals = page.context["result"].totals
    assert totals["skip"] >= 2
    assert totals["new"] == totals["update"] == totals["error"] == totals["invalid"] == 0


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_is_understood(desk, cast, separator):
    import_rows(
        desk,
        "party",
        separator.join(["code", "name", "kind"])
        + "\n"
        + separator.join(["east", "The East", "state"])
        + "\n",
    )

    assert Party.objects.get(code="east").name == "The East"


def test_a_workbook_is_imported_with_its_numbers(desk, cast):
    content = workbook(
        ["code", "kind", "lat", "lon", "population"], [148, "town", 40.1234567, -10, 1200.0]
    )

    import_rows(desk, "place", content, XLSX)

    place = Place.objects.get(code="148")
    assert (str(place.lat), str(place.lon), place.population) == ("40.123457", "-10.000000", 1200)


def test_numbers_are_written_alike_in_every_language(desk, cast):
    cast.administrator.language = "fr"
    cast.administrator.save()

    desk.cookies["django_language"] = "fr"

    assert "40.300000" in export(desk, "post")


# --- between preview and confirmation ---------------------------------------


def test_rows_that_no_longer_fit_store_nothing_by_half(desk, cast):
    rows = "code,name,kind,parent\neast,The East,state,\nfar,Far,state,nearby\n"
    PartyFactory(code="nearby")
    preview = preview_of(desk, "party", rows)
    Party.objects.filter(code="nearby").update(code="gone")

    answer = confirm(desk, "party", preview)

    assert "Nothing was imported" in answer.content.decode()
    assert not Party.objects.filter(code="east").exists()


def test_a_file_is_imported_once(desk, cast):
    preview = preview_of(desk, "party", "code,name,kind\neast,The East,state\n")
    confirm(desk, "party", preview)

    again = confirm(desk, "party", preview)

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
    preview = preview_of(desk, "party", "code,name,kind\neast,The East,state\n")
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
    exported = export(desk, "post")

    assert "N-1" in exported
    assert "C-1" not in exported


def test_names_keep_their_search_form_and_history_through_an_import(desk, cast):
    import_rows(desk, "place", "code,names\npl-bridge,Şiş Köprü|romanised\n")

    assert PlaceName.objects.get(place=cast.bridge).folded == "sis kopru"
    assert PlaceName.history.filter(history_type="-", name="Stone Bridge").count() == 1


def test_a_status_of_another_day_stays(desk, cast):
    import_rows(desk, "post", "mission,code,statuses\nridge,N-1,suspended|2021-06-01\n")

    assert set(
        PostStatus.objects.filter(post=cast.north_post).values_list("status", flat=True)
    ) == {
        "active",
        "suspended",
    }
