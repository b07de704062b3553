"""The body of a filed report, made from the dataclass that the domain takes."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from incidents import enums
from incidents.categories import Category
from incidents.damage import Damage
from incidents.domain.content import CasualtyContent, ReportContent
from incidents.domain.content_checks import LARGEST_COUNT, LONGEST_NARRATIVE, MOST_CASUALTY_LINES
from incidents.domain.typed_entries import with_typed
from incidents.models import Casualty, Report
from parties.api.strict import (
    StrictChoice,
    StrictDegrees,
    StrictInteger,
    StrictMoment,
    StrictSerializer,
    StrictText,
    StrictUuid,
)

LONGEST_CODE = 40
_of_thread = threading.local()
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "kind": enums.ReportKind.choices,
    "scope": enums.Scope.choices,
    "stance": enums.Stance.choices,
    "source_kind": enums.SourceKind.choices,
    "time_precision": enums.TimePrecision.choices,
    "date_basis": enums.DateBasis.choices,
    "position_precision": enums.PositionPrecision.choices,
    "category": Category.choices,
    "signature": enums.Signature.choices,
    "means": enums.Means.choices,
    "direction": enums.Direction.choices,
    "weapon": enums.Weapon.choices,
    "damage": Damage.choices,
    "count_qualifier": enums.CountQualifier.choices,
    "count_unit": enums.CountUnit.choices,
    "outcome": enums.Outcome.choices,
    "person_kind": enums.PersonKind.choices,
}
MEANING = {
    "report_id": _("A UUID of version 7, made by you; send the same one again when in doubt."),
    "mission": _("Code of the mission."),
    "post": _("Code of the post that observed it."),
    "place": _("Code of the nearest named place."),
    "source_party": _("Code of the party that speaks."),
    "alleged_party": _("Code of the party that the source accuses; no finding of the mission."),
    "side": _("Code of the party whose people they were."),
    "same_event_as": _("The id of an earlier report of the same event."),
    "position_text": _(
        "A position as people type it, read by the server where lat and lon are left out: "
        "“39°49'17\"N 46°45'08\"E”, “38S PK 49952 09392”, “N-1 NE 2-5 km”, or the name of a "
        "place. Kept as typed; docs/api.md lists the notations."
    ),
    "time_text": _(
        "A time as people type it, instead of occurred_from: “14:30”, “101430CNOV20”, "
        "“23:50-00:20”, “20 minutes ago” (before the instant in report_id). Local times are in "
        "the mission's zone. Kept as occurred_text."
    ),
    "corrects": _("The id of the report that this one takes the place of."),
}
KINDS: dict[Any, Callable[..., serializers.Field]] = {
    UUID: StrictUuid,
    UUID | None: StrictUuid,
    datetime | None: StrictMoment,
    Decimal | None: StrictDegrees,
    int | None: StrictInteger,
}


def _field(row: Field[Any], model: type[models.Model]) -> serializers.Field:
    optional = row.default is not MISSING
    options: dict[str, Any] = {"required": not optional, "help_text": _meaning(row.name, model)}
    if row.name in CHOICES:
        return StrictChoice(choices=CHOICES[row.name], allow_blank=row.default == "", **options)
    if row.type is str:
        longest = _longest(row.name, model)
        return StrictText(allow_blank=optional, max_length=longest, **options)
    if row.type == int | None:
        options |= {"min_value": 0, "max_value": LARGEST_COUNT}
    return KINDS[row.type](allow_null=optional, **options)


def _meaning(name: str, model: type[models.Model]) -> Any:
    return MEANING.get(name) or model._meta.get_field(name).help_text


def _longest(name: str, model: type[models.Model]) -> int:
    column = model._meta.get_field(name)
    if column.is_relation:
        return LONGEST_CODE
    return getattr(column, "max_length", None) or LONGEST_NARRATIVE


def _declared(content: type, model: type[models.Model]) -> dict[str, serializers.Field]:
    return {row.name: _field(row, model) for row in fields(content) if row.name != "casualties"}


class _CasualtyLine(StrictSerializer):
    """People of one side and kind with one outcome; null is unknown, 0 is none."""

    def to_internal_value(self, data: Any) -> CasualtyContent:
        """The line as the domain takes it."""
        return CasualtyContent(**super().to_internal_value(data))


class _ReportBody(StrictSerializer):
    """What one source says of one event. Leave out what is not known: null is not zero."""


def content_of(checked: Mapping[str, Any]) -> ReportContent:
    """The report that a checked body holds, its typed time and position read."""
    values = {**checked, "casualties": tuple(checked.get("casualties", ()))}
    time_text = values.pop("time_text", "")
    return with_typed(ReportContent(**values), time_text)


def content_in(data: Any) -> ReportContent:
    """The report that a body says.

    Raises:
        serializers.ValidationError: what is wrong with which field.

    """
    return content_of(_reader().run_validation({} if data is None else data))


def _reader() -> serializers.Serializer:
    """The reader of this thread: making its fifty fields takes longer than reading a report."""
    if not hasattr(_of_thread, "reader"):
        _of_thread.reader = ReportBody()
    reader: serializers.Serializer = _of_thread.reader
    return reader


CasualtyLine = type("CasualtyLine", (_CasualtyLine,), _declared(CasualtyContent, Casualty))
ReportBody = type(
    "ReportBody",
    (_ReportBody,),
    {
        **_declared(ReportContent, Report),
        "time_text": StrictText(
            required=False, allow_blank=True, max_length=200, help_text=MEANING["time_text"]
        ),
        "casualties": CasualtyLine(many=True, required=False, max_length=MOST_CASUALTY_LINES),
        "__doc__": _ReportBody.__doc__,
    },
)
