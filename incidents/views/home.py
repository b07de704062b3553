"""Today at a glance: the open mission day, the map, the chart of days, posts, latest incidents."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.domain.queries.daily import daily_reports_of, glance_at
from incidents.domain.queries.incident import incidents_at
from incidents.domain.read_log import note_page
from incidents.enums import Reading
from incidents.rules import may
from incidents.views.incident_map import MOST_MARKS, incident_marks
from incidents.views.picture import picture_of
from incidents.views.seen import incidents_seen
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page
from parties.views.post import posts_of
from parties.views.post_map import by_status, map_of, post_marks

LATEST = 8


@require_safe
@with_mission
def home(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The mission today, as far as the visitor may see it."""
    actor, now = actor_in(request), timezone.now()
    glance = glance_at(actor, mission, now)
    picture = picture_of(actor, mission, glance.window.day)
    readable = incidents_at(actor, mission)
    shown = incidents_seen(picture.incidents(readable)[:MOST_MARKS], actor, mission)
    marks = incident_marks(shown)
    note_page(actor, Reading.MAP, mission.pk, request.GET, len(marks), "exact_position")
    posts = posts_of(mission, now.date())
    context = {
        "glance": glance,
        "difference": glance.incidents - glance.before,
        "picture": picture,
        "latest": incidents_seen(readable[:LATEST], actor, mission),
        "newest_report": daily_reports_of(actor, mission).first(),
        "posts": posts,
        "post_groups": by_status(posts),
        "watching": sum(post.state == "on" for post in posts),
        "may_file": may(actor, "file_report", mission.pk),
        "map": map_of(mission, posts=post_marks(posts), incidents=marks),
    }
    return render_page(request, "incidents/home.html", mission, context)
