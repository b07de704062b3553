"""Posts of the founding case: placeholders for the published numbers, and the centre."""

from typing import Any

from incidents.management.founding.files import read_json
from parties.domain import standing_order as order
from parties.models import Mission, Party, Place

APART = ("code", "place", "host", "operators", "statuses")


def load_posts(mission: Mission, parties: dict[str, Party], *, refresh: bool = False) -> int:
    """Put the posts, their operators and their dated statuses in place; return how many."""
    records = read_json("posts")
    codes = {record["place"] for record in records if "place" in record}
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    for record in records:
        values = _values(record, parties, places)
        post = order.put_post(mission, record["code"], values, refresh=refresh)
        for code in record["operators"]:
            order.put_operator(post, parties[code], refresh=refresh)
        for status in record["statuses"]:
            rest = {name: value for name, value in status.items() if name != "since"}
            order.put_status(post, status["since"], rest, refresh=refresh)
    return len(records)


def _values(
    record: dict[str, Any], parties: dict[str, Party], places: dict[str, Place]
) -> dict[str, Any]:
    values = {name: value for name, value in record.items() if name not in APART}
    values["host"] = parties[record["host"]] if "host" in record else None
    place = places[record["place"]] if "place" in record else None
    values["place"] = place
    if place is not None:
        values |= {"lat": place.lat, "lon": place.lon}
    return values
