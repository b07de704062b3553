"""The map of the situation room: clusters of what the filters find, as GeoJSON, and the posts."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from incidents.api.areas import BoxField
from incidents.domain.queries.clusters import NEAREST_ZOOM, WIDEST_ZOOM, Cluster, clusters_in
from incidents.domain.queries.incident import incidents_at
from incidents.domain.queries.outlines import sectors_of_each
from incidents.domain.queries.room import newest_write
from incidents.domain.read_log import note_page
from incidents.domain.silence import days_over, silent_posts
from incidents.enums import Reading
from incidents.geo.precision import REACH_M
from incidents.rules import may
from incidents.views.incident_map import incident_marks
from incidents.views.room import Room
from incidents.views.sectors import areas_of
from incidents.views.seen import IncidentSeen, incidents_seen
from parties.domain.acting import Actor
from parties.models import Mission
from parties.naming import active_policy
from parties.views.mission import actor_in, with_mission
from parties.views.post_map import PostNow, post_marks

AREAS_FROM_ZOOM = 10
MOST_SINGLES = 1000
MOST_AREAS = 60
# A coarse position is rounded to a hundredth of a degree: half of that, and its diagonal.
COARSE_REACH_M = 790.0
WIDEST_REACH_M = 10_000.0


class ViewForm(forms.Form):
    """Which part of the map is asked for, and how near."""

    zoom = forms.IntegerField(min_value=WIDEST_ZOOM, max_value=NEAREST_ZOOM)
    view = BoxField(max_length=200)


def room_tag(request: HttpRequest, mission: Mission) -> str:
    """A tag that changes with every write, and with who asks for what, in which words, and when.

    It costs one look at the journal's end. Names of places are not in the journal: they
    are fresh within the hour.
    """
    actor = actor_in(request)
    held = [(one.pk, one.role) for one in actor.appointments]
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    who = (actor.user and actor.user.pk, held, mission.pk)
    said = (request.get_full_path(), get_language(), active_policy(), hour, newest_write())
    return f'"{sha256(repr((who, said)).encode()).hexdigest()[:32]}"'


@require_safe
@with_mission
@vary_on_headers("Cookie", "Accept-Language")
@condition(etag_func=room_tag)
def room_map(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The incidents that the filters find in a part of the map, in clusters."""
    actor = actor_in(request)
    room = Room(actor, mission, request.GET, timezone.now())
    view = ViewForm(request.GET)
    if not view.is_valid() or room.errors:
        return JsonResponse({"errors": view.errors | room.errors}, status=400)
    box, zoom = view.cleaned_data["view"].box, view.cleaned_data["zoom"]
    found = clusters_in(actor, mission, room.found, box, zoom)
    note_page(
        actor,
        Reading.MAP,
        mission.pk,
        request.GET,
        sum(one.number for one in found),
        "exact_position",
    )
    features = [*_gathered(room, found), *_single(room, found, zoom)]
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Content-Type"] = "application/geo+json"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _gathered(room: Room, found: Iterable[Cluster]) -> list[dict[str, Any]]:
    return [_feature(one.lat, one.lon, _cluster(room, one)) for one in found if one.only is None]


def _cluster(room: Room, one: Cluster) -> dict[str, Any]:
    number = ngettext("%(number)d incident", "%(number)d incidents", one.number)
    corners = ",".join(f"{degrees:.6f}" for degrees in one.cell)
    listed = room.query(box=corners).urlencode()
    return {
        "number": one.number,
        "severity": one.severity,
        "title": number % {"number": one.number},
        "lines": [_("Gravest severity: %(level)d of 5") % {"level": one.severity}],
        "url": f"{reverse('home')}?{listed}#incidents-head",
        "cell": [round(degrees, 6) for degrees in one.cell],
    }


def _single(room: Room, found: Iterable[Cluster], zoom: int) -> list[dict[str, Any]]:
    ids = [one.only for one in found if one.only][:MOST_SINGLES]
    rows = incidents_at(room.actor, room.mission).filter(pk__in=ids)
    shown = incidents_seen(rows, room.actor, room.mission)
    features = [_feature(mark["lat"], mark["lon"], mark) for mark in incident_marks(shown)]
    if zoom >= AREAS_FROM_ZOOM and len(shown) <= MOST_AREAS:
        places = [one for one in shown if one.position]
        sectors = sectors_of_each(room.actor, room.mission.pk, [one.row for one in places])
        for feature, one in zip(features, places, strict=True):
            drawn = sectors.get(one.row.pk)
            feature["properties"]["areas"] = areas_of(drawn) if drawn else []
            feature["properties"]["reach"] = None if drawn else _reach(one)
    return features


def _reach(one: IncidentSeen) -> float | None:
    """How far away the event may have been, in metres, where that can be drawn."""
    if "exact_position" not in one.groups:
        return COARSE_REACH_M
    reach = REACH_M.get(one.row.position_precision)
    return reach if reach and reach <= WIDEST_REACH_M else None


def _feature(lat: float, lon: float, properties: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in properties.items() if name not in ("lat", "lon")}
    point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": said}


def post_marks_now(posts: Iterable[PostNow], silent: set[int]) -> list[dict[str, Any]]:
    """Marks of the posts, where those that watch and are silent say so."""
    return [mark for post in posts for mark in _mark(post, silent)]


def silent_now(actor: Actor, mission: Mission, now: datetime) -> set[int]:
    """The posts that sent no return of the last day whose returns are due, for the staff."""
    over = days_over(mission, now, 1)
    if not over or not may(actor, "read_open_day", mission.pk):
        return set()
    return {post.pk for post in silent_posts(mission, over[0])}


def _mark(post: PostNow, silent: set[int]) -> list[dict[str, Any]]:
    marks = post_marks([post])
    if post.post.pk in silent and post.state == "on":
        for mark in marks:
            mark["state"] = "silent"
            mark["lines"] = [*mark["lines"], _("silent: no return of the last day")]
    return marks
