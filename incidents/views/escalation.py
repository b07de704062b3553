"""The escalation watch: each area or category of the last days against the watched days before."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.alerting import EscalationState
from incidents.domain.queries.escalation import MEASURES, EscalationWatch, Key
from incidents.domain.queries.trends import OF
from incidents.domain.read_log import note_page
from incidents.enums import Reading
from incidents.exchange.daily_files import spared
from incidents.missionday.escalation import (
    BASELINE,
    LEAST_BASELINE,
    LEAST_NUMBER,
    LEAST_RECENT,
    REACH,
    RECENT,
    RULE,
    Escalation,
    Part,
)
from incidents.missionday.moving import limits_of
from incidents.views.room import Room
from incidents.views.trend import Asked, label_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

PAGE_SIZE = 50
WIDTH = 160.0  # of a drawing
NUMBERS = {
    "recent": RECENT,
    "baseline": BASELINE,
    "reach": REACH,
    "least_recent": LEAST_RECENT,
    "least_baseline": LEAST_BASELINE,
    "least_number": LEAST_NUMBER,
    "rule": RULE,
}
COLUMNS = (
    *("rule", "by", "key", "mission_day", "measure", "state", "ratio", "chance"),
    *("recent_days", "recent_incidents", "recent_exposure"),
    *("baseline_days", "baseline_incidents", "baseline_exposure"),
    *("days_without_watch", "incidents_left_out"),
)


@dataclass(frozen=True)
class Row:
    """One area or category, and where its rates stand on a common scale."""

    key: Key
    label: str
    found: Escalation
    top: float

    @property
    def says(self) -> str:
        """The state in words."""
        return str(EscalationState(self.found.state).label)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The baseline's interval as left edge and width; None if nothing was watched."""
        if not self.found.baseline.weight:
            return None
        low, high = (self._place(one) for one in _limits(self.found.baseline))
        return low, round(high - low, 1)

    @property
    def recent(self) -> float | None:
        """Where the last days stand."""
        rate = self.found.recent.rate
        return None if rate is None else self._place(rate)

    def _place(self, rate: float) -> float:
        return round(WIDTH * min(rate / self.top, 1.0), 1)


class Watch(Asked):
    """What an address asks the watch for, on the last day of its period that is over."""

    measures = MEASURES

    @cached_property
    def watch(self) -> EscalationWatch:
        """The watch that answers it."""
        room = self.room
        day = room.period.last_over
        return EscalationWatch(room.actor, room.mission, room.every_day, day, self.by, self.measure)

    def rows(self, keys: list[Key]) -> list[Row]:
        """Areas or categories in their own order, drawn on one scale."""
        found = self.watch.of(keys)
        rates = (rate for one in found.values() for rate in _rates(one))
        top = max(rates, default=0.0) or 1.0
        return [Row(key, label_of(self.by, key), one, top) for key, one in found.items()]


@require_safe
@with_mission
def escalation(request: HttpRequest, mission: Mission) -> HttpResponse:
    """What the watch says of each category or area that the filters find."""
    asked = _asked(request, mission)
    room, page = asked.room, None
    if not room.errors:
        page = Paginator(asked.watch.keys, PAGE_SIZE).get_page(request.GET.get("page", ""))
    note_page(room.actor, Reading.INCIDENTS, mission.pk, request.GET, 0)
    rows = asked.rows(list(page)) if page else []
    context = room.context() | {
        "asked": asked,
        "page": page,
        "rows": rows,
        "gaps": rows[0].found.gaps if rows else (),
        "numbers": NUMBERS,
        "measures": [(name, asked.query(measure=name)) for name in MEASURES],
        "dimensions": [(name, asked.query(by=name)) for name in OF],
        "address": reverse("escalation"),
    }
    status = 400 if room.errors else 200
    return render_page(request, "incidents/escalation.html", mission, context, status=status)


@require_safe
@with_mission
def escalation_file(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The same as CSV, a line for each category or area."""
    asked = _asked(request, mission)
    if asked.room.errors:
        return HttpResponse(status=400)
    note_page(asked.room.actor, Reading.INCIDENTS, mission.pk, request.GET, 0)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(asked))
    headers = {"Content-Disposition": f'attachment; filename="watch-{asked.by}.csv"'}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _lines(asked: Watch) -> Iterator[list[Any]]:
    for row in asked.rows(asked.watch.keys):
        found = row.found
        said = [RULE, asked.by, spared(row.key), found.day, asked.measure, found.state]
        parts = [value for part in (found.recent, found.baseline) for value in _told(part)]
        gaps = " ".join(day.isoformat() for day in found.gaps)
        yield [*said, _rounded(found.ratio), _rounded(found.chance), *parts, gaps, found.left_out]


def _told(part: Part) -> tuple[int, int, float]:
    return part.days, part.number, round(part.weight, 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def _limits(part: Part) -> list[float]:
    return [limit / part.weight for limit in limits_of(part.number)]


def _rates(found: Escalation) -> list[float]:
    rates = [found.recent.rate] if found.recent.rate is not None else []
    return rates + (_limits(found.baseline) if found.baseline.weight else [])


def _asked(request: HttpRequest, mission: Mission) -> Watch:
    return Watch(Room(actor_in(request), mission, request.GET, timezone.now()))
