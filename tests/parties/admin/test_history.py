"""The history answers: who changed what, when and why, and where a post was."""

from django.utils import timezone

from parties.models import PlaceName, Post, PostStatus
from tests.parties.admin.conftest import address, filled


def _change(desk, post, **changes):
    form = desk.get(address("post", "change", post.pk))
    return desk.post(address("post", "change", post.pk), filled(form, **changes))


def test_moving_a_post_is_recorded_with_person_and_reason(desk, cast):
    _change(desk, cast.north_post, lat="41.000000", change_reason="surveyed anew")

    entry = cast.north_post.history.first()
    assert entry.history_user == cast.administrator
    assert entry.history_change_reason == "surveyed anew"
    assert str(entry.prev_record.lat) == "40.300000"


def test_the_history_page_lists_where_the_post_was_and_until_when(desk, cast):
    _change(desk, cast.north_post, lat="41.000000", change_reason="surveyed anew")

    page = desk.get(address("post", "history", cast.north_post.pk)).content.decode()

    assert page.index("41.000000") < page.index("40.300000")
    assert timezone.now().strftime("%Y-%m-%d") in page
    assert "surveyed anew" in page
    assert "administrator" in page


def test_an_old_state_can_be_read_but_not_brought_back(desk, cast):
    _change(desk, cast.north_post, lat="41.000000")
    first = cast.north_post.history.last().pk
    where = address("post", "simple_history", cast.north_post.pk, first)

    read = desk.get(where)
    brought_back = desk.post(where, {"lat": "1"})

    assert "40.300000" in read.content.decode()
    assert 'value="Revert"' not in read.content.decode()
    assert brought_back.status_code == 403


def test_a_version_that_never_was_is_not_found(desk, cast):
    for version in ("999999999", "nothing"):
        where = address("post", "simple_history", cast.north_post.pk, version)
        assert desk.get(where).status_code == 404


def test_a_new_status_is_recorded_with_the_reason_of_its_page(desk, cast):
    rows = {
        "statuses-TOTAL_FORMS": "2",
        "statuses-1-status": "suspended",
        "statuses-1-since": "2021-06-01",
        "change_reason": "flooded",
    }
    _change(desk, cast.north_post, **rows)

    status = PostStatus.objects.get(status="suspended")
    entry = status.history.get()
    assert (entry.history_user, entry.history_change_reason) == (cast.administrator, "flooded")


def test_a_status_is_never_taken_away(desk, cast):
    _change(desk, cast.north_post, **{"statuses-0-DELETE": "on"})

    assert cast.north_post.statuses.count() == 1


def test_an_operator_who_leaves_stays_in_the_history(desk, cast):
    _change(desk, cast.centre, **{"operatorships-0-DELETE": "on"})

    assert cast.centre.operatorships.count() == 1
    assert cast.centre.operatorships.model.history.filter(history_type="-").count() == 1


def test_a_name_added_to_a_place_can_be_searched_at_once(desk, cast):
    form = desk.get(address("place", "change", cast.bridge.pk))
    rows = {
        "names-TOTAL_FORMS": "2",
        "names-1-name": "Şiş Köprü",
        "names-1-kind": "alternative",
    }

    desk.post(address("place", "change", cast.bridge.pk), filled(form) | rows)

    assert PlaceName.objects.get(folded="sis kopru").place == cast.bridge


def test_a_position_off_the_earth_is_refused_with_its_field_named(desk, cast):
    answer = _change(desk, cast.north_post, lat="91")

    assert "lat" in answer.context["adminform"].form.errors
    assert Post.objects.get(pk=cast.north_post.pk).lat < 90


def test_half_a_position_is_refused(desk, cast):
    answer = _change(desk, cast.north_post, lon="")

    assert "Give both latitude and longitude" in str(answer.context["errors"])


def test_the_map_shows_the_posts_of_ones_missions(desk, cast):
    page = desk.get(address("post", "map")).content.decode()
    data = desk.get(address("post", "map_data")).json()

    assert [f["properties"]["label"] for f in data["features"]] == ["JC", "N-1", "S-1"]
    assert data["features"][0]["geometry"]["coordinates"] == [10.38, 40.22]
    assert "N-1" in page
    assert "C-1" not in page


def test_posts_are_listed_by_the_status_they_have_today(desk, cast):
    PostStatus.objects.create(post=cast.south_post, status="closed", since="2021-06-01")

    page = desk.get(address("post", "changelist"), {"status": "closed"})

    assert [p.code for p in page.context["cl"].result_list] == ["S-1"]


def test_what_somebody_else_changed_meanwhile_is_not_written_over(desk, cast):
    opened = desk.get(address("post", "change", cast.north_post.pk))
    _change(desk, cast.north_post, lat="41.000000")

    late = desk.post(
        address("post", "change", cast.north_post.pk), filled(opened, note="from an old page")
    )

    cast.north_post.refresh_from_db()
    assert "Somebody changed this" in str(late.context["errors"])
    assert (str(cast.north_post.lat), cast.north_post.note) == ("41.000000", "")
