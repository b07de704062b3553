"""Clusters on a map: a still grid, and no position that one may not read."""

from datetime import timedelta
from decimal import Decimal

import pytest

from incidents.domain.queries.clusters import clusters_in
from incidents.domain.queries.incident import incidents_at
from incidents.enums import Release
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import NOW, tell

WORLD = (-180.0, -90.0, 180.0, 90.0)


@pytest.fixture
def told(cast):
    """Three incidents around one spot, the last as grave as they come, and one far away."""
    spots = [
        ("40.1201", "10.6501"),
        ("40.1249", "10.6549"),
        ("40.1301", "10.6601"),
        ("41.9", "9.1"),
    ]
    for hours, (lat, lon) in enumerate(spots, start=1):
        where = {"lat": Decimal(lat), "lon": Decimal(lon), "position_precision": "P1"}
        tell(cast.north_monitor, occurred_from=NOW - timedelta(hours=2 * hours), **where)
    tell(cast.north_monitor, occurred_from=NOW - timedelta(hours=11))
    Incident.objects.update(release=Release.PUBLIC)
    Incident.objects.filter(lat=Decimal("40.1301")).update(severity=4)
    return cast


def clusters(cast, person=None, box=WORLD, zoom=7):
    actor = actor_of(person) if person else Actor()
    return clusters_in(actor, cast.mission, incidents_at(actor, cast.mission), box, zoom)


def test_what_lies_in_one_cell_is_gathered(told):
    found = sorted(clusters(told), key=lambda one: one.number)
    assert [(one.number, one.only is None) for one in found] == [(1, False), (3, True)]
    assert found[1].severity == 4
    west, south, east, north = found[1].cell
    assert west <= found[1].lon <= east
    assert south <= found[1].lat <= north


def test_the_nearer_the_map_the_finer_the_grid(told):
    numbers = [len(clusters(told, told.analyst, zoom=zoom)) for zoom in (3, 7, 16)]
    assert numbers == [1, 2, 4]


def test_only_the_box_is_looked_at(told):
    assert [one.number for one in clusters(told, box=(9.0, 41.0, 10.0, 42.0))] == [1]
    assert clusters(told, box=(0.0, 0.0, 1.0, 1.0)) == []


def test_moving_the_map_moves_no_cell(told):
    one, other = (clusters(told, box=(west, 40.0, 11.0, 41.0)) for west in (10.0, 10.3))
    assert [a.cell for a in one] == [b.cell for b in other]


def test_exact_positions_are_gathered_for_who_reads_them_alone(told):
    spots = {
        who: {(round(c.lat, 6), round(c.lon, 6)) for c in clusters(told, who, zoom=16)}
        for who in (None, told.analyst, told.observer)
    }
    assert (40.1249, 10.6549) in spots[told.analyst]
    for who in (None, told.observer):
        assert all(spot == (round(spot[0], 2), round(spot[1], 2)) for spot in spots[who])


def test_a_monitor_sees_exactly_what_the_own_post_saw(told):
    near = {(round(c.lat, 6), round(c.lon, 6)) for c in clusters(told, told.north_monitor, zoom=16)}
    far = {(round(c.lat, 6), round(c.lon, 6)) for c in clusters(told, told.south_monitor, zoom=16)}
    assert (40.1249, 10.6549) in near
    assert (40.1249, 10.6549) not in far


@pytest.mark.parametrize("zoom", [7, 16])
def test_it_is_one_query(told, django_assert_num_queries, zoom):
    actor = actor_of(told.analyst)
    rows = incidents_at(actor, told.mission)
    with django_assert_num_queries(1):
        clusters_in(actor, told.mission, rows, WORLD, zoom)
