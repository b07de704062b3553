"""Headers of every API answer: asked again each time, and kept apart by who asks."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

API = ("/api/", "/ogc")
SAFE = ("GET", "HEAD")
VARIES_BY = ("Authorization", "Accept", "Cookie")


class ApiHeadersMiddleware:
    """Let only the asker's own tools keep an answer, and only if they ask again each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(API):
            return response
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, VARIES_BY)
        return without_body(request, unless_known(request, response))


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer, or 304 when the asker has the very same one already."""
    if request.method not in SAFE or response.status_code != HTTPStatus.OK or response.streaming:
        return response
    if not response.has_header("ETag"):
        set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def without_body(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The headers alone, when only they were asked for."""
    if request.method == "HEAD" and isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
