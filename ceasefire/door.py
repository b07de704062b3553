"""The first look at a request: what no text of ours can hold is refused clearly."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from ceasefire.errors import refusal

LONGEST_ADDRESS = 4_000
# PostgreSQL's driver says so when a NUL comes as far as a query.
NUL_IN_QUERY = re.compile(r"cannot contain NUL")


class DoorFilterMiddleware:
    """Answer 400 to NUL bytes, broken Unicode and endless addresses, never 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        fault = _fault_in_address(request)
        return refusal(request, 400, fault) if fault else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refuse text that a view has passed on to the database unread."""
        if isinstance(exception, UnicodeEncodeError) or (
            isinstance(exception, ValueError) and NUL_IN_QUERY.search(str(exception))
        ):
            return refusal(request, 400, _("The request holds characters that no text can hold."))
        return None


def _fault_in_address(request: HttpRequest) -> str:
    """What is wrong; broken Unicode in the path is left to be found nowhere."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > LONGEST_ADDRESS:
        return _("The address is too long.")
    values = unquote_to_bytes(query)
    if "\0" in request.path_info or b"\0" in values:
        return _("The address holds a NUL character.")
    try:
        values.decode()
    except UnicodeDecodeError:  # lone surrogates too: their bytes are no UTF-8
        return _("The address holds characters that are not valid Unicode.")
    return ""
