"""Several mission days at a time, each with its own window, from their published reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from incidents.domain.queries.daily import daily_reports_of, published_content
from incidents.missionday.window import ONE_DAY, Window
from incidents.models import DailyReport
from parties.domain.acting import Actor
from parties.models import Mission

MOST_DAYS = 31
SUMS = ("incidents", "reports", "killed", "killed_unknown", "injured", "injured_unknown")


@dataclass(frozen=True, slots=True)
class SpanDay:
    """A day with what its current revision says; both are None if it was not published."""

    day: date
    report: DailyReport | None
    content: dict[str, Any] | None

    @property
    def window(self) -> Window | None:
        """When the day began and ended, as its report states it."""
        if self.content is None:
            return None
        begins, ends = (self.content["window"][edge] for edge in ("begins", "ends"))
        return Window(self.day, datetime.fromisoformat(begins), datetime.fromisoformat(ends))

    @property
    def hours(self) -> float | None:
        """How long it was: 24 hours, or more or less where a clock or the cut-off changed."""
        return self.window.hours if self.window else None


@dataclass(frozen=True, slots=True)
class Span:
    """Days in order, with the sums over those that were published."""

    days: Sequence[SpanDay]

    @property
    def sums(self) -> dict[str, int]:
        """Sums of the published days; casualties are at least these."""
        told = [day.content["totals"] for day in self.days if day.content]
        return {name: sum(totals[name] for totals in told) for name in SUMS}

    @property
    def missing(self) -> list[date]:
        """Days that were not published."""
        return [day.day for day in self.days if day.report is None]


def span_of(actor: Actor, mission: Mission, first: date, last: date) -> Span:
    """Return the days from ``first`` to ``last`` by their current revisions.

    Raises:
        ValueError: the days are out of order, or too many.

    """
    if not ONE_DAY <= last - first + ONE_DAY <= MOST_DAYS * ONE_DAY:
        message = f"not 1 to {MOST_DAYS} days: {first} to {last}"
        raise ValueError(message)
    rows = daily_reports_of(actor, mission).filter(mission_day__range=(first, last))
    reports = {row.mission_day: row for row in rows}
    return Span([_day(day, reports.get(day)) for day in _every(first, last)])


def _every(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def _day(day: date, report: DailyReport | None) -> SpanDay:
    return SpanDay(day, report, published_content(report) if report else None)
