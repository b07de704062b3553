"""Filters that refuse what they do not know, by name."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.filters import BooleanFilter, MultipleChoiceFilter
from django_filters.filterset import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from ceasefire.api.refusals import BadQuery
from parties.domain.naming_policy import LONGEST, policy_named

PAGING = frozenset({"limit", "cursor"})
FILES = frozenset({"format", "profile", "hxl", "bom"})
NAMING = frozenset({"names"})
TRUTH = frozenset({"true", "false", ""})
Faults = dict[str, list[tuple[str, str]]]


class StrictFilterBackend(DjangoFilterBackend):
    """Apply a view's filter set to its list; on one object no parameter means anything."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        """Return the rows asked for, or raise BadQuery naming each wrong parameter."""
        naming = NAMING if getattr(view, "names_places", False) else frozenset()
        refuse(no_policy(request, naming))
        if view.kwargs:
            refuse(unknown(request, [*getattr(view, "query_parameters", ()), *naming]))
            return queryset
        formats = getattr(view, "as_files", ())
        paging = parameters_besides(view)
        refuse(unfit(request, formats))
        asked = set(request.query_params) - paging - naming
        if not asked:
            return queryset
        whole = self.get_filterset_class(view, queryset)
        known = parameters_of(whole) if whole else {}
        refuse(unknown(request, [*known, *paging, *naming]))
        kwargs = self.get_filterset_kwargs(request, queryset, view)
        filterset = narrowed(whole, frozenset(known[name] for name in asked))(**kwargs)
        several = getattr(view, "repeatable", ())
        refuse(unavailable(filterset, known, asked) | repeated(request, filterset, known, several))
        refuse(not_truth(request, filterset) | invalid(filterset, known, asked))
        return filterset.qs

    def get_filterset_kwargs(self, request: Request, queryset: QuerySet, view: Any) -> dict:
        """Pass the view's own additions, such as the actor, to the filter set."""
        more = view.filterset_kwargs() if hasattr(view, "filterset_kwargs") else {}
        return super().get_filterset_kwargs(request, queryset, view) | more


def parameters_besides(view: Any) -> frozenset[str]:
    """The parameters of a list besides its filters: pages, files, and what the view reads."""
    paging = PAGING if view.pagination_class else frozenset()
    files = FILES if getattr(view, "as_files", ()) else frozenset()
    return paging | files | frozenset(getattr(view, "shaping", ()))


@lru_cache(maxsize=64)
def parameters_of(filterset_class: type[FilterSet]) -> Mapping[str, str]:
    """Every query parameter of a filter set, with the filter it belongs to."""
    known: dict[str, str] = {}
    for name, row in filterset_class.base_filters.items():
        suffixes = getattr(row.field.widget, "suffixes", None)
        names = [f"{name}_{suffix}" for suffix in suffixes] if suffixes else [name]
        known |= dict.fromkeys(names, name)
    return known


@lru_cache(maxsize=256)
def narrowed(filterset_class: type[FilterSet], names: frozenset[str]) -> type[FilterSet]:
    """The same filter set with only these filters: copying all of them is most of its cost."""
    less: Any = type(filterset_class.__name__, (filterset_class,), {})
    every = filterset_class.base_filters
    less.base_filters = {name: row for name, row in every.items() if name in names}
    return less


def refuse(faults: Faults) -> None:
    """Raise BadQuery if there are any faults."""
    if faults:
        raise BadQuery(faults)


def unknown(request: Request, known: Iterable[str]) -> Faults:
    """Parameters that do not exist here."""
    detail = _("There is no such parameter here.")
    return {name: [(detail, "unknown")] for name in sorted(set(request.query_params) - set(known))}


def no_policy(request: Request, naming: Iterable[str]) -> Faults:
    """Ways of naming places that do not exist, and more than one."""
    faults: Faults = {}
    for name in naming:
        asked = request.query_params.getlist(name)
        if len(asked) > 1:
            faults[name] = [(_("Give this parameter once."), "repeated")]
        elif asked and policy_named(asked[0][:LONGEST]) is None:
            faults[name] = [(_("There is no such way of naming places."), "invalid")]
    return faults


def unfit(request: Request, formats: Collection[str]) -> Faults:
    """Formats of files that there are not, and parameters that do not belong to the one asked."""
    asked = request.query_params
    faults: Faults = {}
    if formats and asked.get("format", "json") not in ("json", *formats):
        faults["format"] = [(_("There is no such format."), "invalid")]
    for name in ("profile", "hxl", "bom") if formats else ():
        if name in asked and asked.get("format") != "csv":
            faults[name] = [(_("This belongs to csv."), "not_available")]
    for name in ("hxl", "bom") if formats else ():
        if name not in faults and asked.get(name, "true") not in ("true", "false", "1", "0"):
            faults[name] = [(_("Give true or false."), "invalid")]
    detail = _("A file holds all rows and has no pages.")
    for name in ("cursor", "count") if asked.get("format") in formats else ():
        if name in asked:
            faults[name] = [(detail, "not_available")]
    return faults


def unavailable(filterset: FilterSet, known: Mapping[str, str], asked: Iterable[str]) -> Faults:
    """Parameters on what this reader may not read: the filter set has dropped them."""
    detail = _("This parameter is not available to you.")
    dropped = sorted(name for name in asked if known[name] not in filterset.filters)
    return {name: [(detail, "not_available")] for name in dropped}


def repeated(
    request: Request, filterset: FilterSet, known: Mapping[str, str], several: Collection[str]
) -> Faults:
    """Parameters given twice that take one value."""
    detail = _("Give this parameter once.")
    return {
        name: [(detail, "repeated")]
        for name, values in request.query_params.lists()
        if len(values) > 1
        and name not in several
        and not isinstance(filterset.filters.get(known.get(name, "")), MultipleChoiceFilter)
    }


def not_truth(request: Request, filterset: FilterSet) -> Faults:
    """Truth values that are neither true nor false; the form would take them for no answer."""
    detail = _("Give true or false.")
    return {
        name: [(detail, "invalid")]
        for name, row in filterset.filters.items()
        if isinstance(row, BooleanFilter)
        and request.query_params.get(name, "").lower() not in TRUTH
    }


def invalid(filterset: FilterSet, known: Mapping[str, str], asked: Iterable[str]) -> Faults:
    """What the form found, by the parameters that were given."""
    faults: Faults = {}
    for field, found in filterset.errors.items():
        rows = [(" ".join(error.messages), error.code or "invalid") for error in found.as_data()]
        given = [name for name in asked if known[name] == field]
        faults |= dict.fromkeys(given or [field], rows)
    return faults
