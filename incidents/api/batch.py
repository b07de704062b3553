"""Many reports in one request: each filed as if it came alone, each with an answer of its own."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from incidents.api.content import ReportBody, content_of
from incidents.api.reading import JSON
from incidents.domain.desk import Desk
from incidents.domain.filing import file_report
from incidents.forms.outbox import STATUS_OF_OUTCOME, Answer, file_item
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


class BatchAction(GenericViewSet):
    """The batch endpoint of the reports."""

    actor: Actor

    @extend_schema(request=BatchBody, responses=BatchAnswer)
    @action(detail=False, methods=["post"], filterset_class=None)
    def batch(self, request: Request) -> HttpResponse:
        """File many reports. One that is refused keeps none of the others from being filed."""
        body = BatchBody(data=request.data)
        body.is_valid(raise_exception=True)
        desk, reader = Desk(), ReportBody()
        items = body.validated_data["items"]
        answers = [self._answer(item, desk, reader) for item in items]
        return HttpResponse(f'{{"results":[{",".join(answers)}]}}', JSON)

    def _answer(self, item: Any, desk: Desk, reader: ReportBody) -> str:
        if isinstance(item, Mapping) and "box" in item:
            return _of_box(file_item(item, self.actor, desk))
        named = item.get("report_id") if isinstance(item, Mapping) else None
        told: dict[str, Any] = {"report_id": named[:36] if isinstance(named, str) else ""}
        try:
            content = content_of(reader.run_validation(item))
            filed = file_report(content, author=self.actor.user, desk=desk)
        except (serializers.ValidationError, ValidationError, PermissionDenied) as refusal:
            return json.dumps(told | self._problem_of(refusal))
        return _with_receipt(told | {"status": STATUS_OF_OUTCOME[filed.outcome]}, filed.receipt)

    def _problem_of(self, refusal: Exception) -> dict[str, Any]:
        """What the API would have said of the report alone."""
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
