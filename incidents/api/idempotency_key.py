"""The header Idempotency-Key where it names what is made: a UUID of version 7 of the caller's."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from incidents.ledger.uuid7 import is_uuid7
from parties.api.bad_query import BadQuery

KEY = "Idempotency-Key"
KEY_PARAMETER = OpenApiParameter(
    KEY,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="A UUID of version 7 that you make, in double quotes.",
)


class KeyReused(APIException):
    """The key came before, with another query."""

    status_code = 422
    default_code = "idempotency-mismatch"
    default_detail = gettext_lazy("This Idempotency-Key came before, with another query.")


def key_in(request: Request) -> UUID:
    """Return the key of a request; raises BadQuery if there is none of version 7."""
    text = request.headers.get(KEY, "").strip().strip('"')
    try:
        key = UUID(text)
    except ValueError:
        key = None
    if key is None or not is_uuid7(key):
        raise BadQuery({KEY: [(_("Give a UUID of version 7 that you made."), "invalid")]})
    return key
