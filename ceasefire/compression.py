"""Pages are packed on their way: on a bad line a form of sixty kilobytes is a wait."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = ("text/html", "text/javascript", "application/manifest+json")


class PackedPagesMiddleware(GZipMiddleware):
    """Gzip for pages, padded by chance against guessing their secrets by length.

    Answers of the API stay as they are: their tags are compared strictly.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """Pack what is a page."""
        if response.get("Content-Type", "").startswith(PACKED):
            return super().process_response(request, response)  # type: ignore[arg-type]
        return response
