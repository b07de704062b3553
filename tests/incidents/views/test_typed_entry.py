"""The echo of a typed position or time."""

import pytest

from tests.incidents.typing import signed_in

POSITION, TIME = "/report/position/", "/report/time/"


def echo(person, path, **query):
    return signed_in(person).get(path, query).json()


def test_a_position_is_told_in_words_with_its_grid_and_its_neighbours(cast):
    read = echo(cast.north_monitor, POSITION, q="40.2600, 10.4000")
    assert "32T" in read["html"] or "T " in read["html"]
    assert "Belmora / Velmura" in read["html"]
    assert read["spot"] == [40.26, 10.4]


def test_a_sector_is_drawn(cast):
    read = echo(cast.north_monitor, POSITION, q="NE 2-5 km", post="N-1")
    assert len(read["outline"]) > 10
    assert read["reach"] > 1000


def test_the_sectors_of_two_posts_are_drawn_with_where_they_meet(cast):
    read = echo(cast.north_monitor, POSITION, q="N-1 143° 5-25 km; S-1 315° 1-12 km")
    assert [len(one) > 10 for one in read["sectors"]] == [True, True]
    assert read["outline"] not in (*read["sectors"], [])
    assert echo(cast.north_monitor, POSITION, q="N-1 NE 2 km")["sectors"] == []


def test_what_is_in_the_way_is_said(cast):
    assert "latitude lies" in echo(cast.north_monitor, POSITION, q="91N 10E")["html"]
    assert "hours go from" in echo(cast.north_monitor, TIME, q="25:61")["html"]


def test_a_time_is_told_on_the_missions_clock(cast):
    read = echo(cast.north_monitor, TIME, q="20 minutes ago", at="2021-03-10T08:00:00Z")
    assert "11:40" in read["html"] or "11.40" in read["html"]
    assert "quarter hour" in read["html"]


@pytest.mark.parametrize("path", [POSITION, TIME])
def test_nothing_typed_is_no_echo(cast, path):
    assert echo(cast.north_monitor, path) == {"html": ""}


@pytest.mark.parametrize("path", [POSITION, TIME])
@pytest.mark.parametrize("person", ["analyst", "observer", "administrator"])
def test_only_those_who_file_are_answered(cast, path, person):
    assert signed_in(getattr(cast, person)).get(path, {"q": "Velmura"}).status_code == 403


@pytest.mark.parametrize("at", ["", "x", "2021-13-01T00:00:00Z", "2021-03-10T08:00", "9" * 500])
def test_a_strange_clock_is_the_servers(cast, at):
    assert "Read as" in echo(cast.north_monitor, TIME, q="5 minutes ago", at=at)["html"]


def test_markup_is_text(cast):
    assert (
        "<script" not in echo(cast.north_monitor, POSITION, q="<script>alert(1)</script>")["html"]
    )
