"""What a post was on a day, which posts were expected to report, where a post stood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from parties.models import Mission, Post, PostStatus


def with_status_on(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Annotate posts with `status`, `status_since` and `status_note` as of a day.

    All three are None for a post that had no status yet.
    """
    latest = PostStatus.objects.filter(post=OuterRef("pk"), since__lte=day).order_by("-since")
    return posts.annotate(
        status=Subquery(latest.values("status")[:1]),
        status_since=Subquery(latest.values("since")[:1]),
        status_note=Subquery(latest.values("note")[:1]),
    )


def posts_on(day: date) -> QuerySet[Post]:
    """All posts, each with its status as of a day, see `with_status_on`."""
    return with_status_on(Post.objects.all(), day)


def statuses_on(mission: Mission, day: date) -> QuerySet[PostStatus]:
    """The status that each post of a mission had on a day, at most one a post."""
    return (
        PostStatus.objects.filter(post__mission=mission, since__lte=day)
        .order_by("post_id", "-since")
        .distinct("post_id")
        .select_related("post")
    )


def expected_posts(mission: Mission, day: date) -> QuerySet[Post]:
    """The posts that watched on a day and so were expected to report, by code."""
    watching = PostStatus.objects.filter(
        pk__in=statuses_on(mission, day).values("pk"), status__in=PostStatus.WATCHING
    )
    posts = Post.objects.filter(pk__in=watching.values("post"))
    return with_status_on(posts, day).order_by("code")


@dataclass(frozen=True)
class Position:
    """Where a post stood, as it was recorded from one instant until the next."""

    recorded_at: datetime
    superseded_at: datetime | None
    lat: Decimal | None
    lon: Decimal | None
    place_id: int | None
    recorded_by: str
    reason: str


def positions_of(post: Post) -> list[Position]:
    """Every position that was ever recorded for a post, oldest first.

    Read from the history of the standing order, so a correction shows as what
    it is: another position from the instant at which it was entered.
    """
    moves = list(_moves(post))
    ends = [move["history_date"] for move in moves[1:]] + [None]
    return [_position(move, end) for move, end in zip(moves, ends, strict=True)]


def position_at(post: Post, instant: datetime) -> Position | None:
    """The position that was on record at an instant, or None before the first."""
    known = [p for p in positions_of(post) if p.recorded_at <= instant]
    return known[-1] if known else None


def _moves(post: Post) -> Iterator[dict[str, Any]]:
    """The history entries that changed where the post is."""
    where = ("lat", "lon", "place_id")
    before: tuple[object, ...] | None = None
    for row in (
        Post.history.filter(id=post.pk)
        .order_by("history_date", "history_id")
        .values(*where, "history_date", "history_change_reason", by=F("history_user__username"))
    ):
        now = tuple(row[name] for name in where)
        if now != before:
            yield row
        before = now


def _position(move: dict[str, Any], end: datetime | None) -> Position:
    return Position(
        recorded_at=move["history_date"],
        superseded_at=end,
        lat=move["lat"],
        lon=move["lon"],
        place_id=move["place_id"],
        recorded_by=move["by"] or "",
        reason=move["history_change_reason"] or "",
    )
