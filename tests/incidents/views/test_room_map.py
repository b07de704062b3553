"""The map of the situation room as GeoJSON: clusters, single incidents, and how sure they are."""

from datetime import timedelta
from decimal import Decimal

import pytest

from incidents.enums import Release
from incidents.models import Incident
from tests.incidents.telling import NOW, tell
from tests.incidents.typing import signed_in
from tests.incidents.views.test_sectors import told_by_both

WIDE = "zoom=7&view=5,35,15,45"
NEAR = "zoom=12&view=10.5,40,10.8,40.3"


def told_at(lat, lon, author=None, precision="P1", **fields):
    where = {"lat": Decimal(lat), "lon": Decimal(lon), "position_precision": precision}
    return tell(author, **where, **fields)


def features(query, person=None):
    return signed_in(person).get(f"/room/map.geojson?{query}").json()["features"]


@pytest.fixture
def three(cast):
    """Two incidents beside each other, and one apart."""
    told_at("40.123456", "10.654321", cast.north_monitor)
    told_at("40.125", "10.656", cast.north_monitor, occurred_from=NOW - timedelta(hours=4))
    told_at("41.9", "12.9", cast.north_monitor)
    Incident.objects.update(release=Release.PUBLIC)
    return cast


def test_what_is_near_is_gathered_and_what_is_apart_stands_alone(three):
    found = [one["properties"] for one in features(WIDE)]
    assert sorted(one.get("number", 1) for one in found) == [1, 2]
    alone = next(one for one in found if "number" not in one)
    assert alone["url"].startswith("/incidents/")
    gathered = next(one for one in found if "number" in one)
    assert gathered["title"] == "2 incidents"
    page = signed_in(None).get(gathered["url"])
    assert len(page.context["incidents"]) == 2


def test_the_map_is_coarse_for_the_public_and_exact_for_staff(three):
    told_at("40.223456", "10.754321", three.north_monitor, category="AIR-UAR")
    Incident.objects.update(release=Release.PUBLIC)
    query = f"{NEAR}&category=AIR"
    public, staff = (features(query, who)[0] for who in (None, three.analyst))
    assert public["geometry"]["coordinates"] == [10.75, 40.22]
    assert staff["geometry"]["coordinates"] == [10.754321, 40.223456]
    assert (public["properties"]["reach"], staff["properties"]["reach"]) == (790.0, 10.0)


def test_a_near_view_gathers_by_the_positions_that_one_reads(three):
    nearest = NEAR.replace("12", "16")
    assert len(features(nearest, three.analyst)) == 2
    told_at("40.123457", "10.654322", three.north_monitor, category="AIR-UAR")
    Incident.objects.update(release=Release.PUBLIC)
    assert len(features(nearest, three.analyst)) == 2
    assert {tuple(one["geometry"]["coordinates"]) for one in features(nearest)} == {
        (10.65, 40.12),
        (10.66, 40.12),
    }


def test_a_sector_is_drawn_for_who_reads_it(cast):
    told_by_both(cast)
    Incident.objects.update(release=Release.PUBLIC)
    query = "zoom=12&view=5,35,15,45"
    kinds = [
        {area["kind"] for one in features(query, who) for area in one["properties"]["areas"]}
        for who in (None, cast.analyst)
    ]
    assert kinds == [set(), {"sector", "meeting"}]


def test_the_filters_hold_on_the_map_too(three):
    assert features(f"{WIDE}&category=CYB") == []
    assert len(features(f"{WIDE}&day_after=2021-03-10&day_before=2021-03-10")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        "zoom=7",
        "zoom=99&view=1,1,2,2",
        "zoom=7&view=1,1,2",
        "zoom=7&view=nan,1,2,2",
        "zoom=7&view=9,9,1,1",
        "zoom=x&view=1,1,2,2",
        f"{WIDE}&category=NONSENSE",
        f"{WIDE}&day_after=2021-99-99",
        f"{WIDE}&box=1,2,3",
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(cast, query):
    answer = signed_in(None).get(f"/room/map.geojson?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_the_map_is_asked_again_for_nothing_until_something_is_written(three):
    client = signed_in(three.analyst)
    first = client.get(f"/room/map.geojson?{WIDE}")
    assert first["Content-Type"] == "application/geo+json"
    tag = {"If-None-Match": first["ETag"]}
    assert client.get(f"/room/map.geojson?{WIDE}", headers=tag).status_code == 304
    assert client.get(f"/room/map.geojson?{WIDE}&category=FIR", headers=tag).status_code == 200
    told_at("40.9", "11.9")
    assert client.get(f"/room/map.geojson?{WIDE}", headers=tag).status_code == 200
