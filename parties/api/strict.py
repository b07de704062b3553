"""Fields that take what they say and nothing near it: no number for a text, no 1 for true."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

DEGREES = re.compile(r"[+-]?\d{1,3}(\.\d{1,15})?", re.ASCII)


class StrictSerializer(serializers.Serializer):
    """A body whose every field is known; an unknown one is refused by name."""

    said: Any = None

    @property
    def _writable_fields(self) -> Iterator[serializers.Field]:
        """Those that were said or must be: to ask each of fifty takes longer than to read ten."""
        for field in super()._writable_fields:
            if field.required or field.default is not serializers.empty or self._is_said(field):
                yield field

    def _is_said(self, field: serializers.Field) -> bool:
        return type(self.said) is not dict or field.field_name in self.said

    def to_internal_value(self, data: Any) -> Any:
        """Check values and names, and tell all that is wrong at once."""
        self.said = data
        faults = self._unknown(data)
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**faults, **error.detail}) from error
        if faults:
            raise serializers.ValidationError(faults)
        return value

    @classmethod
    def said_in(cls, request: Request) -> dict[str, Any]:
        """Return what the body of a request says; raises the library's ValidationError."""
        body = cls(data=request.data)
        body.is_valid(raise_exception=True)
        return body.validated_data

    def _unknown(self, data: Any) -> dict[str, list[serializers.ErrorDetail]]:
        names = set(data) - set(self.fields) if isinstance(data, dict) else set()
        detail = serializers.ErrorDetail(_("There is no such field."), "unknown")
        return {name: [detail] for name in sorted(names)}


class StrictText(serializers.CharField):
    """A text, kept as typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        """Refuse everything but a text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictChoice(serializers.ChoiceField):
    """One of a code list."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse everything but a code."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=type(data).__name__)
        return super().to_internal_value(data)


class StrictInteger(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        """Refuse texts, fractions and truth values."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictUuid(serializers.UUIDField):
    """A UUID in its usual spelling."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        """Refuse numbers and other spellings."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        value: uuid.UUID = super().to_internal_value(data)
        if str(value) != data.lower():
            self.fail("invalid", value=data)
        return value


class StrictMoment(serializers.DateTimeField):
    """An instant with its offset, after RFC 3339."""

    default_error_messages = {
        "naive": _("Give the offset too, such as 2020-12-11T18:40:00+04:00 or a final Z."),
        "range": _("This instant lies outside the years 1 to 9999 of UTC."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        """Return the instant in UTC."""
        moment = self._parsed(value)
        if moment is None:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        if moment.tzinfo is None:
            self.fail("naive")
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            self.fail("range")

    def _parsed(self, value: Any) -> datetime | None:
        try:
            return parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            return None


class StrictDegrees(serializers.DecimalField):
    """Decimal degrees on WGS 84, as a number or as a decimal text; no letters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        """Refuse letters, exponents and truth values."""
        if type(data) not in (int, float, str):
            self.fail("invalid")
        if isinstance(data, str) and not DEGREES.fullmatch(data):
            self.fail("invalid")
        return Decimal(str(data))
