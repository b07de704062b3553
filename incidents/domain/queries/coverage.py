"""Coverage: what a post could watch, day by day, as its returns say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from incidents.domain.queries.access import visible_returns
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReturn
from parties.domain.acting import Actor
from parties.models import Post, PostStatus

MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Covered:
    """A day of a post; the return is the newest that came, None if none did."""

    day: date
    expected: bool
    sent: DailyReturn | None

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
        """What became of the day: nil, reports, silent, extra, or none."""
        if self.sent:
            return "nil" if self.sent.is_nil else "reports"
        return "silent" if self.expected else "none"


def coverage_of(actor: Actor, post: Post, last: date, days: int) -> list[Covered]:
    """Return the days of a post up to ``last``, oldest first, as the actor may read them."""
    first = last - timedelta(days=days - 1)
    returns = visible_returns(actor).filter(post=post, mission_day__range=(first, last))
    newest = {one.mission_day: one for one in returns.order_by("received_at", "pk")}
    watching = set(_watching(post, first, last))
    every = (first + ONE_DAY * n for n in range(days))
    return [Covered(day, day in watching, newest.get(day)) for day in every]


def _watching(post: Post, first: date, last: date) -> Iterator[date]:
    """The days on which the post watched and so was to report."""
    spans = list(post.statuses.filter(since__lte=last).order_by("since"))
    for at, status in enumerate(spans):
        ends = spans[at + 1].since if at + 1 < len(spans) else last + ONE_DAY
        day = max(status.since, first)
        while status.status in PostStatus.WATCHING and day < ends:
            yield day
            day += ONE_DAY
