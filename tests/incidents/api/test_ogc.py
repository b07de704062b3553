"""OGC API Features 1.0 Core: what GDAL, QGIS and R expect, and nothing that may not be read."""

import base64
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import ReadLog
from parties.domain.token import create_token
from tests.calls import client_of, faults_of, get, observation, released
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db
ITEMS = "/ogc/collections/incidents/items"
PLACED = {"lat": "40.123456", "lon": "10.654321", "position_precision": "P1"}


def read(path, person=None, **query):
    return client_of(person).get(path, query)


def schema_of(collection, person=None):
    schema = read(f"/ogc/collections/{collection}/schema", person).json()
    return schema["properties"]["properties"]["properties"]


@pytest.fixture
def three(cast):
    said = {"occurred_from": "2021-03-04T18:43:00+04:00"}
    released(observation(cast.north_monitor, **said, **PLACED), "public")
    released(observation(cast.north_monitor, **said), "parties")
    released(observation(cast.north_monitor, **said, **PLACED), "mission")


def test_the_landing_page_is_the_same_with_and_without_a_slash():
    with_slash, without = read("/ogc/"), read("/ogc")
    assert with_slash.status_code == without.status_code == 200
    assert with_slash.content == without.content
    links = with_slash.json()["links"]
    assert {"self", "service-desc", "conformance", "data"} <= {one["rel"] for one in links}
    assert all(one["href"].startswith("http://testserver/") for one in links)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("path", ["/ogc/", "/ogc/collections", "/ogc/collections/incidents"])
def test_every_link_leads_somewhere_and_answers_with_its_type(path):
    for one in read(path).json()["links"]:
        answer = read(one["href"].removeprefix("http://testserver"))
        assert answer.status_code == 200, one
        assert b"".join(answer), one  # a file is gone when it was read
        assert answer["Content-Type"].split(";")[0] == one["type"].split(";")[0]


def test_it_says_what_it_conforms_to():
    found = read("/ogc/conformance").json()["conformsTo"]
    part = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
    assert found == [part + name for name in ("core", "oas30", "geojson")]


def test_the_document_names_concrete_addresses_and_queryables():
    document = read("/ogc/api").json()
    asked = document["paths"]["/collections/incidents/items"]["get"]["parameters"]
    status = next(one for one in asked if one.get("name") == "status")
    assert (status["in"], status["style"], status["explode"]) == ("query", "form", False)
    types = {one["name"]: one["schema"]["type"] for one in asked if "name" in one}
    assert (types["status"], types["severity"]) == ("string", "integer")
    limit = document["components"]["parameters"]["limit"]["schema"]
    assert (limit["default"], limit["maximum"]) == (100, 10_000)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("who", PEOPLE)
def test_features_are_the_rows_and_fields_of_the_api(cast, who):
    person = cast.everybody[who]
    records = get("incidents/", person).json()["results"]
    features = read(ITEMS, person).json()["features"]
    assert [one["id"] for one in features] == [record["id"] for record in records]
    for one, record in zip(features, records, strict=True):
        shown = {name: value for name, value in one["properties"].items() if value is not None}
        assert shown == {name: value for name, value in record.items() if value is not None}


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("who", PEOPLE)
def test_one_feature_opens_to_those_who_read_it(cast, who):
    everything = read(ITEMS, cast.analyst).json()["features"]
    mine = {one["id"] for one in read(ITEMS, cast.everybody[who]).json()["features"]}
    for one in everything:
        answer = read(f"{ITEMS}/{one['id']}", cast.everybody[who])
        assert answer.status_code == (200 if one["id"] in mine else 404)


@pytest.mark.usefixtures("three")
def test_every_feature_has_every_property_of_the_schema(cast):
    for one in read(ITEMS, cast.analyst).json()["features"]:
        assert set(one["properties"]) == {"id", *schema_of("incidents", cast.analyst)}


def test_instants_are_no_dates_to_filter_by(cast):
    schema = schema_of("incidents", cast.analyst)
    formats = {name: kind["format"] for name, kind in schema.items() if "format" in kind}
    assert formats == {"mission_day": "date"}
    assert {"occurred_from", "updated_at"} < set(schema)


@pytest.mark.usefixtures("three")
def test_the_public_gets_coarse_positions_only():
    (one,) = read(ITEMS).json()["features"]
    assert one["geometry"]["coordinates"] == [10.65, 40.12]
    assert "lat" not in one["properties"]


