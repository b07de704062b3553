"""Statistics over the API: incidents counted by two dimensions, with coverage beside them."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.as_of import AS_OF, AS_OF_HEADER, as_of_parameter, size_in
from incidents.api.filters import day_in
from incidents.domain.queries.as_of import as_of
from incidents.domain.queries.statistics import (
    DIMENSIONS,
    FEWEST,
    KEYS,
    UNIT,
    TooManyCells,
    coverage_for,
    cross_tab,
    reads_dimension,
)
from incidents.domain.read_log import note_list
from incidents.enums import Reading
from parties.api.bad_query import BadQuery

BY = "by"
# What reports and places say of an incident is of today.
OF_TODAY = frozenset({"alleged_party", "area"})
LEAST = "At least; see how many are not known."


def _number(help_text: str = "", **options: Any) -> serializers.Field:
    """A number that a protected cell does not say."""
    return serializers.IntegerField(allow_null=True, help_text=help_text, **options)


class KeysField(serializers.DictField):
    """The value of each dimension; null is not known."""

    child = serializers.CharField(allow_null=True)


class StatisticsCell(serializers.Serializer):
    """Incidents of one combination of values; each number says its unit in its name."""

    keys = KeysField()
    incidents = _number("Asserted by a source, and not set aside by the mission.")
    not_counted = _number("Only denied, or set aside.")
    reports = _number("That tell of these incidents.")
    killed_at_least = _number(LEAST)
    killed_unknown = _number("Incidents of which it is not known.")
    injured_at_least = _number(LEAST)
    injured_unknown = _number("Incidents of which it is not known.")
    count_at_least = _number(f"Things, where “{UNIT}” is a dimension.", required=False)
    count_unknown = _number("Incidents without a count.", required=False)
    protected = serializers.BooleanField(
        help_text=f"Fewer than {FEWEST} incidents, read as the public does: no number is said."
    )


class StatisticsCoverage(serializers.Serializer):
    """How much was watched: the newest return of each post and day."""

    keys = KeysField()
    returns = serializers.IntegerField()
    nil = serializers.IntegerField(help_text="Returns that say that nothing happened.")
    minutes_at_least = serializers.IntegerField(help_text="Minutes watched, over all posts.")
    minutes_unknown = serializers.IntegerField(help_text="Returns that do not say how long.")


class StatisticsRecord(serializers.Serializer):
    """A table by one or two dimensions."""

    by = serializers.ListField(child=serializers.ChoiceField(choices=[*DIMENSIONS]))
    cells = StatisticsCell(many=True)
    coverage = StatisticsCoverage(many=True, required=False, help_text="Not with “as_of”.")


class StatisticsAction:
    """The table of incidents, for their view set."""

    actor: Any
    get_queryset: Any
    filter_queryset: Any

    @extend_schema(
        parameters=[
            OpenApiParameter(
                BY,
                required=True,
                description="One or two dimensions, separated by a comma: "
                + ", ".join(DIMENSIONS)
                + ".",
            ),
            as_of_parameter(),
        ],
        responses=StatisticsRecord,
    )
    @action(
        detail=False,
        as_files={},
        shaping=frozenset({BY, AS_OF}),
        pagination_class=None,
        names_places=False,
    )
    def statistics(self, request: Request) -> Response:
        """Count the incidents that you may read and that the filters find, by two dimensions.

        Null is not known, and counted apart. An incident that several parties are accused
        of stands at each of them.
        """
        names = self._dimensions(request)
        size = size_in(request)
        if size is not None:
            return self._counted_then(request, names, size)
        cells = self._cells(request, names)
        asked = request.query_params
        days = (day_in(request, "day_after"), day_in(request, "day_before"))
        watched = coverage_for(self.actor, names, _missions(asked), days)
        return Response({"by": names, "cells": cells, "coverage": watched})

    def _counted_then(self, request: Request, names: list[str], size: int) -> Response:
        """The table alone: what was watched is of today."""
        if OF_TODAY & set(names):
            raise BadQuery({BY: [(_("This does not go with as_of."), "invalid")]})
        with as_of(size, self.actor):
            cells = self._cells(request, names)
        return Response({"by": names, "cells": cells}, headers={AS_OF_HEADER: str(size)})

    def _cells(self, request: Request, names: list[str]) -> list[dict[str, Any]]:
        rows = self.filter_queryset(self.get_queryset())
        try:
            cells = cross_tab(self.actor, rows, names)
        except TooManyCells as error:
            detail = _("This makes too many cells. Ask for fewer days, or coarser dimensions.")
            raise BadQuery({BY: [(detail, "too_many")]}) from error
        note_list(self.actor, Reading.INCIDENTS, dict(request.query_params.lists()), len(cells))
        return cells

    def _dimensions(self, request: Request) -> list[str]:
        names = ",".join(request.query_params.getlist(BY)).split(",")
        if not 1 <= len(names) <= len(KEYS) or len(set(names)) != len(names):
            raise BadQuery({BY: [(_("Give one or two different dimensions."), "invalid")]})
        if any(name not in DIMENSIONS for name in names):
            raise BadQuery({BY: [(_("There is no such dimension."), "invalid")]})
        if not all(reads_dimension(self.actor, name) for name in names):
            detail = _("This parameter is not available to you.")
            raise BadQuery({BY: [(detail, "not_available")]})
        return names


def _missions(asked: Any) -> Q:
    """What of the query bounds the returns too; a post only they know who read posts."""
    found = Q()
    for name in ("mission", "post"):
        if asked.get(name):
            found &= Q(**{f"{name}__code": asked[name]})
    return found
