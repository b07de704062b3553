"""Two periods beside each other: counts by category and area, and how much was watched."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from incidents.categories import Category
from incidents.domain.queries.room import COMPARED, Compared, compared
from incidents.domain.queries.watched import minutes_of, watched_days
from incidents.missionday.span import Span
from incidents.missionday.tally import per_hundred_post_hours
from incidents.views.room import Room


@dataclass(frozen=True)
class Period:
    """One of the two."""

    span: Span
    incidents: int
    spoke: int | None
    minutes: int | None

    @property
    def days(self) -> int:
        """How many mission days it has."""
        return len(self.span)

    @property
    def hours(self) -> int | None:
        """Hours that posts watched, at least; None if no day is known."""
        return None if self.minutes is None else self.minutes // 60

    @property
    def rate(self) -> str | None:
        """Incidents for each 100 of these hours; None without any."""
        return per_hundred_post_hours(self.incidents, self.minutes)


def comparison_of(room: Room, against: Span) -> dict[str, Any]:
    """The period of a room beside another one; incidents that count, never by party."""
    tables = [
        (name, compared(room.actor, room.every_day, name, room.span, against)) for name in COMPARED
    ]
    lines = tables[0][1]
    now = _period(room, room.span, sum(line.now for line in lines))
    then = _period(room, against, sum(line.then for line in lines))
    titles = {"category": _("By category"), "area": _("By area")}
    return {
        "now": now,
        "then": then,
        "difference": now.incidents - then.incidents,
        "tables": [
            {"title": titles[name], "lines": [_line(room, name, row) for row in rows]}
            for name, rows in tables
        ],
    }


def _period(room: Room, span: Span, incidents: int) -> Period:
    days = watched_days(room.actor, room.mission, span).values()
    if not days:
        return Period(span, incidents, None, None)
    return Period(span, incidents, sum(day.spoke for day in days), minutes_of(days))


def _line(room: Room, name: str, row: Compared) -> dict[str, Any]:
    if row.key is None:
        return {"label": _("not known"), "query": "", "row": row}
    label = str(Category(row.key).label) if name == "category" else row.key
    return {"label": label, "query": room.query(**{name: row.key}).urlencode(), "row": row}
