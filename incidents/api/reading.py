"""How lists and single records are read: one query for the rows, one for the place names."""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from parties.domain.acting import Actor, actor_of
from parties.domain.queries.place_label import labels_of

JSON = "application/json"


class RecordViewSet(GenericViewSet):
    """Reads flat records through an access function; `record` prunes each for its reader."""

    keyset: tuple[str, ...]

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request.user)

    def record(self) -> Any:
        """The expression that gives a row as JSON text."""
        raise NotImplementedError

    def filterset_kwargs(self) -> dict[str, Any]:
        """Filters ask the permission table too."""
        return {"actor": self.actor}

    def list(self, request: Request) -> HttpResponse:
        """List the records that may be read, newest first."""
        names = [name.removeprefix("-") for name in self.keyset]
        rows = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(rows.values_list(*names, "place_id", self.record()))
        return self.paginator.get_paginated_text(labelled((row[-2:]) for row in page or []))

    def one(self, rows: Any) -> dict[str, Any]:
        """The first of some rows as a record; 404 when there is none."""
        row = self.filter_queryset(rows).values_list("place_id", self.record()).first()
        if row is None:
            raise Http404
        return json.loads(labelled([row])[0])

    def many(self, rows: Any, record: Any) -> Sequence[dict[str, Any]]:
        """All of a few rows as records."""
        found = rows.values_list("place_id", record)
        return [json.loads(text) for text in labelled(found)]


def labelled(rows: Iterable[tuple[int | None, str]]) -> list[str]:
    """Put the label of its place into each JSON record."""
    known = list(rows)
    labels = labels_of({place_id for place_id, _text in known if place_id})
    endings = {place: f',"place_label":{json.dumps(label)}}}' for place, label in labels.items()}
    unnamed = ',"place_label":null}'
    return [text[:-1] + endings.get(place_id, unnamed) for place_id, text in known]
