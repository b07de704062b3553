"""What a typed position or time is read as, at once, while it is being typed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incidents.domain.queries.typed_position import (
    TypedPosition,
    read_typed_position,
)
from incidents.domain.typed_entries import read_typed_time, words_of_time
from incidents.missionday.moment import When
from incidents.rules import may
from parties.models import Mission
from parties.views.mission import actor_in, with_mission

LONGEST = 500


@require_safe
@never_cache
@login_required
@with_mission
def position_echo(request: HttpRequest, mission: Mission) -> JsonResponse:
    """The position in words, its nearest places, and its outline for the map."""
    _check_filer(request, mission)
    typed, post = request.GET.get("q", "")[: LONGEST + 1], request.GET.get("post", "")
    try:
        read = read_typed_position(typed, mission, post) if typed.strip() else None
    except ValidationError as error:
        return _answer("incidents/_position_echo.html", {"refused": error.messages}, {})
    if read is None:
        return JsonResponse({"html": ""})
    drawn = {
        "spot": read.spot,
        "reach": read.reach_m,
        "outline": list(read.outline),
        "sectors": [one.sector.outline for one in read.sectors],
    }
    return _answer("incidents/_position_echo.html", echo_of_position(read), drawn)


@require_safe
@never_cache
@login_required
@with_mission
def time_echo(request: HttpRequest, mission: Mission) -> JsonResponse:
    """The time in words, on the mission's clock."""
    _check_filer(request, mission)
    typed = request.GET.get("q", "")[: LONGEST + 1]
    if not typed.strip():
        return JsonResponse({"html": ""})
    try:
        when = read_typed_time(typed, mission, _typed_at(request))
    except ValidationError as error:
        return _answer("incidents/_time_echo.html", {"refused": error.messages}, {})
    return _answer("incidents/_time_echo.html", echo_of_time(when, mission), {})


def echo_of_position(read: TypedPosition) -> dict[str, Any]:
    """What a template says of a read position."""
    return {"read": read, "near": read.near}


def echo_of_time(when: When, mission: Mission) -> dict[str, Any]:
    """What a template says of a read time."""
    return {"when": when, "mission": mission, **words_of_time(when)}


def _check_filer(request: HttpRequest, mission: Mission) -> None:
    if not may(actor_in(request), "file_report", mission.pk):
        raise PermissionDenied


def _typed_at(request: HttpRequest) -> Any:
    try:
        told = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        told = None
    return told if told and told.tzinfo else timezone.now()


def _answer(template: str, context: dict[str, Any], drawn: dict[str, Any]) -> JsonResponse:
    return JsonResponse({"html": render_to_string(template, context), **drawn})
