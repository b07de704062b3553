"""Instants as tools send them, in UTC or refused."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from incidents.forms.instants import InstantField


@pytest.mark.parametrize(
    "text", ["2021-03-04T18:40:00+04:00", "2021-03-04T14:40:00Z", "2021-03-04T14:40:00"]
)
def test_an_instant_is_read_in_utc(text):
    assert InstantField().clean(text) == datetime(2021, 3, 4, 14, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday", "2021-02-30"]
)
def test_what_utc_cannot_hold_is_refused(text):
    with pytest.raises(ValidationError):
        InstantField().clean(text)


def test_nothing_is_nothing():
    assert InstantField(required=False).clean("") is None
