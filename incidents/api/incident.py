"""Incidents over the API: lists, one incident with its history, and the steps of its status."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.cache import set_response_etag
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.as_of import AS_OF, AS_OF_HEADER, as_of_parameter, size_in
from incidents.api.claim import ClaimBody, ClaimSerializer, claim_answer
from incidents.api.files import MEDIA_TYPES, parameters, wanted_format
from incidents.api.filters import ORDER_BY_CHANGE, IncidentApiFilter
from incidents.api.flat import LABEL, Flat
from incidents.api.history import HistorySerializer, history_records
from incidents.api.if_match import IF_MATCH, tag_in, tag_of
from incidents.api.incident_columns import (
    COLUMNS,
    TABLE,
    audience_of,
    columns_among,
    incident_record,
)
from incidents.api.merging import MergingActions, refusing_stale
from incidents.api.profiles import Asked, profile_of, profile_parameter, wanted_profile
from incidents.api.reading import RecordViewSet, labelled, labelled_record, uuid_in
from incidents.api.record import label_field, serializer_of
from incidents.api.report_columns import ReportRecord, report_record
from incidents.api.shaping import SHAPING, chosen_fields, shaping_parameters
from incidents.api.statistics import StatisticsAction
from incidents.api.unchanged import unless_had
from incidents.domain.queries.access import visible_incidents, visible_reports
from incidents.domain.queries.as_of import as_of
from incidents.domain.queries.relation import relation_to
from incidents.domain.read_log import note_reading
from incidents.domain.status import LONGEST_REASON, set_status
from incidents.domain.version import version_of
from incidents.enums import Reading, Status
from incidents.models import Incident
from incidents.rules import FIELD_GROUPS, allowed_transitions, may
from parties.api.strict import StrictChoice, StrictSerializer, StrictText

# Whoever is offered one of these acts on a version.
ACTS = frozenset({"allowed_actions", "allowed_moves"})
# Orders of the list; all names of a keyset rise, or all fall.
KEYSETS = {"oldest": ("sort_at", "id"), ORDER_BY_CHANGE: ("updated_at", "id")}
NAMES = frozenset({LABEL, *(column.name for column in COLUMNS)})
IncidentRecord = serializer_of("Incident", COLUMNS, place_label=label_field())


class StepSerializer(serializers.Serializer):
    """A step that you may take from the present status."""

    to = serializers.ChoiceField(choices=Status.choices)
    reason_required = serializers.BooleanField()


class IncidentDetail(IncidentRecord):  # type: ignore[misc, valid-type]
    """An incident with what you may read and do besides; the rest is left out."""

    reports = ReportRecord(many=True, required=False)
    history = HistorySerializer(many=True, required=False)
    allowed_actions = StepSerializer(many=True, required=False)
    allowed_moves = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="What you may do about its being one event: merge, split, detach.",
    )
    merged_here = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        help_text="The incidents that were merged into it; un-merge undoes that.",
    )


class StatusStep(StrictSerializer):
    """A step of the status."""

    to = StrictChoice(choices=Status.choices, help_text="The status to set.")
    reason = StrictText(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Why; most steps need it.",
    )


class IncidentViewSet(StatisticsAction, MergingActions, RecordViewSet):
    """Events, each told by one or more reports. What you read depends on your appointments."""

    queryset = Incident.objects.none()
    serializer_class = IncidentRecord
    filterset_class = IncidentApiFilter
    keyset = ("-sort_at", "-id")
    reading = Reading.INCIDENTS
    as_files = MEDIA_TYPES
    is_counted = True
    shaping = SHAPING | {AS_OF}
    size: int | None = None  # of the log, as of which the list is asked for
    lookup_url_kwarg = "id"
    deeds = {"status": "set_status", "claim": "keep_queue"} | MergingActions.move_deeds

    def get_queryset(self) -> QuerySet[Incident]:
        """What the access function lets the actor read."""
        return visible_incidents(self.actor)

    def record(self) -> Any:
        """An incident, pruned for the actor."""
        return incident_record(self.actor, self.fields, self._only_mission())

    def _only_mission(self) -> int | None:
        """The mission that the filters of a list keep, if the actor serves there."""
        code = self.request.query_params.get("mission") if self.action == "list" else None
        served = {one.mission.code: one.mission_id for one in self.actor.appointments}
        return served.get(code)

    def flat(self) -> Flat:
        """A file of incidents, pruned for the actor."""
        columns = columns_among(self.fields)
        return Flat("incidents", TABLE, columns, audience_of(self.actor), labels=self.labels)

    @property
    def labels(self) -> bool:
        """Names of places are today's; a list of then has none."""
        return self.size is None and super().labels

    @property
    def query_parameters(self) -> frozenset[str]:
        """What one incident takes; what hangs on it takes nothing."""
        return frozenset({AS_OF} if self.action == "retrieve" else ())

    def about(self, request: Request, rows: QuerySet[Incident]) -> dict[str, Any]:
        """What a page says before its records; also of when it is."""
        return super().about(request, rows) | ({} if self.size is None else {AS_OF: self.size})

    def order(self, request: Request) -> tuple[str, ...]:
        """Newest first, unless another order is asked for."""
        return KEYSETS.get(request.query_params.get("order", ""), self.keyset)

    def held(self, rows: QuerySet[Incident], request: Request) -> QuerySet[Incident]:
        """All of them, or those of which another table takes notice."""
        profile = wanted_profile(request)
        return rows.filter(profile.holds) if profile else rows

    def written(self, rows: QuerySet[Incident], wanted: str, request: Request) -> FileResponse:
        """The file, with our columns or those of another table."""
        profile = wanted_profile(request)
        if profile is None:
            return super().written(rows, wanted, request)
        return profile_of(profile, Asked(self.actor, self.flat(), rows), request)

    @extend_schema(
        parameters=[*shaping_parameters(), as_of_parameter(), *parameters(), profile_parameter()],
        responses=IncidentRecord(many=True),
    )
    def list(self, request: Request) -> HttpResponseBase:
        """List the incidents that you may read, newest first; or give all of them as a file."""
        self.fields = chosen_fields(request, NAMES)
        self.size = size_in(request)
        if self.size is None:
            return super().list(request)
        with as_of(self.size, self.actor):
            wanted = wanted_format(request)
            answer: Any = self.file(request, wanted) if wanted else self.page(request)[0]
        answer[AS_OF_HEADER] = str(self.size)
        if wanted:
            return unless_had(request, answer)
        set_response_etag(answer)
        return answer

    @extend_schema(parameters=[as_of_parameter()], responses=IncidentDetail)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Read one incident, with its reports and history where you may.

        The id of a merged incident answers with the one that holds its reports now. With
        “as_of” it is the record alone, and the one that held its reports then.
        """
        self.size = size_in(request)
        if self.size is not None:
            return self._of_then(id, self.size)
        incident = self.leading(id)
        note_reading(self.actor, Reading.INCIDENT, incident)
        return self._answer(incident)

    @extend_schema(request=StatusStep, responses=IncidentDetail, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"], filterset_class=None)
    def status(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take one step of the status; “allowed_actions” lists the steps that you may take."""
        incident = self._found(id)
        step = StatusStep.said_in(request)
        seen = tag_in(request)[0]
        with refusing_stale():
            set_status(incident, actor=self.actor, seen=seen, **step)
        return self._answer(self._found(id))

    @extend_schema(request=ClaimBody, responses=ClaimSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def claim(self, request: Request, id: str) -> Response:  # noqa: A002
        """Say that you are on it, or with “release” no longer; the answer says who is."""
        incident = self._found(id)
        return Response(claim_answer(incident, self.actor, **ClaimBody.said_in(request)))

    @extend_schema(responses=HistorySerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None, names_places=False)
    def history(self, request: Request, id: str) -> Response:  # noqa: A002
        """Read who changed what, when and why, oldest first, where you may read the journal."""
        incident = self._found(id)
        if not self._reads_journal(incident):
            raise Http404
        note_reading(self.actor, Reading.HISTORY, incident)
        return Response(history_records(self.actor, incident))

    def _reads_journal(self, incident: Incident) -> bool:
        relation = relation_to(self.actor, incident)
        return may(self.actor, "read_journal", incident.mission_id, relation)

    def _found(self, text: str) -> Incident:
        rows = self.filter_queryset(self.get_queryset())
        incident = rows.filter(pk=uuid_in(text)).first()
        if incident is None:
            raise Http404
        return incident

    def _of_then(self, text: str, size: int) -> Response:
        """The record of then alone: nobody acts on it, and what stands beside it is of today."""
        with as_of(size, self.actor, one=True):
            incident = self.leading(text)
            body = self.one(self.get_queryset().filter(pk=incident.pk))
        note_reading(self.actor, Reading.INCIDENT, incident)
        return Response(body, headers={AS_OF_HEADER: str(size)})

    def _answer(self, incident: Incident, status: int = 200) -> Response:
        """One incident; to those who may act on it, with the version to act on as ETag."""
        body = self._detail(incident)
        if not ACTS & body.keys():
            return Response(body, status)
        return Response(body, status, headers={"ETag": tag_of(version_of(incident), body)})

    def _detail(self, incident: Incident) -> dict[str, Any]:
        body = self.one(self.get_queryset().filter(pk=incident.pk))
        if self.actor.roles_at(incident.mission_id) & FIELD_GROUPS["reports"]:
            body["reports"] = self._reports(incident)
        if self._reads_journal(incident):
            body["history"] = history_records(self.actor, incident)
        steps = allowed_transitions(self.actor, incident.mission_id, incident.status)
        if steps:
            body["allowed_actions"] = [
                {"to": step.target, "reason_required": step.reason_required} for step in steps
            ]
        return body | self.moves_of(incident)

    def _reports(self, incident: Incident) -> Any:
        linked = visible_reports(self.actor).filter(
            links__incident=incident, links__unlinked_at__isnull=True
        )
        rows = linked.order_by("key").values_list(*labelled_record(report_record(self.actor)))
        records = map(json.loads, labelled(list(rows)))
        return [record | {"incident": str(incident.pk)} for record in records]
