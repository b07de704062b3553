"""Trends: moving averages for each category and area, with intervals and gaps; nobody is ranked."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.categories import Category
from incidents.domain.queries.trends import OF, Series, series_of, sum_of
from incidents.domain.queries.watched import (
    COUNTS,
    RATE,
    Watch,
    days_heard,
    hundreds_of_hours,
    watched_days,
)
from incidents.domain.read_log import note_page
from incidents.enums import Reading
from incidents.exchange.daily_files import spared
from incidents.missionday.moving import Average, moving_averages
from incidents.missionday.span import Span
from incidents.views.room import Room
from incidents.views.trend_chart import TrendChart, chart_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

SHORT, LONG = 7, 28
DAYS, MOST_DAYS = 180, 1_200
PAGE_SIZE = 12
COLUMNS = (
    *("by", "key", "mission_day", "incidents", "observed", "post_hours"),
    *(f"{name}_{days}" for days in (SHORT, LONG) for name in ("mean", "low", "high")),
)


@dataclass(frozen=True)
class Line:
    """A day of a trend: its number, None without observation, and the averages that end with it."""

    day: date
    number: int | None
    short: Average | None
    long: Average | None


@dataclass(frozen=True)
class Trend:
    """One category or area, or all together, day by day."""

    key: str | None
    label: str
    query: str
    lines: list[Line]

    @cached_property
    def chart(self) -> TrendChart:
        """The drawing."""
        empty = [line.number is None for line in self.lines]
        averages = ([getattr(line, name) for line in self.lines] for name in ("short", "long"))
        return chart_of(*averages, empty)

    @property
    def last(self) -> Line:
        """How it stands at the end of the period."""
        return self.lines[-1]

    @property
    def total(self) -> int:
        """All incidents of the period."""
        return sum(line.number or 0 for line in self.lines)


class Asked:
    """What an address asks for: filters and a period, by what, and in which measure."""

    measures: tuple[str, ...] = (COUNTS, RATE)  # the first is meant where none is named

    def __init__(self, room: Room) -> None:
        self.room = room
        self.by = one_of(room.asked.get("by", ""), OF)
        self.measure = one_of(room.asked.get("measure", ""), self.measures)

    def query(self, **other: str) -> str:
        """The address of the same with something else in it."""
        said = {"by": self.by, "measure": self.measure} | other
        return self.room.query(**said).urlencode()


class Trends(Asked):
    """The averages of each category or area that an address asks for."""

    @cached_property
    def span(self) -> Span:
        """The period, with the days before it that its first averages need."""
        span = self.room.span
        return Span(span.first - timedelta(days=LONG - 1), span.last)

    @cached_property
    def series(self) -> dict[str | None, Series]:
        """Counts by day for each category or area."""
        room = self.room
        return series_of(room.actor, room.every_day, self.by, self.span)

    @cached_property
    def watched(self) -> dict[date, Watch]:
        """How much was watched on each day of which that is known."""
        return watched_days(self.room.actor, self.room.mission, self.span)

    @cached_property
    def observed(self) -> set[date]:
        """Days on which somebody spoke: by a return, or by an incident that counts."""
        return days_heard(self.watched, sum_of(self.series))

    @cached_property
    def exposure(self) -> dict[date, float]:
        """How much each day weighs: one, or the hundreds of hours that posts watched."""
        if self.measure == COUNTS:
            return dict.fromkeys(self.span, 1.0)
        return hundreds_of_hours(self.watched)

    @property
    def whole(self) -> Trend:
        """All that the filters find."""
        return self._trend(None, _("All that the filters find"), sum_of(self.series))

    @property
    def keys(self) -> list[str | None]:
        """The categories or areas, in their own order, which ranks nothing."""
        return list(self.series)

    def trend(self, key: str | None) -> Trend:
        """One category or area."""
        return self._trend(key, label_of(self.by, key), self.series[key])

    def _trend(self, key: str | None, label: str, counts: Series) -> Trend:
        span = self.room.span
        short, long = (
            moving_averages(span, window, counts, self.exposure, self.observed)
            for window in (SHORT, LONG)
        )
        numbers = (counts.get(day, 0) if day in self.observed else None for day in span)
        rows = zip(span, numbers, short, long, strict=True)
        return Trend(key, label, self.query(**{self.by: key or ""}), [Line(*row) for row in rows])


@require_safe
@with_mission
def trends(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Moving averages of what the filters find, and for each category or area of it."""
    asked = _asked(request, mission)
    room, page = asked.room, None
    if not room.errors:
        page = Paginator(asked.keys, PAGE_SIZE).get_page(request.GET.get("page", ""))
    note_page(room.actor, Reading.INCIDENTS, mission.pk, request.GET, 0)
    context = room.context() | {
        "asked": asked,
        "page": page,
        "whole": asked.whole if page else None,
        "trends": [asked.trend(key) for key in page] if page else [],
        "measures": [(name, asked.query(measure=name)) for name in asked.measures],
        "dimensions": [(name, asked.query(by=name)) for name in OF],
        "address": reverse("trends"),
    }
    status = 400 if room.errors else 200
    return render_page(request, "incidents/trends.html", mission, context, status=status)


@require_safe
@with_mission
def trends_file(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The same as CSV, a line for each day of each category or area."""
    asked = _asked(request, mission)
    if asked.room.errors:
        text = "\n".join(
            f"{name}: {' '.join(map(str, said))}" for name, said in asked.room.errors.items()
        )
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    note_page(asked.room.actor, Reading.INCIDENTS, mission.pk, request.GET, 0)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(asked))
    headers = {"Content-Disposition": f'attachment; filename="trends-{asked.by}.csv"'}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _rows(asked: Trends) -> Iterator[list[Any]]:
    for key in asked.keys:
        for line in asked.trend(key).lines:
            watch = asked.watched.get(line.day)
            known = [asked.by, spared(key), line.day, line.number, line.number is not None]
            hours = round(watch.minutes / 60, 1) if watch else None
            yield [*known, hours, *_limits(line.short), *_limits(line.long)]


def _limits(average: Average | None) -> list[float | None]:
    if average is None:
        return [None] * 3
    return [round(value, 4) for value in (average.mean, average.low, average.high)]


def _asked(request: HttpRequest, mission: Mission) -> Trends:
    now = timezone.now()
    return Trends(Room(actor_in(request), mission, request.GET, now, days=DAYS, most=MOST_DAYS))


def one_of(asked: str, offered: tuple[str, ...]) -> str:
    """What an address chose of some, else the first of them."""
    return asked if asked in offered else offered[0]


def label_of(by: str, key: str | None) -> str:
    """A category or area in words."""
    if key is None:
        return _("not known")
    return str(Category(key).label) if by == "category" else key
