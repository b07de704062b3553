"""GDAL and R against a live server: what they ask, what they make of it, what they push down."""

import json
import os
import shutil
import subprocess
from urllib.parse import parse_qs

import pytest
from django.core.signals import request_started

from incidents.models import ReadLog
from parties.domain.token import create_token
from tests.calls import incident_of, observation, released

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACED = {"lat": "40.123456", "lon": "10.654321", "position_precision": "P1"}
FIRST, SECOND = "2021-03-04T18:43:00+04:00", "2021-03-06T18:43:00+04:00"
R_SCRIPT = """
rows <- sf::st_read(Sys.getenv("LAYER"), "incidents", quiet = TRUE)
cat(nrow(rows), sum(sf::st_is_empty(rows)), class(rows$severity), class(rows$mission_day))
"""


class Asked:
    """What a program asked the server for: below `items`, with its query."""

    def __init__(self, address, folder):
        self.layers = f"OAPIF:{address}/ogc/"
        self.folder = folder
        self.requests = []

    def note(self, environ, **_more):
        self.requests.append((environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"])))

    def run(self, *words, **environment):
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.requests.clear()
        return subprocess.run(
            words, env=kept | environment, capture_output=True, text=True, check=False, timeout=60
        )

    def features(self, *options, layer="incidents", pages="1000"):
        """The features that GDAL takes from a layer."""
        path = self.folder / "taken.geojson"
        path.unlink(missing_ok=True)
        paged = ("-oo", f"PAGE_SIZE={pages}", *options)
        told = self.run("ogr2ogr", "-f", "GeoJSON", str(path), self.layers, layer, *paged)
        assert (told.returncode, told.stderr) == (0, ""), told.stderr
        return json.loads(path.read_text())["features"]

    @property
    def last(self):
        """The parameters of the last request, besides its pages."""
        path, query = self.requests[-1]
        kept = {name: value for name, (value,) in query.items() if name not in ("limit", "cursor")}
        return path.partition("/items")[2], kept


@pytest.fixture
def asked(live_server, tmp_path, needs):
    needs("ogr2ogr", "gdal-bin")
    found = Asked(live_server.url, tmp_path)
    request_started.connect(found.note)
    yield found
    request_started.disconnect(found.note)


@pytest.fixture
def signed_in(cast):
    return ("-oo", f"USERPWD={cast.analyst.get_username()}:{create_token(cast.analyst, 'gdal')[1]}")


@pytest.fixture
def told(cast):
    """Three events that all may read, without a position the last, and one for the mission."""
    released(observation(cast.north_monitor, occurred_from=FIRST, **PLACED))
    released(observation(cast.north_monitor, occurred_from=SECOND, category="IND-MOR", **PLACED))
    released(observation(cast.north_monitor, occurred_from=SECOND))
    return incident_of(observation(cast.north_monitor, occurred_from=FIRST, **PLACED))


def test_layers_are_listed_with_their_types(asked, told):
    listed = asked.run("ogrinfo", asked.layers).stdout
    assert all(f"{name} (title: {name.title()}) (Point)" in listed for name in ("posts", "places"))
    summary = asked.run("ogrinfo", "-so", asked.layers, "incidents").stdout
    assert "Feature Count: 3" in summary
    fields = [line.partition(" (")[0] for line in summary.splitlines() if line.endswith(".0)")]
    named = dict(line.split(": ") for line in fields)
    assert len(named) == len(fields)
    wanted = {"id": "String", "mission_day": "Date", "severity": "Integer", "killed_low": "Integer"}
    assert wanted.items() <= named.items()


def test_pages_are_followed_and_axes_are_not_turned(asked, told, signed_in):
    found = asked.features(*signed_in, pages="2")
    assert len({one["properties"]["id"] for one in found}) == len(found) == 4
    assert [path for path, query in asked.requests if "cursor" in query] == [
        "/ogc/collections/incidents/items"
    ]
    places = [one["geometry"]["coordinates"] for one in found if one["geometry"]]
    assert places == [[10.654321, 40.123456]] * 3


@pytest.mark.parametrize(
    "options, query, found",
    [
        (["-where", "category = 'IND-MOR'"], {"category": "IND-MOR"}, 1),
        (["-where", "severity = 9 OR category = 'IND-MOR'"], {}, 1),  # GDAL's own work
        (
            ["-where", "category = 'FIR-SAL' AND reference LIKE '%'"],
            {"category": "FIR-SAL"},
            2,
        ),
        (["-where", "mission_day >= '2021/03/05'"], {"datetime": "2021-03-05T/.."}, 2),
        (["-where", "mission_day = '2021/03/04'"], {"datetime": "2021-03-04T"}, 1),
        (
            ["-where", "mission_day BETWEEN '2021/03/01' AND '2021/03/05'"],
            {"datetime": "2021-03-01T/2021-03-05T"},
            1,
        ),
        (["-spat", "10", "40", "11", "41"], {"bbox": "10,40,11,41"}, 2),
        (["-where", "mission_day <= '2021/03/05' AND mission_day >= '2021/03/01'"], None, 1),
        (["-spat", "20", "40", "21", "41"], {"bbox": "20,40,21,41"}, 0),
        (
            ["-spat", "10", "40", "11", "41", "-where", "category = 'FIR-SAL'"],
            {"bbox": "10,40,11,41", "category": "FIR-SAL"},
            1,
        ),
    ],
)
def test_filters_are_pushed_down(asked, told, options, query, found):
    assert len(asked.features(*options)) == found
    if query is not None:
        assert asked.last == ("", query)


def test_instants_are_compared_by_gdal_itself(asked, told, signed_in):
    assert len(asked.features(*signed_in, "-where", "opened_at >= '2022'")) == 4
    assert asked.last == ("", {})
    later = "occurred_from >= '2021/03/05 00:00:00'"  # as GDAL writes them
    assert len(asked.features(*signed_in, "-where", later)) == 2


def test_one_is_asked_for_by_its_id(asked, told, signed_in):
    (one,) = asked.features(*signed_in, "-where", f"id = '{told.pk}'")
    assert one["properties"]["reference"] == told.reference
    assert asked.last == (f"/{told.pk}", {})


def test_a_token_opens_more_and_the_read_log_holds_what_was_asked(asked, told, cast, signed_in):
    assert len(asked.features("-where", "mission_day <= '2021/03/05'")) == 1
    assert not ReadLog.objects.exists()
    assert len(asked.features(*signed_in, "-where", "mission_day <= '2021/03/05'")) == 2
    noted = ReadLog.objects.filter(reader=cast.analyst).latest("pk")
    assert parse_qs(noted.query)["datetime"] == ["../2021-03-05T"]
    assert noted.rows == 2


def test_a_value_that_cannot_be_is_told(asked, told):
    where = ("-where", "status = 'nonsense'")
    said = asked.run("ogrinfo", "-so", asked.layers, "incidents", *where)
    assert '"parameter":"status"' in said.stderr.replace(" ", "")


@pytest.mark.usefixtures("cast")
def test_posts_and_places_are_layers_too(asked):
    names = {one["properties"]["code"] for one in asked.features(layer="posts")}
    assert {"N-1", "S-1"} <= names
    assert len(asked.features("-where", "code = 'pl-village'", layer="places")) == 1
    assert asked.last == ("", {"code": "pl-village"})


def test_zones_are_areas(asked, cast):
    ring = [[10, 40], [11, 40], [11, 41], [10, 41], [10, 40]]
    cast.mission.zone = {"type": "Polygon", "coordinates": [ring]}
    cast.mission.save()
    [found] = asked.features("-spat", "10.5", "40.5", "12", "42", layer="zones")
    assert found["geometry"]["type"] == "MultiPolygon"
    assert found["properties"]["mission"] == "ridge"
    assert "zones (title: Zones) (Multi Polygon)" in asked.run("ogrinfo", asked.layers).stdout
    assert asked.features("-spat", "12", "42", "13", "43", layer="zones") == []


def test_r_reads_a_layer(asked, told):
    script = shutil.which("Rscript")
    if not script or asked.run(script, "-e", "library(sf)").returncode:
        pytest.skip("R with sf is not there: apt-get install r-cran-sf")
    assert asked.run(script, "-e", R_SCRIPT, LAYER=asked.layers).stdout == "3 1 integer Date"
