"""The coverage calendars: what posts could watch, which returns came, and who was silent."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.domain.queries.coverage import Covered, coverage_of
from incidents.domain.queries.daily import open_day
from incidents.missionday.window import ONE_DAY
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission, Post
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

WEEKS = 5


@dataclass(frozen=True)
class Row:
    """A post in the calendar of a month."""

    post: Post
    days: list[Covered]

    @property
    def expected(self) -> int:
        """How many returns were due by now."""
        return sum(one.is_due for one in self.days)

    @property
    def heard(self) -> int:
        """How many of them came."""
        return sum(one.is_due and one.sent is not None for one in self.days)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was expected of the post, and nothing came."""
        return all(one.state == "none" for one in self.days)


@require_safe
@login_required
@with_mission
def post_coverage(request: HttpRequest, mission: Mission, code: str) -> HttpResponse:
    """Five weeks of a post as a calendar, and the same as a table."""
    actor = _reader(request, mission)
    post = get_object_or_404(Post, mission=mission, code=code)
    now = timezone.now()
    today = open_day(mission, now)
    last = today + timedelta(days=6 - today.weekday())
    first = last - timedelta(days=WEEKS * 7 - 1)
    days = coverage_of(actor, mission, [post], first, last, now)[post]
    known = [one for one in days if one.day <= today]
    row = Row(post, known)
    context = {
        "post": post,
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "days": known[::-1],
        "today": today,
        "expected": row.expected,
        "heard": row.heard,
        "lost": sum(one.lost for one in known),
    }
    return render_page(request, "incidents/coverage.html", mission, context)


@require_safe
@login_required
@with_mission
def mission_coverage(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The returns that were expected of every post in a month, or of the post asked for."""
    actor = _reader(request, mission)
    now = timezone.now()
    today = open_day(mission, now)
    month = _asked_month(request, mission, today)
    posts = list(Post.objects.filter(mission=mission).order_by("code"))
    asked = _asked_post(request, posts)
    shown = [asked] if asked else posts
    covered = coverage_of(actor, mission, shown, month, _end_of(month), now)
    rows = [Row(post, days) for post, days in covered.items()]
    before, after = (month - ONE_DAY).replace(day=1), _end_of(month) + ONE_DAY
    context = {
        "month": month,
        "posts": posts,
        "asked": asked,
        "rows": [row for row in rows if asked or not row.is_blank],
        "days": [month + ONE_DAY * n for n in range(_end_of(month).day)],
        "expected": sum(row.expected for row in rows),
        "heard": sum(row.heard for row in rows),
        "before": before if before >= mission.opened_on.replace(day=1) else None,
        "after": after if after <= today else None,
    }
    return render_page(request, "incidents/mission_coverage.html", mission, context)


def _reader(request: HttpRequest, mission: Mission) -> Actor:
    actor = actor_in(request)
    if not may(actor, "read_open_day", mission.pk):
        raise Http404
    return actor


def _asked_month(request: HttpRequest, mission: Mission, today: date) -> date:
    """The first day of a month of the mission; of the running one if none is asked for."""
    asked = request.GET.get("month", "")
    if not asked:
        return today.replace(day=1)
    try:
        month = date.fromisoformat(f"{asked}-01")
    except ValueError as error:
        raise Http404 from error
    if not mission.opened_on.replace(day=1) <= month <= today:
        raise Http404
    return month


def _asked_post(request: HttpRequest, posts: list[Post]) -> Post | None:
    asked = request.GET.get("post", "")
    if not asked:
        return None
    found = [post for post in posts if post.code == asked]
    if not found:
        raise Http404
    return found[0]


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
