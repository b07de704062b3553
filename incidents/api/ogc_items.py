"""The features of each collection, read as the API reads them: same rows, same fields."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.settings import api_settings

from incidents.api.files import MEDIA_TYPES
from incidents.api.flat import LABEL, Flat, cells_of, position_of, sql_text
from incidents.api.incident_columns import COLUMNS, TABLE, audience_of
from incidents.api.ogc_bodies import AREA, POINT
from incidents.api.ogc_document import GEOJSON, LARGEST_LIMIT, F, Layer
from incidents.api.ogc_query import (
    BBOX,
    DATETIME,
    AreaOrNowhere,
    IncidentProperties,
    PlaceProperties,
    PostProperties,
    ZoneProperties,
    box_in,
    days_in,
    happening,
    standing_since,
    watched,
)
from incidents.api.ogc_view import OgcView, entrance, link
from incidents.api.reading import labelled, labelled_record, uuid_in
from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.area import standing_in
from incidents.domain.read_log import note_list, note_reading
from incidents.enums import Reading
from incidents.exchange.kinds import DAY, INSTANT, REAL, TEXT, TRUTH, WHOLE
from incidents.geo.zone import meets, polygons_of
from incidents.models import Incident
from parties.domain.queries.post import posts_on
from parties.models import Mission, Place, Post

MOST_COUNTED = 10_000  # beyond, how many match is not said: nobody waits for a count
PLAIN = {TEXT: "string", WHOLE: "integer", REAL: "number", TRUTH: "boolean", INSTANT: "string"}
# An instant is no date-time here: GDAL would take a filter on it for one by `datetime`, which
# compares days, and would keep what it gets.
SCHEMAS = {kind: {"type": name} for kind, name in PLAIN.items()}
SCHEMAS |= {DAY: {"type": "string", "format": "date"}}
Feature = dict[str, Any]


class Items(OgcView):
    """The features of one collection, or one of them."""

    takes_parameters = True
    pagination_class = api_settings.DEFAULT_PAGINATION_CLASS
    title = ""
    description = ""
    keyset: tuple[str, ...] = ("id",)
    largest_limit = LARGEST_LIMIT
    shaping = frozenset({BBOX, DATETIME, F})
    query_parameters = (F,)  # of one feature
    repeatable = frozenset({DATETIME})  # GDAL writes two for a span whose end is said first
    properties: Mapping[str, str] = MappingProxyType({})
    key = "integer"
    shape = POINT
    names_places = False
    as_files: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str:
        """Its id."""
        return self.title.lower()

    def kinds(self) -> Mapping[str, str]:
        """The kind of each property that the reader reads."""
        return self.properties

    def property_schemas(self) -> dict[str, dict[str, str]]:
        """The JSON Schema of each property that the reader reads; of `id` GDAL knows already."""
        return {name: SCHEMAS[kind] for name, kind in self.kinds().items() if name != "id"}

    def queryables(self) -> dict[str, str]:
        """The JSON type of each property that filters."""
        schema = self.property_schemas()
        return {name: schema[name]["type"] for name in self.filterset_class.base_filters}

    def layer(self) -> Layer:
        """What the document tells the reader of it."""
        properties = {name: SCHEMAS[kind] for name, kind in self.kinds().items()}
        return Layer(self.queryables(), self.key, properties, self.names_places, self.shape)

    def features(self, page: Iterable[Any]) -> list[Feature]:
        """The rows of a page as features."""
        raise NotImplementedError

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows as `features` wants them."""
        return rows

    def within(self, rows: QuerySet[Any], area: AreaOrNowhere) -> QuerySet[Any]:
        """Rows in a box, and those without a position."""
        return rows.filter(area.holds_degrees())

    def during(self, rows: QuerySet[Any], span: Any) -> QuerySet[Any]:
        """Rows of a time; what has no time matches any."""
        del span
        return rows

    def get(self, request: Request, id: str | None = None) -> HttpResponse:  # noqa: A002
        """Give a page of features, or the one that is asked for."""
        rows = self.filter_queryset(self.get_queryset())
        if id is not None:
            return HttpResponse(_text(self._one(rows, id)), GEOJSON)
        area = box_in(request.query_params)
        rows = self.within(rows, area) if area else rows
        for span in map(days_in, request.query_params.getlist(DATETIME)):
            rows = self.during(rows, span)
        return stamped(self._page(request, rows))

    def _page(self, request: Request, rows: QuerySet[Any]) -> Feature:
        page = self.paginate_queryset(self.rows(rows)) or []
        found = self.features(page)
        self.note(request, len(found))
        links = [
            link("self", request.build_absolute_uri(), GEOJSON),
            link("collection", f"{entrance(request)}/collections/{self.name}"),
        ]
        if self.paginator.next:
            links.append(link("next", self.paginator.next, GEOJSON))
        body = {"type": "FeatureCollection", "links": links, "numberReturned": len(found)}
        if "cursor" not in request.query_params:
            body |= matched(rows)
        return body | {"features": found}

    def _one(self, rows: QuerySet[Any], text: str) -> Feature:
        found = self.features(self.rows(self.named(rows, text))[:1])
        if not found:
            raise Http404
        at = f"{entrance(self.request)}/collections/{self.name}"
        here = f"{at}/items/{text}"
        return found[0] | {"links": [link("self", here, GEOJSON), link("collection", at)]}

    def named(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The row of an id."""
        if not (text.isascii() and text.isdigit() and len(text) < LONGEST_ID):
            raise Http404
        return rows.filter(pk=int(text))

    def note(self, request: Request, rows: int) -> None:
        """Note what was read, where that is restricted."""


LONGEST_ID = 18  # digits of a number that the database holds


def matched(rows: QuerySet[Any]) -> dict[str, int]:
    """How many match, if that is cheap to say."""
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return {"numberMatched": found} if found <= MOST_COUNTED else {}


def stamped(body: Feature) -> HttpResponse:
    """A page and when it was made, which makes no other page of it for who asks again."""
    now = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    tag = sha256(_text(body).encode()).hexdigest()[:32]
    return HttpResponse(_text({"timeStamp": now} | body), GEOJSON, headers={"ETag": f'W/"{tag}"'})


def _text(body: Feature) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def feature(key: Any, lon: Any, lat: Any, properties: Feature) -> Feature:
    """One feature at a position; without one its geometry is null."""
    if lon is None or lat is None:
        return _feature(key, None, properties)
    at = [round(float(lon), 6), round(float(lat), 6)]
    return _feature(key, {"type": POINT, "coordinates": at}, properties)


def _feature(key: Any, geometry: Feature | None, properties: Feature) -> Feature:
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


class IncidentItems(Items):
    """Incidents, pruned for their reader."""

    title = "Incidents"
    description = "Events as far as you may read them; a position may be coarse or none."
    queryset = Incident.objects.none()
    filterset_class = IncidentProperties
    keyset = ("-sort_at", "-id")
    key = "string"
    names_places = True
    as_files = MEDIA_TYPES

    def get_queryset(self) -> QuerySet[Incident]:
        """What the access function lets the actor read."""
        return visible_incidents(self.actor)

    @property
    def flat(self) -> Flat:
        """The columns, pruned for the actor."""
        return Flat(self.name, TABLE, COLUMNS, audience_of(self.actor), labels=False)

    def kinds(self) -> Mapping[str, str]:
        """The kind of each column of which the actor reads at least some rows."""
        cells = cells_of(self.flat, Incident.objects.none())
        return {cell.name: cell.kind for cell in cells} | {LABEL: TEXT}

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Key, position, and the properties as JSON; what may not be read is null."""
        flat = self.flat
        listed = ", ".join(f'{cell.sql} AS "{cell.name}"' for cell in cells_of(flat, rows))
        record = f"(SELECT row_to_json(record) FROM (SELECT {listed}) record)::text"  # noqa: S608
        axes = [sql_text(f"({position_of(flat, axis)})::text") for axis in ("lon", "lat")]
        key = Cast("pk", TextField())
        return rows.values_list(key, *axes, *labelled_record(sql_text(record)))

    def features(self, page: Iterable[Any]) -> list[Feature]:
        """The features, with the label of each place."""
        page = list(page)
        texts = labelled([row[3:] for row in page])
        return [
            feature(key, lon, lat, json.loads(text))
            for (key, lon, lat, *_more), text in zip(page, texts, strict=True)
        ]

    def within(self, rows: QuerySet[Any], area: AreaOrNowhere) -> QuerySet[Any]:
        """By the position that the actor reads."""
        return rows.filter(standing_in(self.actor, area))

    def during(self, rows: QuerySet[Any], span: Any) -> QuerySet[Any]:
        """By mission day."""
        return rows.filter(happening(span))

    def named(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By UUID; noted if that shows what is restricted."""
        found = rows.filter(pk=uuid_in(text))
        for incident in found[:1]:
            note_reading(self.actor, Reading.INCIDENT, incident)
        return found

    def note(self, request: Request, rows: int) -> None:
        """Note the list."""
        note_list(self.actor, Reading.INCIDENTS, dict(request.query_params.lists()), rows)


class PostItems(Items):
    """Posts as they stand today."""

    title = "Posts"
    description = "Where the missions watch from, with their status today."
    queryset = Post.objects.none()
    filterset_class = PostProperties
    properties = dict.fromkeys(
        ("code", "name", "kind", "sector", "mission", "place", "host", "status"), TEXT
    ) | {"status_since": DAY, "always_on": TRUTH}

    def get_queryset(self) -> QuerySet[Post]:
        """All posts; everybody reads them."""
        today = timezone.now().date()
        return posts_on(today).select_related("mission", "place", "host")

    def during(self, rows: QuerySet[Any], span: Any) -> QuerySet[Any]:
        """By the day on which the status began."""
        return rows.filter(standing_since(span))

    def features(self, page: Iterable[Any]) -> list[Feature]:
        """The features."""
        return [feature(post.pk, post.lon, post.lat, self._properties(post)) for post in page]

    def _properties(self, post: Any) -> Feature:
        codes = {name: getattr(post, name) for name in ("mission", "place", "host")}
        since = post.status_since
        return {
            **{name: getattr(post, name) for name in self.properties},
            **{name: row.code if row else None for name, row in codes.items()},
            "status_since": since.isoformat() if since else None,
        }


class PlaceItems(Items):
    """Places with a label that takes no side."""

    title = "Places"
    description = "Named places; the label holds the names of all sides."
    queryset = Place.objects.all()
    filterset_class = PlaceProperties
    names_places = True
    properties = dict.fromkeys(("code", "label", "kind", "area", "country", "zone"), TEXT) | {
        "population": WHOLE
    }

    def get_queryset(self) -> QuerySet[Place]:
        """All places; everybody reads them."""
        return Place.objects.prefetch_related("names__endorsed_by")

    def features(self, page: Iterable[Any]) -> list[Feature]:
        """The features."""
        return [feature(place.pk, place.lon, place.lat, self._properties(place)) for place in page]

    def _properties(self, place: Any) -> Feature:
        label = {"label": str(place)}
        return {name: getattr(place, name, None) for name in self.properties} | label


class ZoneItems(Items):
    """The agreed areas of missions."""

    title = "Zones"
    description = "The areas that missions watch, of each mission that has agreed on one."
    queryset = Mission.objects.none()
    filterset_class = ZoneProperties
    shape = AREA
    properties = dict.fromkeys(("mission", "name", "agreement"), TEXT) | dict.fromkeys(
        ("opened_on", "closed_on"), DAY
    )

    def get_queryset(self) -> QuerySet[Mission]:
        """All missions with a zone; everybody reads them."""
        return Mission.objects.filter(zone__isnull=False).select_related("agreement")

    def within(self, rows: QuerySet[Any], area: AreaOrNowhere) -> QuerySet[Any]:
        """Zones that have a point in common with a box; there are few, which are all looked at."""
        zones = rows.values_list("pk", "zone")
        return rows.filter(pk__in=[pk for pk, zone in zones if meets(polygons_of(zone), area.box)])

    def during(self, rows: QuerySet[Any], span: Any) -> QuerySet[Any]:
        """By the days of the mission."""
        return rows.filter(watched(span))

    def features(self, page: Iterable[Any]) -> list[Feature]:
        """The features, all of one kind of area."""
        return [
            _feature(
                mission.pk,
                {"type": AREA, "coordinates": polygons_of(mission.zone)},
                self._properties(mission),
            )
            for mission in page
        ]

    def _properties(self, mission: Mission) -> Feature:
        days = {name: getattr(mission, name) for name in ("opened_on", "closed_on")}
        return {
            "mission": mission.code,
            "name": mission.name,
            "agreement": mission.agreement.code if mission.agreement else None,
            **{name: day.isoformat() if day else None for name, day in days.items()},
        }


ITEMS: Mapping[str, type[Items]] = {
    view.title.lower(): view for view in (IncidentItems, PostItems, PlaceItems, ZoneItems)
}
