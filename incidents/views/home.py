"""The situation room: map, timeline and table of what the filters in the address find."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from incidents.domain.queries.daily import daily_reports_of, glance_at
from incidents.domain.queries.watched import watched_days
from incidents.domain.read_log import note_page
from incidents.enums import Reading
from incidents.rules import may
from incidents.views.comparison import comparison_of
from incidents.views.keyset import Page, page_of
from incidents.views.room import WALL, Room
from incidents.views.room_map import post_marks_now, room_tag, silent_now
from incidents.views.seen import incidents_seen
from incidents.views.timeline import timeline_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page
from parties.views.post import posts_of
from parties.views.post_map import by_status, map_of

PAGE_SIZE = 25
ON_WALL = 8


@require_safe
@with_mission
def home(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The mission as far as the visitor may see it: today, and the period in the address."""
    actor, now = actor_in(request), timezone.now()
    room = Room(actor, mission, request.GET, now)
    wall = bool(request.GET.get(WALL))
    edges = [request.GET.get(edge, "") for edge in ("older", "newer")]
    size = ON_WALL if wall else PAGE_SIZE
    page = Page([], None, None) if room.errors else page_of(room.found, size, *edges)
    note_page(actor, Reading.INCIDENTS, mission.pk, request.GET, len(page.rows))
    context = {
        "wall": wall,
        "page": page,
        "incidents": incidents_seen(page.rows, actor, mission),
        "newest_report": daily_reports_of(actor, mission).first(),
        "may_file": may(actor, "file_report", mission.pk),
        **_room(room),
        **_news(room),
        **_posts(room),
    }
    status = 400 if room.errors else 200
    return render_page(request, "incidents/home.html", mission, context, status=status)


@require_safe
@with_mission
@vary_on_headers("Cookie", "Accept-Language")
@condition(etag_func=room_tag)
def room_news(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The line that says how things stand, for pages that stay open; mostly a 304."""
    room = Room(actor_in(request), mission, request.GET, timezone.now())
    status = 400 if room.errors else 200
    context = {"room": room} | _news(room)
    return render_page(request, "incidents/_room_news.html", mission, context, status=status)


def _room(room: Room) -> dict[str, Any]:
    watched = watched_days(room.actor, room.mission, room.span)
    before = room.span.moved(-1)
    return room.context() | {
        "compare": before and room.query(against=str(before)).urlencode(safe="."),
        "comparison": comparison_of(room, room.against)
        if room.against and not room.errors
        else None,
        "timeline": timeline_of(room.span, room.counts, watched, room.today),
        "periods": room.periods(),
    }


def _news(room: Room) -> dict[str, Any]:
    glance = glance_at(room.actor, room.mission, room.now)
    return {
        "glance": glance,
        "difference": glance.incidents - glance.before,
        "total": sum(room.counts.values()),
    }


def _posts(room: Room) -> dict[str, Any]:
    posts = posts_of(room.mission, room.now.date())
    silent = silent_now(room.actor, room.mission, room.now)
    marks = post_marks_now(posts, silent)
    return {
        "posts": posts,
        "post_groups": by_status(posts),
        "silent": [now.post for now in posts if now.post.pk in silent],
        "watching": sum(post.state == "on" for post in posts),
        "map": map_of(room.mission, posts=marks),
    }
