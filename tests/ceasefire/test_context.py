"""Every page knows its mission, its reader and the languages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from ceasefire.context import mission_page


@pytest.fixture
def page(db):
    def page(user):
        request = RequestFactory().get("/")
        request.user, request.session = user, {}
        return mission_page(request)

    return page


def test_the_public_sees_the_first_open_mission(page, cast):
    context = page(AnonymousUser())
    assert context["mission"] in {cast.mission, cast.other_mission}
    assert context["actor"].is_public


def test_a_member_sees_the_own_mission_and_acts_for_a_party(page, cast):
    context = page(cast.stranger)
    assert context["mission"] == cast.other_mission
    assert context["actor"].user == cast.stranger


def test_all_open_missions_can_be_chosen(page, cast):
    assert {cast.mission, cast.other_mission} <= set(page(AnonymousUser())["missions"])


def test_a_page_that_needs_nothing_asks_the_database_nothing(page, django_assert_num_queries):
    with django_assert_num_queries(0):
        page(AnonymousUser())
