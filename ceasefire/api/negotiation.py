"""Which renderer answers: what nearly every tool asks for is known without a comparison."""

from collections.abc import Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

JSON, ANYTHING = "application/json", "*/*"


class JsonAtOnce(DefaultContentNegotiation):
    """JSON for who asks for JSON or for anything, where JSON comes first; else as usual."""

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: Any = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and the media type that it answers with."""
        accepted = request.META.get("HTTP_ACCEPT", ANYTHING)
        if accepted in (JSON, ANYTHING) and renderers[0].media_type == JSON and not format_suffix:
            return renderers[0], JSON
        return super().select_renderer(request, renderers, format_suffix)
