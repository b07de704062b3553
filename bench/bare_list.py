"""The bare rival of the list: WSGI and psycopg2, with nothing between them that is not needed."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg2
from django.db import connection
from knox.crypto import hash_token

from incidents.api.incident_columns import COLUMNS, TABLE
from incidents.api.record import record_sql
from parties.models import Place

WHOSE = "SELECT user_id FROM parties_apitoken WHERE digest = %s AND expiry > now()"
NEWEST = f"""
SELECT {TABLE}.place_id, {record_sql(COLUMNS, frozenset(c.group for c in COLUMNS))} FROM {TABLE}
WHERE mission_id = (SELECT id FROM parties_mission WHERE code = %(mission)s)
  AND left(category, 3) = %(category)s AND mission_day BETWEEN %(day_after)s AND %(day_before)s
  AND merged_into_id IS NULL ORDER BY sort_at DESC, id DESC LIMIT 100
"""


class BareList:
    """One connection, one look at the token, one query; the labels of places stay in memory."""

    def __init__(self, cursor: Callable[[], Any] | None = None) -> None:
        self.cursor = cursor or own_connection().cursor
        places = Place.objects.prefetch_related("names")
        self.labels = {place.pk: json.dumps(str(place)) for place in places}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> "Answered":
        token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        asked = {name: one for name, (one,) in parse_qs(environ["QUERY_STRING"]).items()}
        with self.cursor() as cursor:
            cursor.execute(WHOSE, [hash_token(token)])
            if cursor.fetchone() is None:
                start("401 Unauthorized", [])
                return Answered()
            cursor.execute(NEWEST, asked)
            rows = cursor.fetchall()
        texts = [f'{text[:-1]},"place_label":{self._label(place)}}}' for place, text in rows]
        start("200 OK", [("Content-Type", "application/json")])
        return Answered([f'{{"results":[{",".join(texts)}]}}'.encode()])

    def _label(self, place: int | None) -> str:
        return self.labels[place] if place else "null"


def own_connection() -> Any:
    """A connection to the same database, past Django."""
    own = psycopg2.connect(**connection.get_connection_params())
    own.autocommit = True
    return own


class Answered(list[bytes]):
    """The body of an answer."""

    def __init__(self, body: Iterable[bytes] = ()) -> None:
        super().__init__(body)

    def close(self) -> None:
        """Nothing is kept open."""
