"""What is asked of a list besides its rows: which fields, and how many there are."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from parties.api.bad_query import BadQuery

FIELDS, COUNT = "fields", "count"
SHAPING = frozenset({FIELDS, COUNT})
ESTIMATED = "estimated"
KEY = "id"
# A larger list is said to have at least so many: nobody waits for the end of a count.
MOST_COUNTED = 10_000


def shaping_parameters() -> list[OpenApiParameter]:
    """The documented parameters."""
    return [
        OpenApiParameter(
            FIELDS,
            description=str(_("Names of fields, separated by commas; “id” is always there.")),
        ),
        OpenApiParameter(
            COUNT,
            enum=[ESTIMATED],
            description=str(
                _("With “estimated” the page says how many there are, or at least how many.")
            ),
        ),
    ]


def chosen_fields(request: Request, known: Collection[str]) -> frozenset[str] | None:
    """Return the fields that are asked for, None for all; a field that there is not is refused.

    A field that exists and may not be read is left out, as it is without asking.
    """
    if FIELDS not in request.query_params:
        return None
    names = {one.strip() for one in ",".join(request.query_params.getlist(FIELDS)).split(",")}
    if strange := sorted(names - set(known)):
        detail = _("There is no field “%(name)s” here.") % {"name": strange[0][:40]}
        raise BadQuery({FIELDS: [(detail, "invalid")]})
    return frozenset(names | {KEY})


def count_of(request: Request, rows: QuerySet[Any]) -> dict[str, Any]:
    """Return how many rows there are, if that is asked for: exact, or at least so many.

    The readable rows themselves are counted, up to a bound. The planner's guess would cost
    less, but it is made from rows that the reader may not know of.
    """
    if COUNT not in request.query_params:
        return {}
    if request.query_params.getlist(COUNT) != [ESTIMATED]:
        raise BadQuery({COUNT: [(_("Give “estimated”, once."), "invalid")]})
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return {"count": min(found, MOST_COUNTED), "count_is_exact": found <= MOST_COUNTED}
