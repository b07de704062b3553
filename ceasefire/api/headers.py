"""Headers of every API answer: asked again each time, and kept apart by who asks."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

API = "/api/"
VARIES_BY = ("Authorization", "Accept", "Cookie")


class ApiHeadersMiddleware:
    """Let only the asker's own tools keep an answer, and only if they ask again each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(API):
            response.headers.setdefault("Cache-Control", "private, no-cache")
            patch_vary_headers(response, VARIES_BY)
        return response
