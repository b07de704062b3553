"""Personal pages stay out of every cache, in the browser and on the way."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

API = ("/api/", "/ogc")  # have rules of its own, in ceasefire.api.headers
SIGN_IN_PAGES = "/accounts/"


class PrivatePagesMiddleware:
    """Let nobody store answers to a signed-in person, and the pages of signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(API) and _is_personal(request):
            response["Cache-Control"] = "no-store, private"
        return response


def _is_personal(request: HttpRequest) -> bool:
    return request.path_info.startswith(SIGN_IN_PAGES) or request.user.is_authenticated
