"""Coverage: what posts could watch, day by day, as their returns say, and when they were silent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from incidents.domain.day_rule import rule_of
from incidents.domain.queries.access import visible_returns
from incidents.domain.silence import GRACE
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReturn
from parties.domain.acting import Actor
from parties.models import Mission, Post, PostStatus

MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Covered:
    """A day of a post; ``returns`` are those that came, oldest first."""

    day: date
    expected: bool
    returns: Sequence[DailyReturn]
    due_at: datetime
    is_over: bool  # what has not come by now is missing

    @property
    def sent(self) -> DailyReturn | None:
        """The newest return, None if none came."""
        return self.returns[-1] if self.returns else None

    @property
    def is_late(self) -> bool:
        """Whether the first return came after it was due."""
        return bool(self.returns) and self.returns[0].received_at > self.due_at

    @property
    def minutes(self) -> int | None:
        """Minutes observed; None if nobody said."""
        return self.sent.observed_minutes if self.sent else None

    @property
    def share(self) -> int | None:
        """Per cent of the day observed; None if nobody said."""
        return None if self.minutes is None else min(100, self.minutes * 100 // MINUTES_OF_A_DAY)

    @property
    def lost(self) -> int:
        """Minutes lost to denied or delayed access, as far as they are known: at least these."""
        lines = self.sent.denials if self.sent else []
        return sum(line["minutes"] or 0 for line in lines)

    @property
    def state(self) -> str:
        """What became of the day: nil, reports, silent, open (it may yet come), or none."""
        if self.sent:
            return "nil" if self.sent.is_nil else "reports"
        if not self.expected:
            return "none"
        return "silent" if self.is_over else "open"

    @property
    def is_due(self) -> bool:
        """Whether the day counts among those that were to be told of by now."""
        return self.expected and self.state != "open"


def coverage_of(
    actor: Actor, mission: Mission, posts: Sequence[Post], first: date, last: date, now: datetime
) -> dict[Post, list[Covered]]:
    """Return the days of each post from ``first`` to ``last``, as the actor may read them."""
    returns = visible_returns(actor).filter(post__in=posts, mission_day__range=(first, last))
    returns = returns.defer("content", "receipt")
    returns = returns.order_by("post_id", "mission_day", "received_at", "pk")
    came = {key: list(rows) for key, rows in groupby(returns, attrgetter("post_id", "mission_day"))}
    statuses = PostStatus.objects.filter(post__in=posts, since__lte=last)
    watching = {
        post: set(_watched(list(rows), first, last))
        for post, rows in groupby(statuses.order_by("post_id", "since"), attrgetter("post_id"))
    }
    rule = rule_of(mission)
    ends = [rule.window(day).ends for day in _days(first, last)]
    return {
        post: [
            Covered(
                day,
                day in watching.get(post.pk, ()),
                came.get((post.pk, day), []),
                due_at=end + GRACE,
                is_over=end + GRACE < now,
            )
            for day, end in zip(_days(first, last), ends, strict=True)
        ]
        for post in posts
    }


def _days(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))


def _watched(spans: Sequence[PostStatus], first: date, last: date) -> Iterable[date]:
    """The days on which a post watched and so was to report; its statuses are in order."""
    for at, status in enumerate(spans):
        ends = spans[at + 1].since if at + 1 < len(spans) else last + ONE_DAY
        if status.status in PostStatus.WATCHING:
            yield from _days(max(status.since, first), ends - ONE_DAY)
