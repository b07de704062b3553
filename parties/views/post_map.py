"""Posts as marks on a map: the shape says what a post is, the fill whether it watches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parties.models import Mission, Post, PostStatus

Kind, Status = Post.Kind, PostStatus.Status
SHAPES = {
    Kind.CHECKPOINT: "triangle",
    Kind.JOINT_CHECKPOINT: "triangle",
    Kind.CROSSING: "triangle",
    Kind.JOINT_CENTRE: "diamond",
    Kind.HEADQUARTERS: "diamond",
    Kind.LIAISON: "diamond",
}
PENDING = {Status.PROPOSED, Status.DISPUTED, Status.AGREED}


def map_view(mission: Mission) -> dict[str, float | int]:
    """Where the mission's maps open."""
    return {
        "lat": float(mission.centre_lat),
        "lon": float(mission.centre_lon),
        "zoom": mission.zoom,
    }


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
