"""Numbers are typed as text, so that a wrong one comes back as it was typed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from incidents.forms.numbers import DecimalNumberField, WholeNumberField


def test_a_comma_is_a_point():
    assert DecimalNumberField().clean("12,5") == Decimal("12.5")


@pytest.mark.parametrize("typed", ["three", "1.5", "1e3", "٣x", "9" * 5000])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(ValidationError):
        WholeNumberField().clean(typed)


@pytest.mark.parametrize("field", [DecimalNumberField(), WholeNumberField()])
def test_the_box_takes_any_text(field):
    assert field.widget.input_type == "text"
