"""Degrees are read as people type them, and nothing is guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from incidents.forms.degrees import DegreesField

LATITUDE = DegreesField(letters="NS", required=False)


@pytest.mark.parametrize(
    "typed, degrees",
    [
        ("39.8213", "39.8213"),
        ("39,8213", "39.8213"),
        (" 39.8213 N", "39.8213"),
        ("39.8213°S", "-39.8213"),
        ("-39.8", "-39.8"),
        ("-39.8 S", "39.8"),
        ("0", "0"),
        ("91N", "91"),
    ],
)
def test_decimal_degrees_are_read_with_comma_sign_or_letter(typed, degrees):
    assert LATITUDE.clean(typed) == Decimal(degrees)


@pytest.mark.parametrize("typed", ["", None, "  "])
def test_nothing_typed_is_not_known(typed):
    assert LATITUDE.clean(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["39°49'17\"", "39 49 17", "E 39.8", "39.8 E", "NaN", "Infinity", "1e3", "٣٩", "9999", "39.8.1",
     "0" * 30, "39\x008", "39.8 � "],
)  # fmt: skip
def test_what_is_no_decimal_degree_is_refused(typed):
    with pytest.raises(ValidationError):
        LATITUDE.clean(typed)
