"""Posts as of a day: status, who was expected to report, where they stood."""

from datetime import date
from decimal import Decimal

import pytest

from parties.domain.queries.post import (
    expected_posts,
    position_at,
    positions_of,
    statuses_on,
    with_status_on,
)
from parties.models import Post
from tests.factories import PostFactory, PostStatusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    """A post that was proposed, watched, was suspended and closed."""
    post = PostFactory(code="A-1")
    for status, since in (
        ("proposed", date(2021, 1, 1)),
        ("active", date(2021, 2, 1)),
        ("suspended", date(2021, 3, 1)),
        ("degraded", date(2021, 4, 1)),
        ("closed", date(2021, 5, 1)),
    ):
        PostStatusFactory(post=post, status=status, since=since, note=f"{status} then")
    return post


@pytest.mark.parametrize(
    "day,status",
    [
        (date(2020, 12, 31), None),
        (date(2021, 1, 1), "proposed"),
        (date(2021, 1, 31), "proposed"),
        (date(2021, 2, 1), "active"),
        (date(2021, 3, 31), "suspended"),
        (date(2031, 1, 1), "closed"),
    ],
)
def test_a_status_lasts_from_its_day_until_the_next(post, day, status):
    assert with_status_on(Post.objects.all(), day).get().status == status


def test_the_status_comes_with_its_day_and_note(post):
    known = with_status_on(Post.objects.all(), date(2021, 3, 15)).get()

    assert (known.status_since, known.status_note) == (date(2021, 3, 1), "suspended then")


def test_each_post_has_one_status_a_day(post, cast):
    PostStatusFactory(post=cast.north_post, status="degraded", since=date(2021, 3, 1))

    found = statuses_on(cast.mission, date(2021, 6, 1))

    assert {s.post.code: s.status for s in found} == {
        "N-1": "degraded",
        "S-1": "active",
        "JC": "active",
    }


@pytest.mark.parametrize(
    "day,expected",
    [
        (date(2021, 1, 15), False),
        (date(2021, 2, 15), True),
        (date(2021, 3, 15), False),
        (date(2021, 4, 15), True),
        (date(2021, 5, 15), False),
    ],
)
def test_only_posts_that_watch_are_expected_to_report(post, day, expected):
    assert expected_posts(post.mission, day).filter(code="A-1").exists() is expected


def test_posts_of_other_missions_are_not_expected(cast):
    expected = expected_posts(cast.mission, date(2021, 6, 1))

    assert [p.code for p in expected] == ["JC", "N-1", "S-1"]


def test_statuses_take_one_query_for_any_number_of_posts(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(expected_posts(cast.mission, date(2021, 6, 1)))


def _move(post, lat, reason=""):
    post.lat = Decimal(lat)
    post._change_reason = reason
    post.save()


def test_every_recorded_position_of_a_post_is_kept(post):
    _move(post, "41.5", "resurveyed")
    post.note = "not a move"
    post.save()

    first, second = positions_of(post)

    assert (first.lat, second.lat) == (Decimal("40.300000"), Decimal("41.500000"))
    assert first.superseded_at == second.recorded_at
    assert (second.superseded_at, second.reason) == (None, "resurveyed")


def test_the_position_at_an_instant_is_the_last_one_recorded_before(post):
    _move(post, "41.5")
    first, second = positions_of(post)

    assert position_at(post, first.recorded_at) == first
    assert position_at(post, second.recorded_at) == second


def test_there_is_no_position_before_the_first_was_recorded(post):
    first = positions_of(post)[0]

    assert position_at(post, first.recorded_at.replace(year=2020)) is None
