"""Keyset paging: a page is one range scan of an index, wherever in the list it stands."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from ceasefire.api.refusals import BadQuery

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 1000


class KeysetPagination(BasePagination):
    """Pages by the view's `keyset`, such as ("-sort_at", "-id"); nothing is ever counted.

    All names of a keyset rise, or all fall, so that a page is one range of an index. The
    last one is unique: it tells rows apart, and stands in the cursor.
    """

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list:
        """Return one page; rows are objects, or tuples that begin with the keyset's last value."""
        self.request = request
        self.keyset: Sequence[str] = view.keyset
        self.salt = f"cursor:{view.__class__.__name__}"
        limit = _limit(request, getattr(view, "largest_limit", LARGEST_LIMIT))
        backwards, position = self._position(queryset)
        queryset = queryset.order_by(*_turned(self.keyset) if backwards else self.keyset)
        if position is not None:
            falls = self.keyset[0].startswith("-") != backwards
            sign = "<" if falls else ">"
            queryset = queryset.filter(_beyond(queryset, self.keyset, position, sign))
        rows = list(queryset[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        self._link(rows, has_next=more or backwards, has_previous=position is not None)
        if backwards and not more:
            self.previous = None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        """The page with its neighbours, in the body and in the Link header."""
        body = {"next": self.next, "previous": self.previous, "results": data}
        return Response(body, headers=self.link_header())

    def get_paginated_text(self, records: Sequence[str], **more: Any) -> HttpResponse:
        """The same page from records that are JSON text already; ``more`` stands before them."""
        about = json.dumps(
            {"next": self.next, "previous": self.previous, **more}, separators=(",", ":")
        )
        body = f'{about[:-1]},"results":[{",".join(records)}]}}'
        return HttpResponse(body, "application/json", headers=self.link_header())

    def link_header(self) -> dict[str, str]:
        """RFC 8288: the same two neighbours for tools that read headers."""
        known = (("next", self.next), ("prev", self.previous))
        links = [f'<{address}>; rel="{rel}"' for rel, address in known if address]
        return {"Link": ", ".join(links)} if links else {}

    def get_paginated_response_schema(self, schema: dict) -> dict:
        """The shape of a page."""
        address = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "description": str(_("The next page, if there is one."))},
                "previous": {**address, "description": str(_("The page before."))},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict]:
        """The two parameters of paging."""
        return [
            {
                "name": "limit",
                "in": "query",
                "description": str(_("How many rows; more than the largest gives the largest.")),
                "schema": {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT},
            },
            {
                "name": "cursor",
                "in": "query",
                "description": str(_("Where to go on, as “next” and “previous” give it.")),
                "schema": {"type": "string"},
            },
        ]

    def _position(self, queryset: QuerySet) -> tuple[bool, Sequence[Any] | None]:
        """Read the cursor: it names a row, whose place in the order is looked up.

        The row's own values would tell a reader what a field may not show.
        """
        text = self.request.query_params.get("cursor")
        if text is None:
            return False, None
        names = [name.removeprefix("-") for name in self.keyset]
        try:
            backwards, key = signing.Signer(salt=self.salt).unsign_object(text)
            rows = queryset.model.objects.filter(**{names[-1]: key})
            return bool(backwards), rows.values_list(*names)[:1].get()
        except (signing.BadSignature, ValueError, TypeError, ObjectDoesNotExist) as error:
            detail = _("The cursor is not one of ours.")
            raise BadQuery({"cursor": [(detail, "invalid")]}) from error

    def _link(self, rows: list, *, has_next: bool, has_previous: bool) -> None:
        self.next = self._address(rows[-1], backwards=False) if rows and has_next else None
        self.previous = self._address(rows[0], backwards=True) if rows and has_previous else None

    def _address(self, row: Any, *, backwards: bool) -> str:
        key = row[0] if isinstance(row, tuple) else _last(row, self.keyset)
        cursor = signing.Signer(salt=self.salt).sign_object([int(backwards), _plain(key)])
        query = [(n, v) for n, v in _pairs(self.request) if n != "cursor"]
        path = f"{self.request.path}?{urlencode([*query, ('cursor', cursor)])}"
        return self.request.build_absolute_uri(path)


def _limit(request: Request, largest: int) -> int:
    text = request.query_params.get("limit")
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit()) or int(text[:10]) < 1:
        detail = _("Give a whole number from 1 to %(n)s.") % {"n": largest}
        raise BadQuery({"limit": [(detail, "invalid")]})
    return min(int(text[:10]), largest)


def _pairs(request: Request) -> list[tuple[str, str]]:
    return [(n, v) for n, values in request.query_params.lists() for v in values]


def _turned(keyset: Sequence[str]) -> list[str]:
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in keyset]


def _field(queryset: QuerySet, name: str) -> Any:
    model: Any = queryset.model
    *path, last = name.removeprefix("-").split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def _beyond(queryset: QuerySet, keyset: Sequence[str], position: Sequence[Any], sign: str) -> Func:
    """Rows beyond a position: one comparison of rows, which an index answers as it is."""
    fields = [_field(queryset, name) for name in keyset]
    left = _Row(*(F(name.removeprefix("-")) for name in keyset))
    right = _Row(*(Value(v, output_field=f) for v, f in zip(position, fields, strict=True)))
    return Func(
        left,
        right,
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


class _Row(Func):
    """A row constructor of SQL."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


def _last(row: Any, keyset: Sequence[str]) -> Any:
    return getattr(row, keyset[-1].removeprefix("-"))


def _plain(value: Any) -> int | str:
    return value if isinstance(value, (int, str)) else str(value)
