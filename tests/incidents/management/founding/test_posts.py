"""Posts of the founding case add up to the published numbers on the published days."""

from datetime import date

import pytest
from django.db.models import Count

from parties.domain.queries.post import expected_posts, statuses_on
from parties.models import Mission, Post, PostStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_case")]

OBSERVATION = ("permanent_op", "temporary_op")
CHECKPOINTS = ("checkpoint", "joint_checkpoint")
LATE_SEPTEMBER = date(2023, 9, 30)


def watching(day, *kinds):
    return expected_posts(Mission.objects.get(code="nk"), day).filter(kind__in=kinds)


@pytest.mark.parametrize(
    "day,number",
    [
        (date(2020, 11, 12), 0),
        (date(2020, 11, 13), 12),
        (date(2020, 11, 17), 25),
        (date(2020, 11, 20), 23),
        (date(2020, 12, 12), 23),
        (date(2021, 1, 1), 27),
        (date(2021, 12, 31), 27),
        (date(2022, 8, 3), 27),
    ],
)
def test_as_many_posts_watched_as_were_published(day, number):
    assert watching(day, *OBSERVATION).count() == number


def test_twenty_five_posts_are_nine_nine_and_seven():
    posts = watching(date(2020, 11, 17), *OBSERVATION)
    sectors = posts.order_by("sector").values_list("sector").annotate(number=Count("pk"))
    assert dict(sectors) == {"North": 9, "South": 9, "Lachin corridor": 7}


@pytest.mark.parametrize("prefixes,number", [("NS", 8), ("T", 16)])
def test_posts_closed_in_september_2023_are_as_many_as_published(prefixes, number):
    closed = PostStatus.objects.filter(status="closed", since=LATE_SEPTEMBER)
    codes = closed.values_list("post__code", flat=True)
    assert sum(code[0] in prefixes for code in codes) == number


def test_thirteen_checkpoints_are_eight_joint_ones_and_five():
    assert watching(LATE_SEPTEMBER, *CHECKPOINTS).count() == 13
    joint = watching(LATE_SEPTEMBER, "joint_checkpoint")
    operators = {tuple(sorted(p.code for p in post.operators.all())) for post in joint}
    assert (joint.count(), operators) == (8, {("azerbaijan", "russia")})


def test_posts_of_2021_watch_round_the_clock():
    assert all(post.always_on for post in watching(date(2021, 12, 31), *OBSERVATION))


def test_a_post_without_a_published_place_says_so():
    numbered = Post.objects.exclude(code__in=["JC-1", "TP-1"])
    assert all("placeholder" in post.note for post in numbered)
    assert set(numbered.values_list("position_precision", flat=True)) <= {"P7", "P6", "P0"}


def test_the_joint_centre_has_two_operators_and_a_consenting_host():
    centre = Post.objects.get(code="JC-1")
    assert {party.code for party in centre.operators.all()} == {"russia", "turkey"}
    assert (centre.host.code, centre.consent, centre.place.code) == (
        "azerbaijan",
        "given",
        "wof85668257",
    )


@pytest.mark.parametrize(
    "day,status", [(date(2020, 11, 11), "agreed"), (date(2021, 1, 30), "active")]
)
def test_the_joint_centre_was_agreed_and_then_opened(day, status):
    on_that_day = statuses_on(Mission.objects.get(code="nk"), day)
    assert {one.status for one in on_that_day if one.post.code == "JC-1"} == {status}


def test_the_post_that_turkey_wants_is_disputed_and_stands_nowhere():
    wanted = Post.objects.get(code="TP-1")
    assert [one.status for one in wanted.statuses.all()] == ["disputed"]
    assert (wanted.lat, wanted.lon, wanted.host.code) == (None, None, "azerbaijan")