@pytest.mark.usefixtures("three")
def test_pages_are_followed_to_the_end_without_a_row_twice(cast):
    client, address, seen = client_of(cast.analyst), f"{ITEMS}?limit=1", []
    while address:
        page = client.get(address).json()
        seen += [one["id"] for one in page["features"]]
        address = next((one["href"] for one in page["links"] if one["rel"] == "next"), None)
    assert len(seen) == len(set(seen)) == 3


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "query, found",
    [
        ({"bbox": "10,40,11,41"}, 3),
        ({"bbox": "10,40,-5,11,41,900"}, 3),
        ({"bbox": "20,40,21,41"}, 1),  # what has no position matches too
        ({"bbox": "170,40,-170,41"}, 1),
        ({"datetime": "2021-03-04"}, 3),
        ({"datetime": "2021-03-04T14:43:00Z"}, 3),
        ({"datetime": "2021-03-04T/2021-03-04T"}, 3),  # so GDAL writes days
        ({"datetime": "2021-03-05T/.."}, 0),
        ({"datetime": "2021-03-04/9999-12-31T00:00:00Z"}, 3),  # so QGIS writes an open end
        ({"datetime": "0001-01-01T00:00:00Z/2021-03-03"}, 0),
        ({"datetime": "9999-12-31T00:00:00Z"}, 0),
        ({"datetime": ["../2021-03-05", "2021-03-04/.."], "severity": "1"}, 3),
        ({"datetime": ["../2021-03-03", "2021-03-04/.."]}, 0),
        ({"f": "json"}, 3),
        ({"datetime": "../2021-03-03"}, 0),
        ({"datetime": "2021-03-05/"}, 0),
        ({"datetime": "2021-03-04/.."}, 3),
        ({"category": "FIR-SAL"}, 3),
        ({"category": "IND-ART"}, 0),
        ({"limit": "99999999"}, 3),
    ],
)
def test_boxes_times_and_properties_choose(cast, query, found):
    page = read(ITEMS, cast.analyst, **query).json()
    assert (page["numberReturned"], page["numberMatched"]) == (found, found)


