"""Sectors of an incident's reports on its page: where they meet, and who may see them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from incidents.domain.filing import file_report
from incidents.domain.queries.sectors import sectors_of
from incidents.domain.typed_entries import with_typed
from incidents.enums import Release
from incidents.geo.sector import bearing_to, metres_apart, moved
from incidents.models import Incident, Report
from parties.models import Post
from tests.incidents.telling import content, tell
from tests.incidents.typing import signed_in

ALL = frozenset({"exact_position", "post"})


def sighting(post, target, give=5):
    """What a post tells of a target: its bearing, and a band around the true distance."""
    start = (float(post.lat), float(post.lon))
    away = round(metres_apart(start, target))
    spot = {"lat": Decimal(f"{target[0]:.6f}"), "lon": Decimal(f"{target[1]:.6f}")}
    return spot | {
        "position_precision": "P4",
        "bearing": Decimal(f"{bearing_to(start, target):.6f}"),
        "bearing_spread": Decimal(give),
        "range_from_m": max(away - 1000, 0),
        "range_to_m": away + 1000,
    }


def between(cast):
    return moved((float(cast.north_post.lat), float(cast.north_post.lon)), 200, 4000)


def told_by_both(cast, one=None, other=None):
    """One incident that both posts saw; returns the address of its page."""
    one = one or sighting(cast.north_post, between(cast))
    other = other or sighting(cast.south_post, between(cast))
    first = tell(cast.north_monitor, **one)
    tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id, **other)
    return f"/incidents/{first.incident_id}/"


def shown(person, address):
    page = signed_in(person).get(address)
    return page.context, page.content.decode()


def test_two_posts_sectors_meet_around_what_both_saw(cast):
    context, page = shown(cast.analyst, told_by_both(cast))
    meeting = context["sectors"]["meeting"]
    assert metres_apart(meeting["middle"], between(cast)) < 700
    assert float(meeting["reach"].split()[1]) < 2
    assert "The sightings meet around" in page
    assert [area["kind"] for area in context["map"]["areas"]] == ["sector", "sector", "meeting"]
    assert [row["origin"] for row in context["sectors"]["rows"]] == ["N-1", "S-1"]


def test_sightings_that_contradict_warn_and_refuse_nothing(cast):
    away = sighting(cast.south_post, between(cast)) | {"bearing": Decimal(180)}
    context, page = shown(cast.analyst, told_by_both(cast, other=away))
    assert context["sectors"]["contradict"]
    assert "The sightings do not meet" in page
    assert Report.objects.count() == 2


def test_one_sighting_meets_nothing_and_contradicts_nothing(cast):
    told = tell(cast.north_monitor, **sighting(cast.north_post, between(cast)))
    context, page = shown(cast.analyst, f"/incidents/{told.incident_id}/")
    assert [area["kind"] for area in context["map"]["areas"]] == ["sector"]
    assert "do not meet" not in page


@pytest.mark.parametrize("person", ["public", "observer", "stranger", "administrator"])
def test_no_sector_is_shown_to_who_may_not_know_the_post(cast, person):
    address = told_by_both(cast)
    Incident.objects.update(release=Release.PUBLIC)
    context, page = shown(getattr(cast, person), address)
    assert context["sectors"] is None
    assert not context["map"] or context["map"]["areas"] == []
    assert "area-sector" not in page


def test_a_monitor_sees_the_sectors_of_their_own_side_alone(cast):
    context, _page = shown(cast.south_monitor, told_by_both(cast))
    codes = [row["origin"] for row in context["sectors"]["rows"]]
    assert codes == ["S-1"]
    assert context["sectors"]["meeting"] is None


def test_a_correction_takes_the_place_of_what_it_corrects(cast):
    wrong = sighting(cast.north_post, between(cast)) | {"bearing": Decimal(10)}
    first = tell(cast.north_monitor, **wrong)
    right = sighting(cast.north_post, between(cast))
    tell(cast.north_monitor, corrects=first.report.report_id, **right)
    found = sectors_of((report, ALL) for report in Report.objects.order_by("key"))
    assert [one.report.version for one in found.seen] == [2]


def test_a_report_without_a_whole_sighting_leaves_no_sector(cast):
    half = sighting(cast.north_post, between(cast)) | {"range_to_m": None, "range_from_m": None}
    report = tell(cast.north_monitor, **half).report
    assert sectors_of([(report, ALL)]).seen == ()
    assert sectors_of([(report, frozenset({"post"}))]).seen == ()


LINE = "N-1 143° 5-25 km; S-1 315° 1-12 km"


def told_in_a_line(cast, line):
    """The address of an incident that one report tells of in a typed line."""
    told = with_typed(replace(content(), lat=None, lon=None, position_text=line))
    return f"/incidents/{file_report(told, author=cast.north_monitor).incident_id}/"


def test_a_line_of_two_sightings_draws_both_and_where_they_meet(cast):
    context, page = shown(cast.analyst, told_in_a_line(cast, LINE))
    assert [area["kind"] for area in context["map"]["areas"]] == ["sector", "sector", "meeting"]
    assert [row["origin"] for row in context["sectors"]["rows"]] == ["N-1", "S-1"]
    assert "The sightings meet around" in page


def test_a_line_of_two_sightings_that_contradict_draws_both_and_warns(cast):
    away = "N-1 323° 1-2 km; S-1 135° 1-2 km"
    context, _page = shown(cast.analyst, told_in_a_line(cast, away))
    assert [area["kind"] for area in context["map"]["areas"]] == ["sector", "sector"]
    assert context["sectors"]["contradict"]


def test_a_place_from_which_something_was_seen_is_named_and_leads_nowhere(cast):
    context, page = shown(cast.analyst, told_in_a_line(cast, f"{LINE}; 2 km south of Velmura"))
    last = context["sectors"]["rows"][-1]
    assert (last["origin"], last["is_post"]) == ("Velmura", False)
    assert "/posts/Velmura" not in page


def test_a_line_that_reads_otherwise_today_leaves_what_was_filed_alone(cast):
    address = told_in_a_line(cast, LINE)
    Post.objects.filter(code="S-1").update(lat=Decimal("40.1"))
    context, _page = shown(cast.analyst, address)
    assert [row["origin"] for row in context["sectors"]["rows"]] == ["N-1"]


@pytest.mark.parametrize("line", ["N-1 400°; S-1 10°", "; ;", "a;b", "N-1 NE 2 km; " * 9])
def test_a_line_that_cannot_be_read_draws_nothing(cast, line):
    report = tell(cast.north_monitor, position_text=line).report
    assert sectors_of([(report, ALL)]).seen == ()


def test_no_sector_of_a_line_is_shown_to_the_public(cast):
    address = told_in_a_line(cast, LINE)
    Incident.objects.update(release=Release.PUBLIC)
    context, page = shown(cast.public, address)
    assert context["sectors"] is None
    assert "S-1 315" not in page
