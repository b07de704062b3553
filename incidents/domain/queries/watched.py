"""How much was watched on each mission day, as far as the actor may read it.

Who reads returns knows it at once; everybody else from the published daily reports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Func, JSONField, Value

from incidents.domain.queries.access import visible_returns
from incidents.domain.queries.daily import daily_reports_of
from incidents.missionday.span import Span
from incidents.models import DailyCount, DailyReturn
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission

RATE, COUNTS = "rate", "counts"  # how a day weighs: by the hours watched, or as one
MINUTES_OF_100_HOURS = 6_000


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of a day: whether anybody spoke, and the minutes watched, at least."""

    spoke: bool
    minutes: int


def watched_days(actor: Actor, mission: Mission, span: Span) -> dict[date, Watch]:
    """Return the days of a span of which it is known whether anybody watched.

    For who reads returns these are all days since the mission opened; for the others
    those whose report is published. A post spoke by a return, or by a report.
    """
    if may(actor, "read_open_day", mission.pk):
        return _by_returns(actor, mission, span)
    return _as_published(actor, mission, span)


def minutes_of(days: Iterable[Watch]) -> int:
    """Return the minutes watched on some days, at least."""
    return sum(day.minutes for day in days)


def hundreds_of_hours(days: Mapping[date, Watch]) -> dict[date, float]:
    """Return the hundreds of hours watched on each day with any, at least."""
    return {day: one.minutes / MINUTES_OF_100_HOURS for day, one in days.items() if one.minutes}


def days_heard(days: Mapping[date, Watch], counts: Mapping[date, int]) -> set[date]:
    """Return the days on which somebody spoke: by a return, or by an incident that counts."""
    return {day for day, one in days.items() if one.spoke} | counts.keys()


def _by_returns(actor: Actor, mission: Mission, span: Span) -> dict[date, Watch]:
    """Return the days by the newest return of each post; two queries."""
    days = (span.first, span.last)
    one = ("post_id", "source_party_id", "mission_day")
    returns = visible_returns(actor).filter(mission=mission, mission_day__range=days)
    newest = returns.order_by(*one, "-received_at", "-pk").distinct(*one)
    minutes: dict[date, int] = {}
    kept: Any = DailyReturn.objects.filter(pk__in=newest.values("pk"))
    for day, watched in kept.values_list("mission_day", "observed_minutes"):
        minutes[day] = minutes.get(day, 0) + (watched or 0)
    counts = DailyCount.objects.filter(mission=mission, mission_day__range=days)
    spoke = set(counts.exclude(by_post={}).values_list("mission_day", flat=True)) | minutes.keys()
    return {
        day: Watch(day in spoke, minutes.get(day, 0)) for day in span if day >= mission.opened_on
    }


def _as_published(actor: Actor, mission: Mission, span: Span) -> dict[date, Watch]:
    """Return the days by the current revisions of their reports; one query."""
    text = Func(F("content"), Value("UTF8"), function="convert_from")
    coverage = Func(
        text, template="(%(expressions)s)::jsonb -> 'coverage'", output_field=JSONField()
    )
    rows = daily_reports_of(actor, mission).filter(mission_day__range=(span.first, span.last))
    return {
        day: Watch(
            bool(told["reported"] or told["nil_returns"] or told["observed_minutes"]),
            told["observed_minutes"] or 0,
        )
        for day, told in rows.values_list("mission_day", coverage)
    }
