"""How lists and single records are read: one query for the rows, one for the place names."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from incidents.api.acting import Acting
from incidents.api.files import accepted_format, file_of, refuse_too_many, wanted_format
from incidents.api.flat import LABEL, Flat
from incidents.api.shaping import count_of
from incidents.api.unchanged import (
    is_unchanged,
    key_of,
    not_modified,
    remember,
    tagged,
    unless_had,
)
from incidents.domain.read_log import note_list
from incidents.enums import Reading
from parties.domain.queries.place_label import NAMES_VERSION_SQL, labels_of

JSON = "application/json"


class RecordViewSet(Acting, GenericViewSet):
    """Reads flat records through an access function; `record` prunes each for its reader."""

    keyset: tuple[str, ...]
    reading: Reading
    names_places = True
    as_files: Mapping[str, str] = MappingProxyType({})  # media types by format

    is_counted = False  # whether the changes of all that the list is made of are counted
    shaping: frozenset[str] = frozenset()  # parameters of the list besides its filters
    fields: frozenset[str] | None = None  # those that are asked for; None for all

    def record(self) -> Any:
        """The expression that gives a row as JSON text."""
        raise NotImplementedError

    def columns(self) -> tuple[Any, ...]:
        """What to read of each row for `texts`."""
        return labelled_record(self.record())

    def texts(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[str]:
        """The records of some rows as JSON text."""
        return labelled(rows) if self.labels else [text for _place, _version, text in rows]

    @property
    def labels(self) -> bool:
        """Whether places are labelled."""
        return self.names_places and (self.fields is None or LABEL in self.fields)

    def order(self, request: Request) -> tuple[str, ...]:
        """The keyset that the list is read by."""
        del request
        return self.keyset

    def filterset_kwargs(self) -> dict[str, Any]:
        """Filters ask the permission table too."""
        return {"actor": self.actor}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002
        """A file is no renderer's work: what it is asked for by is accepted all the same."""
        is_file = accepted_format(request) in self.as_files
        return super().perform_content_negotiation(request, force=force or is_file)

    def flat(self) -> Flat:
        """What a file of these records is made of, if there are files of them."""
        raise NotImplementedError

    def list(self, request: Request) -> HttpResponseBase:
        """List the records that may be read, newest first."""
        wanted = wanted_format(request) if self.as_files else None
        if not self.is_counted:
            return self.file(request, wanted) if wanted else self.page(request)[0]
        key = key_of(request, self.actor, wanted)
        if known := is_unchanged(request, key):
            self.note(request, known.rows, wanted)
            return not_modified(known)
        if wanted is None:
            return remember(key, *self.page(request))
        file = self.file(request, wanted)
        return unless_had(request, remember(key, file, file.row_count))

    def page(self, request: Request) -> tuple[HttpResponse, int]:
        """One page of the records that may be read, and how many they are."""
        rows = self.filter_queryset(self.get_queryset())
        self.keyset = self.order(request)
        more = self.about(request, rows)
        key = Cast(self.keyset[-1].removeprefix("-"), TextField())
        page = self.paginate_queryset(rows.values_list(key, *self.columns()))
        self.note(request, len(page or []))
        texts = self.texts([row[1:] for row in page or []])
        return self.paginator.get_paginated_text(texts, **more), len(texts)

    def about(self, request: Request, rows: QuerySet[Any]) -> dict[str, Any]:
        """What a page says before its records."""
        return count_of(request, rows) if self.shaping else {}

    def note(self, request: Request, rows: int, wanted: str | None = None) -> None:
        """Note who read how many of them, by which query, and as which file."""
        asked = dict(request.query_params.lists()) | ({"format": [wanted]} if wanted else {})
        note_list(self.actor, self.reading, asked, rows)

    def file(self, request: Request, wanted: str) -> Any:
        """All records that may be read as one file, newest first; noted with their number."""
        rows = self.held(self.filter_queryset(self.get_queryset()), request)
        rows = rows.order_by(*self.order(request))
        count = rows.count()
        refuse_too_many(count, wanted)
        self.note(request, count, wanted)
        answer = tagged(self.written(rows, wanted, request))
        answer.row_count = count
        return answer

    def held(self, rows: QuerySet[Any], request: Request) -> QuerySet[Any]:
        """What of the rows the file holds that is asked for."""
        del request
        return rows

    def written(self, rows: QuerySet[Any], wanted: str, request: Request) -> FileResponse:
        """The file."""
        return file_of(self.flat(), rows, wanted, request)

    def one(self, rows: Any) -> dict[str, Any]:
        """The first of some rows as a record; 404 when there is none."""
        found = list(self.filter_queryset(rows).values_list(*self.columns())[:1])
        if not found:
            raise Http404
        return json.loads(self.texts(found)[0])


def uuid_in(text: str) -> UUID:
    """Return the UUID of an address; what is none leads nowhere."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def labelled_record(record: Any) -> tuple[Any, ...]:
    """What `labelled` needs: the place, the version of all names, and the record."""
    # A text field leaves the number as the driver reads it; others convert it row by row.
    version = RawSQL(NAMES_VERSION_SQL, (), output_field=TextField())  # noqa: S611
    return "place_id", version, record


def labelled(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    """Put the label of its place into each JSON record."""
    place_ids = {place_id for place_id, _version, _text in rows if place_id}
    labels = labels_of(place_ids, rows[0][1] if rows else None)
    endings = {place: f',"place_label":{json.dumps(labels[place])}}}' for place in place_ids}
    unnamed = ',"place_label":null}'
    return [text[:-1] + endings.get(place_id or 0, unnamed) for place_id, _version, text in rows]
