"""Instants as tools send them, kept within what UTC and the database can hold."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField, RangeField
from django_filters.widgets import DateRangeWidget


class InstantField(IsoDateTimeField):
    """An RFC 3339 instant, whatever its offset, in UTC."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant in UTC."""
        moment = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            message = _("This instant lies outside the years 1 to 9999 of UTC.")
            raise ValidationError(message, "range") from error


class InstantRangeField(RangeField):
    """Two instants."""

    widget = DateRangeWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__((InstantField(), InstantField()), *args, **kwargs)
