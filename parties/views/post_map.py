"""Posts as marks on a map: the shape says what a post is, the fill whether it watches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from parties.models import Mission, Place, Post, PostStatus

Kind, Status = Post.Kind, PostStatus.Status
SHAPES = {
    Kind.CHECKPOINT: "triangle",
    Kind.JOINT_CHECKPOINT: "triangle",
    Kind.CROSSING: "triangle",
    Kind.JOINT_CENTRE: "diamond",
    Kind.HEADQUARTERS: "diamond",
    Kind.LIAISON: "diamond",
}
MOST_TOWNS = 60
# A city is labelled on maps as wide as one of this many people, whatever its population.
CITY = 100_000
PENDING = {Status.PROPOSED, Status.DISPUTED, Status.AGREED}


def map_of(mission: Mission, **layers: Any) -> dict[str, Any]:
    """A map of the mission: where it opens, its zone, the names of towns, and the layers given.

    Towns are named by our naming policy, so that no map shows one side's name alone.
    """
    view = {
        "lat": float(mission.centre_lat),
        "lon": float(mission.centre_lon),
        "zoom": mission.zoom,
    }
    return {"view": view, "zone": mission.zone, "labels": town_labels(), **layers}


def centred(shown: dict[str, Any], position: tuple[float, float]) -> dict[str, Any]:
    """The same map, opened at a position."""
    view = shown["view"] | {"lat": position[0], "lon": position[1]}
    return shown | {"view": view}


def town_labels() -> list[dict[str, Any]]:
    """Cities and the largest towns, their names as an alphabetical pair, cities first."""
    towns = Place.objects.filter(kind__in=("city", "town")).prefetch_related("names")
    largest = towns.order_by("kind", F("population").desc(nulls_last=True), "code")[:MOST_TOWNS]
    return [
        {
            "name": str(town),
            "lat": float(town.lat),
            "lon": float(town.lon),
            "people": max(town.population or 0, CITY if town.kind == "city" else 0),
        }
        for town in largest
    ]


@dataclass(frozen=True)
class PostNow:
    """A post with its status on the day that was asked for."""

    post: Post
    status: str
    since: date | None

    @property
    def label(self) -> str:
        """The status in words."""
        return str(Status(self.status).label) if self.status else _("no status yet")

    @property
    def state(self) -> str:
        """Whether it watches (on), may come to watch (pending) or does not (off)."""
        if self.status in PostStatus.WATCHING:
            return "on"
        return "pending" if self.status in PENDING else "off"

    @property
    def position(self) -> tuple[float, float] | None:
        """Its own position, else that of its place, in decimal degrees."""
        if self.post.lat is not None and self.post.lon is not None:
            return float(self.post.lat), float(self.post.lon)
        place = self.post.place
        return (float(place.lat), float(place.lon)) if place else None


def posts_now(posts: Iterable[Post]) -> list[PostNow]:
    """Posts from the query ``posts_on``, each with the status it found."""
    return [
        PostNow(post, getattr(post, "status", None) or "", getattr(post, "status_since", None))
        for post in posts
    ]


def post_marks(posts: Iterable[PostNow]) -> list[dict[str, Any]]:
    """Marks of the posts whose position is known."""
    return [_mark(now, now.position) for now in posts if now.position]


def _mark(now: PostNow, position: tuple[float, float]) -> dict[str, Any]:
    return {
        "lat": position[0],
        "lon": position[1],
        "shape": SHAPES.get(Kind(now.post.kind), "square"),
        "state": now.state,
        "title": _("Post %(code)s") % {"code": now.post.code},
        "lines": [now.post.get_kind_display(), now.label, now.post.sector],
        "url": reverse("post_detail", args=[now.post.code]),
    }


def by_status(posts: Iterable[PostNow]) -> list[dict[str, Any]]:
    """Posts by status, those that watch first."""
    groups: dict[str, list[PostNow]] = {}
    for now in posts:
        groups.setdefault(now.status, []).append(now)
    ranked = sorted(groups.items(), key=lambda item: (item[1][0].state != "on", item[0]))
    return [
        {"status": status, "state": same[0].state, "label": same[0].label, "posts": same}
        for status, same in ranked
    ]
