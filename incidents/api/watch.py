"""The escalation watch over the API: what its rule says of each area or category, and from what."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.alerting import EscalationState
from incidents.api.acting import Acting
from incidents.api.examples import WATCH_EXAMPLES
from incidents.api.filters import MissionFilter, day_in
from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.daily import open_day
from incidents.domain.queries.escalation import MEASURES, EscalationWatch, Key
from incidents.domain.queries.period import FIRST, LAST, Period
from incidents.domain.queries.trends import OF
from incidents.domain.queries.watched import RATE
from incidents.domain.read_log import note_list
from incidents.enums import Reading
from incidents.forms.incident_filter import MissionDayFilter
from incidents.forms.room_filter import RoomFilter
from incidents.missionday.escalation import (
    BASELINE,
    LEAST_BASELINE,
    LEAST_RECENT,
    REACH,
    RECENT,
    RULE,
    Escalation,
    Part,
)
from incidents.models import Incident
from parties.api.bad_query import BadQuery
from parties.models import Mission

MISSION, BY, MEASURE = "mission", "by", "measure"


class WatchFilter(RoomFilter):
    """Of which incidents the watch is asked; the period says at which day's end it looks."""

    mission = MissionFilter(
        queryset=Mission.objects.order_by("code"),
        to_field_name="code",
        required=True,
        label="Code of the mission whose watch this is.",
    )
    day = MissionDayFilter(
        method="of_any_day",
        label="The watch looks at the end of the last of these mission days that is over.",
    )
    # It counts by mission day, in the order of the rows.
    dated = undated = order = None

    def of_any_day(self, rows: QuerySet[Incident], _name: str, _days: slice) -> QuerySet[Incident]:
        """All of them: the days before the period are what the last ones are compared with."""
        return rows


class WatchPart(serializers.Serializer):
    """Watched days of a period, with their incidents; a day without known watch is in none."""

    days = serializers.IntegerField(help_text="Mission days with known watch.")
    incidents = serializers.IntegerField(
        help_text="On these days: asserted by a source, and not set aside by the mission."
    )
    hours = serializers.FloatField(
        allow_null=True,
        help_text="Watched on these days by all posts together, at least; "
        "null with measure=counts.",
    )
    rate = serializers.FloatField(
        allow_null=True,
        help_text="Incidents for each 100 hours, or with measure=counts for each day; "
        "null if nobody watched.",
    )


class WatchRow(serializers.Serializer):
    """What the rule says of one area or class of categories."""

    key = serializers.CharField(
        allow_null=True, help_text="The class of categories, or the area; null is not known."
    )
    state = serializers.ChoiceField(
        choices=EscalationState.choices,
        help_text=f"Not known with fewer than {LEAST_RECENT} watched days now or "
        f"{LEAST_BASELINE} before, or if incidents on days without known watch would make "
        "it a rise.",
    )
    recent = WatchPart(help_text=f"Of the last {RECENT} mission days.")
    baseline = WatchPart(
        help_text=f"The latest {BASELINE} watched days of the {REACH} before those."
    )
    ratio = serializers.FloatField(
        allow_null=True,
        help_text="How many times the baseline's rate; null if either is not known, or it is zero.",
    )
    chance = serializers.FloatField(
        allow_null=True,
        help_text="The exact binomial tail: of at least as many recent incidents if nothing rose; "
        "null if nobody watched.",
    )
    incidents_left_out = serializers.IntegerField(
        help_text="Recent incidents on days without known watch."
    )


@extend_schema_serializer(many=False, examples=WATCH_EXAMPLES)
class WatchRecord(serializers.Serializer):
    """What the watch of a mission says at the end of a mission day; it ranks nobody."""

    mission = serializers.CharField()
    rule = serializers.CharField(
        help_text="The name of the rule, which changes when the rule does."
    )
    mission_day = serializers.DateField(help_text="The day at whose end it looks.")
    by = serializers.ChoiceField(choices=[*OF])
    measure = serializers.ChoiceField(choices=[*MEASURES])
    days_without_watch = serializers.ListField(
        child=serializers.DateField(),
        help_text=f"Of the last {RECENT}: gaps, not days without incidents.",
    )
    rows = WatchRow(many=True, help_text="In the order of their codes or names.")


class WatchViewSet(Acting, GenericViewSet):
    """Whether the last days saw more, for what was watched, than the watched days before."""

    queryset = Incident.objects.none()
    serializer_class = WatchRecord
    filterset_class = WatchFilter
    pagination_class = None
    shaping = frozenset({BY, MEASURE})

    def filterset_kwargs(self) -> dict[str, Any]:
        """Filters ask the permission table too."""
        return {"actor": self.actor}

    def get_queryset(self) -> QuerySet[Incident]:
        """What the access function lets the actor read."""
        return visible_incidents(self.actor)

    @extend_schema(
        parameters=[
            OpenApiParameter(BY, enum=OF, default=OF[0], description="What each row is of."),
            OpenApiParameter(
                MEASURE,
                enum=MEASURES,
                default=MEASURES[0],
                description="rate: by the hours watched. counts: each day on which somebody was "
                "heard weighs the same.",
            ),
        ],
        responses=WatchRecord,
    )
    def list(self, request: Request) -> Response:
        """Ask the watch of a mission, of the incidents that you may read and the filters find.

        Without a period it looks at the newest day that is over, or if the last 30 days have
        no incident at the last day with any.
        """
        watch = self._asked(request, self.filter_queryset(self.get_queryset()))
        found = watch.of(watch.keys)
        note_list(self.actor, Reading.INCIDENTS, dict(request.query_params.lists()), len(found))
        return Response(
            {
                "mission": watch.mission.code,
                "rule": RULE,
                "mission_day": watch.day,
                "by": watch.by,
                "measure": watch.measure,
                "days_without_watch": watch.gaps,
                "rows": [_row(key, one, watch.measure) for key, one in found.items()],
            }
        )

    def _asked(self, request: Request, rows: QuerySet[Incident]) -> EscalationWatch:
        if MISSION not in request.query_params:
            raise BadQuery({MISSION: [(_("Give the code of a mission."), "required")]})
        mission = Mission.objects.get(code=request.query_params[MISSION])
        today = open_day(mission, timezone.now())
        first, last = (day_in(request, name) for name in (FIRST, LAST))
        period = Period(self.actor, mission, today, first, last)
        if period.faults:
            raise BadQuery({name: [fault] for name, fault in period.faults.items()})
        by, measure = _one_of(request, BY, OF), _one_of(request, MEASURE, MEASURES)
        return EscalationWatch(self.actor, mission, rows, period.last_over, by, measure)


def _one_of(request: Request, name: str, offered: tuple[str, ...]) -> str:
    """Return what is asked for by name, else the first that is offered."""
    asked = request.query_params.get(name, offered[0])
    if asked not in offered:
        detail = _("Give one of: %(names)s.") % {"names": ", ".join(offered)}
        raise BadQuery({name: [(detail, "invalid")]})
    return asked


def _row(key: Key, found: Escalation, measure: str) -> dict[str, Any]:
    return {
        "key": key,
        "state": found.state,
        "recent": _part(found.recent, measure),
        "baseline": _part(found.baseline, measure),
        "ratio": found.ratio,
        "chance": found.chance,
        "incidents_left_out": found.left_out,
    }


def _part(part: Part, measure: str) -> dict[str, Any]:
    hours = round(part.weight * 100, 2) if measure == RATE else None
    return {"days": part.days, "incidents": part.number, "hours": hours, "rate": part.rate}
