"""The coverage calendar: what each post could watch, and when it was silent."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.domain.queries.coverage import coverage_of
from incidents.domain.queries.daily import open_day
from incidents.rules import may
from parties.models import Mission, Post
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

WEEKS = 5


@require_safe
@login_required
@with_mission
def post_coverage(request: HttpRequest, mission: Mission, code: str) -> HttpResponse:
    """Five weeks of a post as a calendar, and the same as a table."""
    actor = actor_in(request)
    if not may(actor, "read_open_day", mission.pk):
        raise Http404
    post = get_object_or_404(Post, mission=mission, code=code)
    today = open_day(mission, timezone.now())
    last = today + timedelta(days=6 - today.weekday())
    days = coverage_of(actor, post, last, WEEKS * 7)
    known = [one for one in days if one.day <= today]
    due = [one for one in known if one.expected and (one.day < today or one.sent)]
    context = {
        "post": post,
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "days": known[::-1],
        "today": today,
        "expected": len(due),
        "heard": sum(one.sent is not None for one in due),
        "lost": sum(one.lost for one in known),
    }
    return render_page(request, "incidents/coverage.html", mission, context)
