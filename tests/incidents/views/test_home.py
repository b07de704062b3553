"""Today at a glance, from the same access function for everybody."""

from decimal import Decimal

import pytest
from django.utils import timezone

from incidents.domain.daily_count import recount_day
from incidents.enums import Release
from incidents.models import Incident
from parties.models import Mission
from tests.incidents.telling import DAY, tell
from tests.incidents.typing import signed_in


def home(person=None):
    return signed_in(person).get("/")


def test_the_whole_period_is_shown_when_the_last_30_days_are_empty(cast):
    tell(None)
    recount_day(cast.mission, DAY)
    page = home()
    assert page.context["picture"].by_month
    assert page.context["picture"].table == [("March 2021", 1)]
    assert "The last 30 days are empty" in page.content.decode()


def test_the_last_30_days_are_shown_when_something_happened(cast):
    now = timezone.now()
    told = tell(None, now=now, occurred_from=now)
    incident = Incident.objects.get(pk=told.incident_id)
    recount_day(cast.mission, incident.mission_day)
    page = home()
    assert not page.context["picture"].by_month
    assert page.context["glance"].incidents == 1
    assert len(page.context["picture"].counts) == 30


def test_the_map_is_coarse_for_the_public_and_exact_for_staff(cast):
    tell(
        cast.north_monitor,
        lat=Decimal("40.123456"),
        lon=Decimal("10.654321"),
        position_precision="P1",
    )
    Incident.objects.update(release=Release.PUBLIC)
    recount_day(cast.mission, DAY)
    public, staff = (home(who).context["map"]["incidents"][0] for who in (None, cast.analyst))
    assert (public["lat"], public["lon"]) == (40.12, 10.65)
    assert (staff["lat"], staff["lon"]) == (40.123456, 10.654321)


def test_the_map_and_the_chart_have_a_table_twin(cast):
    tell(None, lat=Decimal("40.1"), lon=Decimal("10.6"), position_precision="P3")
    recount_day(cast.mission, DAY)
    page = home().content.decode()
    assert "The map as a table" in page
    assert "The chart as a table" in page


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
