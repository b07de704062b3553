"""Which posts are expected to send a return for a day, and which have."""

from dataclasses import dataclass
from datetime import date

from incidents.domain.queries.access import visible_returns
from incidents.models import DailyReturn
from parties.domain.acting import Actor
from parties.domain.queries.post import expected_posts
from parties.models import Mission, Post


@dataclass(frozen=True)
class Expected:
    """A post that watches on a day, and its newest return if it has sent one."""

    post: Post
    sent: DailyReturn | None


def expected_returns(actor: Actor, mission: Mission, day: date) -> list[Expected]:
    """The posts expected on a day, each with the newest return that the actor may read."""
    returns = visible_returns(actor).filter(mission=mission, mission_day=day, post__isnull=False)
    newest = {one.post_id: one for one in returns.order_by("received_at", "pk")}
    return [Expected(post, newest.get(post.pk)) for post in expected_posts(mission, day)]
