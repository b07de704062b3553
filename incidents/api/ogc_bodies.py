"""What each address of `/ogc/` answers, as schemas of its OpenAPI document."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
ANYTHING: Schema = {"type": "object"}
POINT, AREA = "Point", "MultiPolygon"  # kinds of geometry
DEPTHS = {POINT: 0, AREA: 3}  # how many lists hold a position


def shared_bodies() -> dict[str, Schema]:
    """The schemas that no collection changes, by name."""
    links = _several(_named("link"))
    return {
        "link": _whole({"rel": TEXT, "href": TEXT, "type": TEXT}, {"title": TEXT}),
        "landing": _whole({"title": TEXT, "links": links}),
        "conformance": _whole({"conformsTo": _several(TEXT)}),
        "collection": _collection(links),
        "collections": _whole({"links": links, "collections": _several(_named("collection"))}),
        "problem": _problem(),
    }


def bodies_of(
    name: str, key: str, properties: Mapping[str, Schema], shape: str
) -> dict[str, Schema]:
    """The schemas of a collection: a feature with these properties, alone and on a page."""
    values = {prop: schema | {"nullable": True} for prop, schema in properties.items()}
    links = {"links": _several(_named("link"))}
    feature = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": key},
        "geometry": _geometry(shape) | {"nullable": True},
        "properties": _whole(values),
    }
    page = {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "timeStamp": {"type": "string", "format": "date-time"},
        "numberReturned": WHOLE,
        "features": _several(_whole(feature)),
    }
    return {
        f"{name}.item": _whole(feature | links),
        f"{name}.items": _whole(page | links, {"numberMatched": WHOLE}),
    }


def _collection(links: Schema) -> Schema:
    box = _whole({"bbox": _several(_several({"type": "number"})), "crs": TEXT})
    span = _whole({"interval": _several(_several(TEXT | {"nullable": True}))})
    said = dict.fromkeys(("id", "title", "description"), TEXT)
    return _whole(
        {
            **said,
            "itemType": {"type": "string", "enum": ["feature"]},
            "crs": _several(TEXT),
            "extent": _whole({"spatial": box, "temporal": span}),
            "links": links,
        }
    )


def _problem() -> Schema:
    """As everywhere in this API."""
    fault = _whole({"detail": TEXT, "code": TEXT}, {"parameter": TEXT, "pointer": TEXT})
    always = {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT}
    return _whole(always, {"instance": TEXT, "errors": _several(fault)})


def _geometry(shape: str) -> Schema:
    places: Schema = _several({"type": "number"}) | {"minItems": 2, "maxItems": 2}
    for _depth in range(DEPTHS[shape]):
        places = _several(places)
    return _whole({"type": {"type": "string", "enum": [shape]}, "coordinates": places})


def _whole(always: Mapping[str, Schema], sometimes: Mapping[str, Schema] | None = None) -> Schema:
    """An object of these members and no others."""
    return {
        "type": "object",
        "required": list(always),
        "properties": {**always, **(sometimes or {})},
        "additionalProperties": False,
    }


def _several(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
