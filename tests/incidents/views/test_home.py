"""Today at a glance, from the same access function for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.missionday.span import Span
from parties.models import Mission
from tests.incidents.telling import DAY, tell
from tests.incidents.typing import signed_in


def home(person=None):
    return signed_in(person).get("/")


def test_the_whole_period_is_shown_when_the_last_30_days_are_empty(cast):
    tell(None)
    page = home()
    assert page.context["room"].span == Span(DAY, DAY)
    assert [(bar.first, bar.number) for bar in page.context["timeline"].table] == [(DAY, 1)]
    assert "The last 30 days are empty" in page.content.decode()


def test_the_last_30_days_are_shown_when_something_happened(cast):
    now = timezone.now()
    tell(None, now=now, occurred_from=now)
    page = home()
    assert page.context["glance"].incidents == 1
    assert len(page.context["timeline"].bars) == 30


def test_the_chart_and_the_posts_on_the_map_have_table_twins(cast):
    tell(None)
    page = home().content.decode()
    assert "The posts on the map as a table" in page
    assert "The chart as a table" in page


def test_a_post_that_sent_no_return_is_silent_to_the_staff_alone(cast):
    cast.mission.opened_on = timezone.now().date() - timedelta(days=9)
    cast.mission.save()
    states = {
        who: {mark["state"] for mark in home(person).context["map"]["posts"]}
        for who, person in (("public", None), ("staff", cast.analyst))
    }
    assert "silent" not in states["public"]
    assert "silent" in states["staff"]


def test_towns_on_the_map_are_named_as_pairs(cast):
    cast.village.kind = "town"
    cast.village.save()
    assert home().context["map"]["labels"][0]["name"] == "Belmora / Velmura"


def test_an_empty_mission_says_what_to_do_next(cast):
    page = home().content.decode()
    assert "Nothing is published yet" in page
    assert "Nothing has been counted yet" in page


@pytest.mark.django_db
def test_a_site_without_a_mission_says_how_to_begin():
    assert not Mission.objects.exists()
    assert "No mission yet" in home().content.decode()


def test_only_those_who_file_are_offered_the_form(cast):
    assert home(cast.north_monitor).context["may_file"]
    assert not home(cast.observer).context["may_file"]


def test_a_stranger_sees_the_own_mission_first(cast):
    assert home(cast.stranger).context["mission"] == cast.other_mission
    assert home(cast.analyst).context["mission"] == cast.mission


def test_a_visitor_may_choose_another_mission(cast):
    client = signed_in(None)
    client.post("/mission/", {"mission": "coast"})
    assert client.get("/").context["mission"] == cast.other_mission
    for code in ("nowhere", "a\0b", ""):
        assert client.post("/mission/", {"mission": code}).status_code == 404