@pytest.mark.parametrize("collection", ["incidents", "posts", "places", "zones"])
@pytest.mark.parametrize(
    "name, value",
    [
        ("nonsense", "1"),
        ("bbox", "1,2,3"),
        ("bbox", "nan,0,1,1"),
        ("bbox", "0,5,1,1"),
        ("bbox", "181,0,1,1"),
        ("bbox", "1e3,0,1,1"),
        ("datetime", "yesterday"),
        ("datetime", "2021-02-31"),
        ("datetime", ".."),
        ("datetime", "2021-03-05/2021-03-04"),
        ("datetime", "1/2/3"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", ["5", "6"]),
        ("datetime", ["2021-03-04", "yesterday"]),
        ("f", "html"),
        ("cursor", "forged"),
    ],
)
def test_bad_parameters_are_named(collection, name, value):
    answer = read(f"/ogc/collections/{collection}/items", **{name: value})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize(
    "path",
    [
        *("/ogc/nonsense", "/ogc/collections/zones.x", "/ogc/collections/reports/items"),
        *(f"{ITEMS}/1", f"{ITEMS}/x", "/ogc/collections/posts/items/0"),
        "/ogc/collections/places/items/99999999999999999999",
    ],
)
def test_what_is_not_there_is_a_problem_of_404(path):
    answer = read(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/ogc", "/ogc/collections", ITEMS])
def test_options_answers_with_the_methods_alone(path):
    answer = Client().options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_nothing_is_written_here(cast):
    assert client_of(cast.analyst).post(ITEMS, "{}", "application/json").status_code == 405


@pytest.mark.usefixtures("three")
def test_a_name_and_a_token_by_basic_open_what_the_person_reads(cast):
    token = create_token(cast.analyst, "tests")[1]
    pair = base64.b64encode(f"{cast.analyst.get_username()}:{token}".encode()).decode()
    answer = Client(headers={"Authorization": f"Basic {pair}"}).get(ITEMS)
    assert answer.json()["numberMatched"] == 3


def test_other_sites_read_along_only_where_all_is_published(settings):
    assert "Access-Control-Allow-Origin" not in read("/ogc")
    settings.PUBLISHED_OPENLY = True
    assert read("/ogc")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/ogc", "/ogc/conformance", "/ogc/collections/posts/schema"])
def test_one_format_may_be_asked_for_anywhere(path):
    assert read(path, f="json").status_code == 200
    assert faults_of(read(path, f="html")) == {"f": "invalid"}
    assert faults_of(read(path, limit="1")) == {"limit": "unknown"}


@pytest.mark.usefixtures("three")
def test_the_same_page_is_not_sent_twice(cast, monkeypatch):
    first = read(ITEMS, cast.analyst)
    later = timezone.now() + timedelta(seconds=7)
    monkeypatch.setattr(timezone, "now", lambda: later)
    again = read(ITEMS, cast.analyst)
    assert first["ETag"] == again["ETag"]
    assert first.json()["timeStamp"] != again.json()["timeStamp"]
    known = {"If-None-Match": first["ETag"]}
    assert client_of(cast.analyst).get(ITEMS, headers=known).status_code == 304
    assert client_of().get(ITEMS, headers=known).status_code == 200


@pytest.mark.usefixtures("three")
def test_what_was_asked_is_noted(cast):
    asked = {"bbox": "10,40,11,41", "datetime": "2021-03-04", "severity": "1"}
    read(ITEMS, cast.analyst, **asked)
    assert dict(parse_qsl(ReadLog.objects.latest("pk").query)) == asked


@pytest.mark.parametrize(
    "collection, query, found",
    [
        ("posts", {"code": "N-1"}, {"N-1"}),
        ("posts", {"mission": "coast"}, {"C-1"}),
        ("posts", {"kind": "nonsense"}, set()),
        ("posts", {"bbox": "10.4,40.1,10.5,40.2"}, {"S-1"}),
        ("posts", {"status": "active", "datetime": "../2020-01-01"}, set()),
        ("places", {"code": "pl-village"}, {"pl-village"}),
        ("places", {"country": "XX"}, set()),
        ("places", {"datetime": "1999-01-01", "code": "pl-village"}, {"pl-village"}),
    ],
)
def test_posts_and_places_are_chosen_too(cast, collection, query, found):
    page = read(f"/ogc/collections/{collection}/items", **query).json()
    assert {one["properties"]["code"] for one in page["features"]} == found


@pytest.fixture
def zone(cast):
    """The zone of one mission of two: a square typed with the clock, and a height."""
    ring = [[10, 40, 7], [10, 41, 7], [11, 41, 7], [11, 40, 7], [10, 40, 7]]
    cast.mission.zone = {"type": "Polygon", "coordinates": [ring]}
    cast.mission.save()
    return cast.mission


@pytest.mark.parametrize(
    "query, found",
    [
        ({}, 1),
        ({"mission": "ridge"}, 1),
        ({"mission": "coast"}, 0),
        ({"agreement": "truce"}, 1),
        ({"bbox": "10.5,40.5,10.6,40.6"}, 1),
        ({"bbox": "11,41,12,42"}, 1),
        ({"bbox": "11.1,41,12,42"}, 0),
        ({"datetime": "2021-01-01/.."}, 1),
        ({"datetime": "../2020-12-31"}, 0),
    ],
)
def test_zones_are_chosen_by_box_day_and_mission(zone, query, found):
    page = read("/ogc/collections/zones/items", **query).json()
    assert (page["numberReturned"], page["numberMatched"]) == (found, found)


def test_a_mission_watches_its_zone_until_it_closes(zone):
    zone.closed_on = date(2022, 1, 1)
    zone.save()
    at = "/ogc/collections/zones/items"
    assert read(at, datetime="2022-01-01").json()["numberReturned"] == 1
    assert read(at, datetime="2022-01-02").json()["numberReturned"] == 0


def test_a_zone_is_an_area_after_rfc_7946(zone):
    [found] = read("/ogc/collections/zones/items").json()["features"]
    ring = [[10.0, 40.0], [11.0, 40.0], [11.0, 41.0], [10.0, 41.0], [10.0, 40.0]]
    assert found["geometry"] == {"type": "MultiPolygon", "coordinates": [[ring]]}
    assert found["id"] == zone.pk
    assert found["properties"] == {
        "mission": "ridge",
        "name": "Ridge monitoring mission",
        "agreement": "truce",
        "opened_on": "2021-01-01",
        "closed_on": None,
    }
    schema = read("/ogc/collections/zones/schema").json()["properties"]
    assert schema["geometry"] == {"$ref": "https://geojson.org/schema/MultiPolygon.json"}


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("collection", ["posts", "places", "zones"])
def test_what_stands_in_the_order_is_features_too(collection):
    at = f"/ogc/collections/{collection}"
    found = read(f"{at}/items").json()["features"]
    assert found
    for one in found:
        assert set(one["properties"]) == set(schema_of(collection))
        assert read(f"{at}/items/{one['id']}").json()["properties"] == one["properties"]
