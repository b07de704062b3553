"""What older forms typed, told in the fields of today's form: no saved report grows too old."""

from django.utils.datastructures import MultiValueDict

from incidents.exchange.outbox import Typed


def as_typed_now(typed: Typed) -> MultiValueDict[str, str]:
    """Return the values of a saved report under the names that the form has today."""
    values: MultiValueDict[str, str] = MultiValueDict()
    for name, value in typed.values:
        values.appendlist(name, value)
    return values
