"""The timeline of the situation room: incidents by mission day or month, and days without watch."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.domain.queries.watched import Watch
from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY
from incidents.views.seen import date_words

MOST_BARS = 400  # of days; longer periods are shown by month
DAY_SECONDS = 86_400
MONTH_SECONDS = 30.4 * DAY_SECONDS


@dataclass(frozen=True)
class Bar:
    """A day or a month: how many incidents were found, and whether nobody watched."""

    first: date
    last: date
    name: str
    number: int
    unwatched: bool


@dataclass(frozen=True)
class Timeline:
    """The bars of a period, in order."""

    bars: list[Bar]
    by_month: bool

    @property
    def total(self) -> int:
        """All incidents of the period."""
        return sum(bar.number for bar in self.bars)

    @property
    def unwatched(self) -> int:
        """How many days or months nobody watched, as far as that is known."""
        return sum(bar.unwatched for bar in self.bars)

    @property
    def table(self) -> list[Bar]:
        """The table twin, newest first, without bars of which there is nothing to say."""
        return [bar for bar in self.bars if bar.number or bar.unwatched][::-1]

    @property
    def chart(self) -> dict[str, Any]:
        """What the chart draws."""
        return {
            "at": [_seconds(bar.first) for bar in self.bars],
            "counts": [bar.number for bar in self.bars],
            "names": [bar.name for bar in self.bars],
            "unwatched": [n for n, bar in enumerate(self.bars) if bar.unwatched],
            "days": [[bar.first.isoformat(), bar.last.isoformat()] for bar in self.bars],
            "step": MONTH_SECONDS if self.by_month else DAY_SECONDS,
            "label": _("incidents"),
            "noObservation": _("no observation"),
        }


def timeline_of(
    span: Span, counts: Mapping[date, int], watched: Mapping[date, Watch], today: date
) -> Timeline:
    """The days of a period, or its months if the days are too many to draw."""
    by_month = len(span) > MOST_BARS
    pieces = _months(span) if by_month else (Span(day, day) for day in span)
    bars = [_bar(piece, counts, watched, today, by_month=by_month) for piece in pieces]
    return Timeline(bars, by_month)


def _bar(
    piece: Span,
    counts: Mapping[date, int],
    watched: Mapping[date, Watch],
    today: date,
    *,
    by_month: bool,
) -> Bar:
    known = [watched[day].spoke for day in piece if day in watched and day < today]
    name = date_format(piece.first, "YEAR_MONTH_FORMAT") if by_month else date_words(piece.first)
    number = sum(counts.get(day, 0) for day in piece)
    unwatched = not number and bool(known) and not any(known)
    return Bar(piece.first, piece.last, name, number, unwatched)


def _months(span: Span) -> Iterator[Span]:
    first = span.first
    while True:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield Span(first, min(last, span.last))
        if last >= span.last:
            return
        first = last + ONE_DAY


def _seconds(day: date) -> int:
    """Noon of a day in UTC, as seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
