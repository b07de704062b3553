"""The period that the start page shows: the last 30 days, or all months if those are empty."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.domain.queries.daily import days_until, months_of
from incidents.models import Incident
from incidents.views.seen import date_words
from parties.domain.acting import Actor
from parties.models import Mission

DAYS = 30
DAY_SECONDS = 86_400
MONTH_SECONDS = 30.4 * DAY_SECONDS


@dataclass(frozen=True)
class Picture:
    """Counts over a period, with the words to say which."""

    counts: list[tuple[date, int]]
    by_month: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever counted."""
        return not any(number for _day, number in self.counts)

    @property
    def total(self) -> int:
        """All incidents of the period."""
        return sum(number for _day, number in self.counts)

    @property
    def names(self) -> list[str]:
        """The days or months in words."""
        if self.by_month:
            return [date_format(first, "YEAR_MONTH_FORMAT") for first, _number in self.counts]
        return [date_words(day) for day, _number in self.counts]

    @property
    def table(self) -> list[tuple[str, int]]:
        """The table twin of the chart, newest first, without the empty lines."""
        rows = zip(self.names, (number for _day, number in self.counts), strict=True)
        return [row for row in rows if row[1]][::-1]

    @property
    def chart(self) -> dict[str, Any]:
        """What the chart draws."""
        return {
            "at": [seconds(day) for day, _number in self.counts],
            "counts": [number for _day, number in self.counts],
            "names": self.names,
            "step": MONTH_SECONDS if self.by_month else DAY_SECONDS,
            "label": _("incidents"),
        }

    def incidents(self, readable: QuerySet[Incident]) -> QuerySet[Incident]:
        """The readable incidents of the period."""
        if self.by_month:
            return readable.filter(mission_day__isnull=False)
        return readable.filter(mission_day__range=(self.counts[0][0], self.counts[-1][0]))


def picture_of(actor: Actor, mission: Mission, today: date) -> Picture:
    """The last 30 mission days; all months of the mission if those days are empty."""
    days = days_until(actor, mission, today, DAYS)
    if any(number for _day, number in days):
        return Picture(days, by_month=False)
    return Picture(_trimmed(months_of(actor, mission)), by_month=True)


def _trimmed(months: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """The months from the first to the last with any incident."""
    filled = [at for at, (_month, number) in enumerate(months) if number]
    return months[filled[0] : filled[-1] + 1] if filled else []


def seconds(day: date) -> int:
    """Noon of a day in UTC, as seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
