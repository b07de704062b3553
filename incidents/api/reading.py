"""How lists and single records are read: one query for the rows, one for the place names."""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from parties.domain.acting import Actor, actor_of
from parties.domain.queries.place_label import NAMES_VERSION_SQL, labels_of

JSON = "application/json"


class RecordViewSet(GenericViewSet):
    """Reads flat records through an access function; `record` prunes each for its reader."""

    keyset: tuple[str, ...]

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request.user, with_names=False)

    def record(self) -> Any:
        """The expression that gives a row as JSON text."""
        raise NotImplementedError

    def filterset_kwargs(self) -> dict[str, Any]:
        """Filters ask the permission table too."""
        return {"actor": self.actor}

    def list(self, request: Request) -> HttpResponse:
        """List the records that may be read, newest first."""
        key = Cast(self.keyset[-1].removeprefix("-"), TextField())
        rows = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(rows.values_list(key, *labelled_record(self.record())))
        return self.paginator.get_paginated_text(labelled([row[1:] for row in page or []]))

    def one(self, rows: Any) -> dict[str, Any]:
        """The first of some rows as a record; 404 when there is none."""
        found = labelled(
            self.filter_queryset(rows).values_list(*labelled_record(self.record()))[:1]
        )
        if not found:
            raise Http404
        return json.loads(found[0])

    def many(self, rows: Any, record: Any) -> Sequence[dict[str, Any]]:
        """All of a few rows as records."""
        return [json.loads(text) for text in labelled(rows.values_list(*labelled_record(record)))]


def labelled_record(record: Any) -> tuple[Any, ...]:
    """What `labelled` needs: the place, the version of all names, and the record."""
    # A text field leaves the number as the driver reads it; others convert it row by row.
    version = RawSQL(NAMES_VERSION_SQL, (), output_field=TextField())  # noqa: S611
    return "place_id", version, record


def labelled(rows: Iterable[tuple[int | None, int | None, str]]) -> list[str]:
    """Put the label of its place into each JSON record."""
    known = list(rows)
    place_ids = {place_id for place_id, _version, _text in known if place_id}
    labels = labels_of(place_ids, known[0][1] if known else None)
    endings = {place: f',"place_label":{json.dumps(labels[place])}}}' for place in place_ids}
    unnamed = ',"place_label":null}'
    return [text[:-1] + endings.get(place_id or 0, unnamed) for place_id, _version, text in known]
