"""What older forms typed, told in the fields of today's form: no saved report grows too old."""

from django.http import QueryDict

from incidents.exchange.outbox import Typed


def as_typed_now(typed: Typed) -> QueryDict:
    """Return the values of a saved report under the names that the form has today."""
    values = QueryDict(mutable=True)
    for name, value in typed.values:
        values.appendlist(name, value)
    return values
