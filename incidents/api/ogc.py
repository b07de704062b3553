"""OGC API Features 1.0 Core at `/ogc/`: what map programs read before they read features."""

from typing import Any
from urllib.parse import urljoin

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.ogc_document import GEOJSON, OPENAPI, SCHEMA, document
from incidents.api.ogc_items import ITEMS
from incidents.api.ogc_view import OgcView, entrance, link

PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CONFORMS = [PART_1 + name for name in ("core", "oas30", "geojson")]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
WORLD = [-180, -90, 180, 90]
TITLE = "Ceasefire monitoring"


class Landing(OgcView):
    """Where everything is."""

    def get(self, request: Request) -> Response:
        """Lead on; the same with and without a slash at the end, and without a redirect."""
        base = entrance(request)
        links = [
            link("self", base, title="This page"),
            link("service-desc", f"{base}/api", OPENAPI, "OpenAPI 3.0"),
            link("service-doc", request.build_absolute_uri("/api/v1/docs/"), "text/html"),
            link("conformance", f"{base}/conformance"),
            link("data", f"{base}/collections"),
        ]
        return Response({"title": TITLE, "links": links})


class Conformance(OgcView):
    """What is conformed to."""

    def get(self, request: Request) -> Response:
        """List the conformance classes."""
        del request
        return Response({"conformsTo": CONFORMS})


class Document(OgcView):
    """The OpenAPI document."""

    def get(self, request: Request) -> Response:
        """Describe every address."""
        layers = {name: view(request=request).layer() for name, view in ITEMS.items()}
        return Response(document(entrance(request), layers), content_type=OPENAPI)


class Collections(OgcView):
    """All collections."""

    def get(self, request: Request) -> Response:
        """List them."""
        base = entrance(request)
        found = [described(base, name) for name in ITEMS]
        return Response({"links": [link("self", f"{base}/collections")], "collections": found})


class Collection(OgcView):
    """One collection."""

    def get(self, request: Request, collection: str) -> Response:
        """Describe it."""
        return Response(described(entrance(request), collection))


class PropertySchema(OgcView):
    """The JSON Schema of a collection's features, with the properties that the reader reads.

    Each property has one plain type, null or not: GDAL makes nothing of several.
    """

    def get(self, request: Request, collection: str) -> Response:
        """Give the type of each property."""
        view = ITEMS[collection](request=request)
        at = f"{entrance(request)}/collections/{collection}/schema"
        body = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": at,
            "type": "object",
            "title": collection,
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": {"type": view.key},
                "geometry": {"$ref": f"https://geojson.org/schema/{view.shape}.json"},
                "properties": {"type": "object", "properties": view.property_schemas()},
            },
        }
        return Response(body, content_type=SCHEMA)


class Nowhere(OgcView):
    """The same 404 wherever nothing is."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whatever the method."""
        raise Http404

    def get(self, request: Request) -> Response:
        """Never reached."""
        raise Http404


def described(base: str, name: str) -> dict[str, Any]:
    """What a collection says of itself; the whole earth, for the true extent may not be told."""
    view, at = ITEMS[name], f"{base}/collections/{name}"
    files = urljoin(base, f"/api/v1/{name}/?format=")
    return {
        "id": name,
        "title": view.title,
        "description": view.description,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [WORLD], "crs": CRS84},
            "temporal": {"interval": [[None, None]]},
        },
        "links": [
            link("self", at),
            link("items", f"{at}/items", GEOJSON),
            # The standard spells it small; older GDAL looks for a large B alone.
            *(link(rel, f"{at}/schema", SCHEMA) for rel in ("describedby", "describedBy")),
            *(link("alternate", f"{files}{file}", kind) for file, kind in view.as_files.items()),
        ],
    }
