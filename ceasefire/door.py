"""The first look at a request: what no address of ours can hold is refused clearly."""

import json
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

LONGEST_ADDRESS = 8_000
# A lone surrogate arrives as its three UTF-8-like bytes, which are no UTF-8.
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
JSON_ESCAPED_SURROGATE = re.compile(r"[\ud800-\udfff]")


class DoorFilterMiddleware:
    """Answer 400 for NUL bytes and broken Unicode in the address, 414 for an endless one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reason = _fault(request)
        return refusal(request, *reason) if reason else self.get_response(request)


def _fault(request: HttpRequest) -> tuple[int, str] | None:
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > LONGEST_ADDRESS:
        return 414, _("The address is too long.")
    path = request.path_info.encode("utf-8", "surrogatepass")
    text = path + b"?" + unquote_to_bytes(query.replace("+", " "))
    if b"\0" in text:
        return 400, _("The address holds a NUL character.")
    if not _is_unicode(text):
        return 400, _("The address holds characters that are not valid Unicode.")
    return None


def _is_unicode(text: bytes) -> bool:
    if SURROGATE.search(text):
        return False
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def refusal(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """A refusal that says why: a problem for the API, a plain page for people."""
    if request.path_info.startswith("/api/"):
        problem = {"type": "about:blank", "title": detail, "status": status, "detail": detail}
        return HttpResponse(json.dumps(problem), "application/problem+json", status=status)
    return HttpResponse(f"{status} {detail}\n", "text/plain; charset=utf-8", status=status)
