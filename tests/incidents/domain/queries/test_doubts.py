"""The doubts about a report look at its post and at what the post told before."""

import pytest

from incidents.domain.queries.doubts import doubts_about
from tests.incidents.telling import content

pytestmark = pytest.mark.django_db


def test_without_a_post_no_distance_is_doubted(cast):
    far = content(post="", lat=41, lon=10, means="heard", weapon="mortar")
    assert doubts_about(far, None) == ()


@pytest.mark.parametrize("source, queries", [("own_post", 0), ("own_patrol", 1)])
def test_only_what_moves_is_looked_up(cast, source, queries, django_assert_num_queries):
    told = content(source_kind=source, lat=40, lon=10)
    with django_assert_num_queries(queries):
        doubts_about(told, cast.north_post)
