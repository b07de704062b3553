"""Posts over the API, as they stand and as they stood."""

from datetime import date

import pytest

from parties.models import PostStatus
from tests.calls import get
from tests.factories import PostFactory, PostStatusFactory

STATUS = PostStatus.Status


def codes(**query):
    return [row["code"] for row in get("posts/", **query).json()["results"]]


@pytest.fixture
def closed(cast):
    """A post that was proposed in February, opened in March and closed in April."""
    post = PostFactory(mission=cast.mission, code="X-9", kind="checkpoint", host=cast.lowlands)
    for month, status in ((2, STATUS.PROPOSED), (3, STATUS.ACTIVE), (4, STATUS.CLOSED)):
        PostStatusFactory(post=post, status=status, since=date(2021, month, 1))
    return post


@pytest.mark.parametrize(
    "day,status",
    [
        ("2021-02-01", "proposed"),
        ("2021-02-28", "proposed"),
        ("2021-03-01", "active"),
        ("2021-03-31", "active"),
        ("2021-04-01", "closed"),
        ("2100-01-01", "closed"),
    ],
)
def test_a_post_is_shown_as_it_stood_that_day(closed, day, status):
    [post] = get("posts/", code="X-9", on=day).json()["results"]
    assert post["status"] == status


def test_a_post_to_come_is_left_out(closed):
    assert codes(code="X-9", on="2021-01-31") == []


def test_the_status_asked_for_is_that_of_the_day(closed):
    assert "X-9" in codes(status="active", on="2021-03-15")
    assert "X-9" not in codes(status="active")


def test_a_post_tells_its_whole_history(closed):
    [post] = get("posts/", code="X-9", on="2021-03-15").json()["results"]
    assert [entry["status"] for entry in post["history"]] == ["closed", "active", "proposed"]


@pytest.mark.parametrize(
    "query,expected",
    [
        ({"mission": "coast"}, ["C-1"]),
        ({"mission": "ridge", "operator": "north"}, ["JC", "N-1"]),
        ({"mission": "ridge", "operator": "south"}, ["JC", "S-1"]),
        ({"host": "uplands"}, ["N-1"]),
        ({"kind": "checkpoint"}, ["X-9"]),
        ({"kind": ["checkpoint", "joint_centre"]}, ["JC", "X-9"]),
        ({"mission": "nowhere"}, []),
    ],
)
def test_posts_are_found_by_what_they_are(closed, query, expected):
    assert codes(**query) == expected


def test_a_position_that_is_not_known_is_null(cast):
    PostFactory(mission=cast.mission, code="Q-1", lat=None, lon=None)
    [post] = get("posts/", code="Q-1").json()["results"]
    assert (post["lat"], post["lon"], post["status"]) == (None, None, None)
