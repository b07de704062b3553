"""The page of the read log: who read what, for duty officers of every party."""

from typing import Any
from urllib.parse import unquote_plus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from incidents.domain.queries.read_log import ReadingTold, readings_at, readings_told
from incidents.rules import may
from incidents.views.history import who_words
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

PAGE_SIZE = 100
MOST_DIGITS = 18


@require_safe
@login_required
@with_mission
def reading_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The newest readings, or those before the one named in the address."""
    actor = actor_in(request)
    if not may(actor, "read_readings", mission.pk):
        raise Http404
    rows = readings_at(actor, mission)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before[:MOST_DIGITS]))
    found = list(rows[: PAGE_SIZE + 1])
    told = readings_told(found[:PAGE_SIZE], actor)
    context = {
        "readings": [_shown(one) for one in told],
        "older": told[-1].row.pk if len(found) > PAGE_SIZE else None,
    }
    return render_page(request, "incidents/reading_list.html", mission, context)


def _shown(told: ReadingTold) -> dict[str, Any]:
    return {
        "row": told.row,
        "who": who_words(told.who),
        "reference": told.reference,
        "query": unquote_plus(told.row.query),
        "groups": [group.replace("_", " ") for group in told.row.groups],
    }
