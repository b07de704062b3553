"""Personal pages stay out of every cache, in the browser and between."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

SIGN_IN_PAGES = "/accounts/"


class PrivatePagesMiddleware:
    """Mark answers to a signed-in person, and sign-in pages, as not to be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_personal(request) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


def _is_personal(request: HttpRequest) -> bool:
    """Tell whether the answer was made for one person.

    A token's owner is known only once the API has authenticated; the header says it too.
    """
    return (
        request.path.startswith(SIGN_IN_PAGES)
        or "HTTP_AUTHORIZATION" in request.META
        or request.user.is_authenticated
    )
