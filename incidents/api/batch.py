"""Many reports in one request: each filed as if it came alone, each with an answer of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from incidents.api.content import content_in
from incidents.api.reading import JSON
from incidents.domain.desk import Desk
from incidents.domain.filing import Acknowledgement, Brought, Filed, file_reports
from incidents.forms.outbox import NOT_STORED, STATUS_OF_OUTCOME, Answer, Opened, open_item
from parties.api.strict import StrictSerializer
from parties.domain.acting import Actor

MOST_ITEMS = 100


class Items(serializers.ListField):
    """A list that is counted before anything in it is looked at."""

    def to_internal_value(self, data: Any) -> list[Any]:
        """Refuse what is no list of one to a hundred; each item is judged by itself later."""
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        if not 0 < len(data) <= MOST_ITEMS:
            message = gettext("Send 1 to %(most)s items at once.") % {"most": MOST_ITEMS}
            raise serializers.ValidationError(message, "max_length" if data else "min_length")
        return data


class BatchBody(StrictSerializer):
    """Up to 100 reports, or boxes of an outbox; they are filed in their order."""

    items = Items(
        child=serializers.JSONField(help_text=_("A report, or the box of one.")),
        min_length=1,
        max_length=MOST_ITEMS,
    )


class ItemAnswer(serializers.Serializer):
    """What filing the item alone would have answered: a receipt, or what was wrong."""

    report_id = serializers.CharField()
    status = serializers.IntegerField()
    digest = serializers.CharField(required=False, help_text=_("SHA-256 of what a box held."))
    receipt = serializers.JSONField(required=False)
    errors = serializers.ListField(child=serializers.JSONField(), required=False)


class BatchAnswer(serializers.Serializer):
    """An answer for each item, in the order of the items."""

    results = ItemAnswer(many=True)


@dataclass(frozen=True, slots=True)
class _Body:
    """A report of the API that was read; ``told`` is the beginning of its answer."""

    told: dict[str, Any]
    brought: Brought


class BatchAction(GenericViewSet):
    """The batch endpoint of the reports."""

    actor: Actor

    @extend_schema(request=BatchBody, responses=BatchAnswer)
    @action(detail=False, methods=["post"], filterset_class=None)
    def batch(self, request: Request) -> HttpResponse:
        """File many reports. One that is refused keeps none of the others from being filed."""
        body = BatchBody(data=request.data)
        body.is_valid(raise_exception=True)
        desk = Desk(self.actor)
        read = [self._read(item, desk) for item in body.validated_data["items"]]
        coming = [each for each in read if isinstance(each, Opened | _Body)]
        filed = iter(file_reports([each.brought for each in coming], desk=desk))
        answers = [
            self._answer(each, next(filed)) if isinstance(each, Opened | _Body) else each
            for each in read
        ]
        return HttpResponse(f'{{"results":[{",".join(answers)}]}}', JSON)

    def _read(self, item: Any, desk: Desk) -> Opened | _Body | str:
        """An item that may be filed, or what to answer at once."""
        if isinstance(item, Mapping) and "box" in item:
            opened = open_item(item, self.actor, desk)
            return opened if isinstance(opened, Opened) else _of_box(opened)
        named = item.get("report_id") if isinstance(item, Mapping) else None
        told = {"report_id": named[:36] if isinstance(named, str) else ""}
        try:
            return _Body(told, Brought(content_in(item), self.actor.user))
        except (serializers.ValidationError, ValidationError) as refusal:
            return json.dumps(told | self._problem_of(refusal))

    def _answer(self, read: Opened | _Body, filed: Filed) -> str:
        if isinstance(read, Opened):
            return _of_box(read.answer(filed))
        if isinstance(filed, Acknowledgement):
            status = STATUS_OF_OUTCOME[filed.outcome]
            return _with_receipt(read.told | {"status": status}, filed.receipt)
        return json.dumps(read.told | self._problem_of(filed))

    def _problem_of(self, refusal: Exception) -> dict[str, Any]:
        """What the API would have said of the report alone."""
        if isinstance(refusal, DatabaseError):
            return {"status": NOT_STORED, "errors": []}
        handler, context = self.get_exception_handler(), self.get_exception_handler_context()
        answer = handler(refusal, context)
        return {"status": answer.status_code, "errors": answer.data.get("errors", [])}


def _of_box(answer: Answer) -> str:
    told: dict[str, Any] = {"report_id": answer.report_id, "status": answer.status}
    if answer.digest:
        told["digest"] = answer.digest
    if answer.filed is None:
        return json.dumps(told | {"errors": answer.faults})
    return _with_receipt(told, answer.filed.receipt)


def _with_receipt(told: Mapping[str, Any], receipt: bytes) -> str:
    """The receipt stands in the answer byte for byte as it was first given."""
    return f'{json.dumps(told)[:-1]}, "receipt": {receipt.decode()}}}'
