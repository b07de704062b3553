"""Silent posts: those that were to send a return of a day that is over, and did not."""

from datetime import date, datetime, timedelta

from incidents.domain import duty
from incidents.domain.day_rule import rule_of
from incidents.enums import DutyKind
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReturn, Duty
from parties.domain.queries.mission import missions_open_on
from parties.domain.queries.post import expected_posts
from parties.models import Mission, Post

GRACE = timedelta(hours=1)  # after the cut-off, for a bad line
DAYS_LOOKED_AT = 2  # by each look; older days have had their alarm
BY_CALENDAR = "due"


def impose_silent_posts(now: datetime) -> int:
    """Write a duty for each post and day without a return, once however often it is looked.

    Returns the number of silent posts found. Nothing is remembered: what is due is
    computed from the posts that watched and the returns that are there.
    """
    return sum(
        _impose_silence(mission, day, now)
        for mission in missions_open_on(now.date())
        for day in days_over(mission, now)
    )


def days_over(mission: Mission, now: datetime, number: int = DAYS_LOOKED_AT) -> list[date]:
    """Return the last mission days whose returns are overdue, newest first."""
    today = rule_of(mission).day_of(now - GRACE)
    days = (today - ONE_DAY * n for n in range(1, number + 1))
    return [day for day in days if day >= mission.opened_on]


def silent_posts(mission: Mission, day: date) -> list[Post]:
    """Return the posts that were to speak of a day and have not, by code."""
    heard = DailyReturn.objects.filter(mission=mission, mission_day=day, post__isnull=False)
    return list(expected_posts(mission, day).exclude(pk__in=heard.values("post")))


def standing_alarms(mission: Mission, days: list[date]) -> list[tuple[Post, list[date]]]:
    """Return the posts with an alarm for some of the days that is not yet answered."""
    rung = set(
        Duty.objects.filter(kind=DutyKind.SILENT_POST, mission=mission)
        .filter(
            subject__in=[
                subject_of(post, day) for day in days for post in silent_posts(mission, day)
            ]
        )
        .values_list("subject", flat=True)
    )
    silent: dict[Post, list[date]] = {}
    for day in days:
        for post in silent_posts(mission, day):
            if subject_of(post, day) in rung:
                silent.setdefault(post, []).append(day)
    return sorted(silent.items(), key=lambda item: item[0].code)


def subject_of(post: Post, day: date) -> str:
    """Return what names a post's silence on a day."""
    return f"{post.pk}/{day.isoformat()}"


def _impose_silence(mission: Mission, day: date, now: datetime) -> int:
    silent = silent_posts(mission, day)
    if silent:
        since = rule_of(mission).window(day).ends + GRACE
        due = {subject_of(post, day): since for post in silent}
        duty.impose_all(DutyKind.SILENT_POST, mission=mission, due=due, cause=BY_CALENDAR, at=now)
    return len(silent)
