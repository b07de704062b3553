"""Rendering of a mission's page: the mission and the actor are always in its context."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parties.models import Mission


def render_page(
    request: HttpRequest,
    template: str,
    mission: Mission,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page about a mission for the actor that ``with_mission`` found."""
    shared = {"mission": mission, "actor": getattr(request, "actor", None)}
    return render(request, template, shared | dict(context), status=status)
