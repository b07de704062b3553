"""Older and newer pages of incidents, found by the incident at the edge of this one.

The address names an incident, never a time: a time would tell the public the minute.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from incidents.models import Incident

NEWEST_FIRST = ("-sort_at", "-id")
OLDEST_FIRST = ("sort_at", "id")


@dataclass(frozen=True)
class Page:
    """Some incidents, newest first, and the edges to go on from."""

    rows: list[Incident]
    older: UUID | None
    newer: UUID | None


def page_of(found: QuerySet[Incident], size: int, older: str = "", newer: str = "") -> Page:
    """The page after or before the incident named, or the newest.

    Raises:
        Http404: the address names no incident that the reader may see.

    """
    if newer:
        return _newer(found, size, _edge(found, newer))
    rows = found.order_by(*NEWEST_FIRST)
    if older:
        edge = _edge(found, older)
        rows = rows.filter(Q(sort_at__lt=edge.sort_at) | Q(sort_at=edge.sort_at, id__lt=edge.pk))
    some = list(rows[: size + 1])
    shown = some[:size]
    return Page(
        shown,
        older=shown[-1].pk if len(some) > size else None,
        newer=shown[0].pk if older and shown else None,
    )


def _newer(found: QuerySet[Incident], size: int, edge: Incident) -> Page:
    above = Q(sort_at__gt=edge.sort_at) | Q(sort_at=edge.sort_at, id__gt=edge.pk)
    some = list(found.filter(above).order_by(*OLDEST_FIRST)[: size + 1])
    shown = some[:size][::-1]
    return Page(
        shown,
        older=shown[-1].pk if shown else None,
        newer=shown[0].pk if len(some) > size else None,
    )


def _edge(found: QuerySet[Incident], named: str) -> Incident:
    try:
        key = UUID(named)
    except ValueError as error:
        raise Http404 from error
    edge = found.filter(pk=key).select_related(None).prefetch_related(None).first()
    if edge is None:
        raise Http404
    return edge
