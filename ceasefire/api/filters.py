"""Filters that refuse what they do not know, by name."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.filters import MultipleChoiceFilter
from django_filters.filterset import BaseFilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from ceasefire.api.refusals import BadQuery

PAGING = ("limit", "cursor")


class StrictFilterBackend(DjangoFilterBackend):
    """Apply a view's filter set to its list; on one object no parameter means anything."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        """Return the rows asked for, or raise BadQuery naming each wrong parameter."""
        if view.kwargs:
            refuse_unknown(request, getattr(view, "query_parameters", ()))
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            refuse_unknown(request, PAGING)
            return queryset
        refuse_unknown(request, [*names_of(filterset), *PAGING])
        refuse_repeated(request, filterset)
        if not filterset.is_valid():
            raise BadQuery(_errors(filterset))
        return filterset.qs

    def get_filterset_kwargs(self, request: Request, queryset: QuerySet, view: Any) -> dict:
        """Pass the view's own additions, such as the actor, to the filter set."""
        more = view.filterset_kwargs() if hasattr(view, "filterset_kwargs") else {}
        return super().get_filterset_kwargs(request, queryset, view) | more


def names_of(filterset: BaseFilterSet) -> list[str]:
    """The query parameters of a filter set, those of range filters with their suffixes."""
    names: list[str] = []
    for name, field in filterset.form.fields.items():
        suffixes = getattr(field.widget, "suffixes", None)
        names += [f"{name}_{suffix}" for suffix in suffixes if suffix] if suffixes else [name]
    return names


def refuse_unknown(request: Request, known: Iterable[str]) -> None:
    """Raise BadQuery naming every parameter that does not exist here."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        detail = _("There is no such parameter here.")
        raise BadQuery({name: [(detail, "unknown")] for name in unknown})


def refuse_repeated(request: Request, filterset: BaseFilterSet) -> None:
    """Raise BadQuery naming every parameter that is given twice and takes one value."""
    several = {n for n, f in filterset.filters.items() if isinstance(f, MultipleChoiceFilter)}
    repeated = [
        name
        for name, values in request.query_params.lists()
        if len(values) > 1 and name not in several
    ]
    if repeated:
        detail = _("Give this parameter once.")
        raise BadQuery({name: [(detail, "repeated")] for name in repeated})


def _errors(filterset: BaseFilterSet) -> dict[str, list[tuple[str, str]]]:
    return {
        name: [(" ".join(error.messages), error.code or "invalid") for error in found.as_data()]
        for name, found in filterset.errors.items()
    }
