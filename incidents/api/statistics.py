"""Statistics over the API: incidents counted by two dimensions, with coverage beside them."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
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
    within_days,
)
from incidents.domain.read_log import note_list
from incidents.enums import Reading
from incidents.models import Incident
from parties.api.bad_query import BadQuery
from parties.models import Mission

BY = "by"
# What may be asked of tallies: without any other filter.
BOUNDING = frozenset({BY, "mission", "day_after", "day_before"})
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
        rows = self.filter_queryset(self.get_queryset())
        cells = self._cells(request, names, rows, _bounds(request))
        watched = coverage_for(self.actor, names, _missions(request.query_params), _days(request))
        return Response({"by": names, "cells": cells, "coverage": watched})

    def _counted_then(self, request: Request, names: list[str], size: int) -> Response:
        """The table alone: what was watched is of today."""
        if OF_TODAY & set(names):
            raise BadQuery({BY: [(_("This does not go with as_of."), "invalid")]})
        with as_of(size, self.actor):
            cells = self._cells(request, names, self.filter_queryset(self.get_queryset()))
        return Response({"by": names, "cells": cells}, headers={AS_OF_HEADER: str(size)})

    def _cells(
        self,
        request: Request,
        names: list[str],
        rows: QuerySet[Incident],
        bounds: Q | None = None,
    ) -> list[dict[str, Any]]:
        try:
            cells = cross_tab(self.actor, rows, names, bounds)
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


def _days(request: Request) -> tuple[date | None, date | None]:
    return day_in(request, "day_after"), day_in(request, "day_before")


def _bounds(request: Request) -> Q | None:
    """The missions and days that are asked for; nothing if there are other filters."""
    if request.query_params.keys() - BOUNDING:
        return None
    return within_days(_missions(request.query_params), *_days(request))


def _missions(asked: Any) -> Q:
    """What of the query bounds the returns too; a post only they know who read posts."""
    found = Q()
    if asked.get("mission"):
        # Its id is looked up first: an index of days begins with it.
        found &= Q(mission=Mission.objects.filter(code=asked["mission"]).values("pk")[:1])
    if asked.get("post"):
        found &= Q(post__code=asked["post"])
    return found
