"""Pages of posts: where the mission watches from, today and before."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from parties.domain.queries.post import posts_on
from parties.models import Mission
from parties.views.mission import with_mission
from parties.views.page import render_page
from parties.views.post_map import PostNow, centred, map_of, post_marks, posts_now


@with_mission
def post_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """All posts of the mission as they stand today."""
    posts = posts_of(mission, timezone.now().date())
    context = {
        "posts": posts,
        "watching": sum(now.state == "on" for now in posts),
        "map": map_of(mission, posts=post_marks(posts)),
    }
    return render_page(request, "parties/post_list.html", mission, context)


@with_mission
def post_detail(request: HttpRequest, mission: Mission, code: str) -> HttpResponse:
    """One post: what it is, who runs it, and every status it had."""
    found = posts_on(timezone.now().date()).filter(mission=mission)
    found = found.select_related("place", "host")
    found = found.prefetch_related("place__names", "operatorships__party")
    now = posts_now([get_object_or_404(found, code=code)])[0]
    shown = map_of(mission, posts=post_marks([now]))
    context = {
        "now": now,
        "post": now.post,
        "statuses": now.post.statuses.order_by("-since"),
        "map": centred(shown, now.position) if now.position else None,
    }
    return render_page(request, "parties/post_detail.html", mission, context)


def posts_of(mission: Mission, day: date) -> list[PostNow]:
    """The mission's posts as they stood on a day."""
    posts = posts_on(day).filter(mission=mission).select_related("place", "host")
    return posts_now(posts.prefetch_related("operators").order_by("sector", "code"))
