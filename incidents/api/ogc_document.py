"""The OpenAPI document of `/ogc/`: concrete addresses, as GDAL and QGIS look for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.api.ogc_bodies import ANYTHING, bodies_of, shared_bodies

DEFAULT_LIMIT, LARGEST_LIMIT = 100, 10_000
GEOJSON, JSON, PROBLEM = "application/geo+json", "application/json", "application/problem+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
SCHEMAS = "#/components/schemas/"
F, FORMAT = "f", "json"  # many programs ask for the one format there is
Queryables = Mapping[str, str]  # the properties that filter a collection, and their JSON types


@dataclass(frozen=True)
class Layer:
    """What the reader may know of a collection: filters, key, properties and kind of geometry."""

    queryables: Queryables
    key: str
    properties: Mapping[str, dict[str, Any]]
    names_places: bool
    shape: str


def document(base: str, layers: Mapping[str, Layer]) -> dict[str, Any]:
    """The document of these collections."""
    paths: dict[str, Any] = {
        "/": _get("landing", "Landing page", JSON),
        "/conformance": _get("conformance", "Conformance classes", JSON),
        "/api": _get("api", "This document", OPENAPI),
        "/collections": _get("collections", "Collections", JSON),
    }
    bodies = shared_bodies()
    for name, layer in layers.items():
        bodies |= bodies_of(name, layer.key, layer.properties, layer.shape)
        at = f"/collections/{name}"
        paths[at] = _get(f"{name}.collection", f"The collection {name}", JSON, "collection")
        paths[f"{at}/schema"] = _get(f"{name}.schema", f"Properties of {name}", SCHEMA)
        paths[f"{at}/items"] = _get(f"{name}.items", f"Features of {name}", GEOJSON)
        paths[f"{at}/items"]["get"]["parameters"] = _parameters(layer)
        paths[f"{at}/items"]["get"]["responses"]["200"]["links"] = _first_of(name)
        paths[f"{at}/items/{{featureId}}"] = _get(f"{name}.item", f"One of {name}", GEOJSON)
        paths[f"{at}/items/{{featureId}}"]["get"]["parameters"] = [
            {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}},
            *_naming(layer),
        ]
    return {
        "openapi": "3.0.3",
        "info": {"title": "Ceasefire monitoring, features", "version": "1"},
        "servers": [{"url": base}],
        "paths": paths,
        "security": [{}, {"token": []}, {"nameAndToken": []}],
        "components": {
            "schemas": bodies,
            "parameters": {"limit": _limit(), "bbox": _bbox(), "datetime": _datetime()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "nameAndToken": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _get(name: str, summary: str, kind: str, body: str = "") -> dict[str, Any]:
    """One address; what it answers is the schema of its name, or of `body`."""
    problem = {"content": {PROBLEM: {"schema": {"$ref": f"{SCHEMAS}problem"}}}}
    schema = ANYTHING if kind in (OPENAPI, SCHEMA) else {"$ref": f"{SCHEMAS}{body or name}"}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "responses": {
                "200": {"description": summary, "content": {kind: {"schema": schema}}},
                "400": {"description": "A parameter is unknown or wrong"} | problem,
                "401": {"description": "The token is not valid"} | problem,
                "404": {"description": "There is no such thing, or not for you"} | problem,
                "429": {"description": "Too many requests"} | problem,
                "503": {"description": "The database does not answer now"} | problem,
                "504": {"description": "This takes too long; ask for less"} | problem,
            },
        }
    }


def _first_of(name: str) -> dict[str, Any]:
    """How a page leads to its first feature."""
    found = {"featureId": "$response.body#/features/0/id"}
    return {"first": {"operationId": f"{name}.item", "parameters": found}}


def _parameters(layer: Layer) -> list[dict[str, Any]]:
    """In full: QGIS reads them where they are used, and expects every word of this."""
    named = [_query(name, {"type": kind}) for name, kind in layer.queryables.items()]
    cursor = _query("cursor", {"type": "string"})
    shared = [{"$ref": f"#/components/parameters/{name}"} for name in ("limit", "bbox", "datetime")]
    one_format = _query(F, {"type": "string", "enum": [FORMAT]})
    return [*shared, cursor, one_format, *_naming(layer), *named]


def _naming(layer: Layer) -> list[dict[str, Any]]:
    """How the places are named, as everywhere in the API."""
    return [_query("names", {"type": "string"})] if layer.names_places else []


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "style": "form",
        "explode": False,
        "schema": schema,
    }


def _limit() -> dict[str, Any]:
    bounds = {"minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT}
    return _query("limit", {"type": "integer", **bounds})


def _bbox() -> dict[str, Any]:
    sizes = {"minItems": 4, "maxItems": 6}
    shape = {"type": "array", **sizes, "items": {"type": "number"}}
    return _query("bbox", shape) | {"example": [46, 39, 47, 40]}


def _datetime() -> dict[str, Any]:
    return _query("datetime", {"type": "string"}) | {"example": "2020-11-10/2020-12-31"}
