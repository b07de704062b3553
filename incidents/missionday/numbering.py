"""Numbering of daily reports: n/yyyy, gapless within a mission and year."""

from datetime import date, datetime, timedelta
from typing import Literal

SETTLES_AFTER = timedelta(hours=72)

Label = Literal["provisional", "final", "amended"]


def number_of(day: date, opened_on: date) -> int:
    """Return n of n/yyyy: the day's place among the mission's days of its year.

    The number follows from the day alone, so that no two workers can give it twice
    and no missed day leaves a gap.

    Raises:
        ValueError: ``day`` is before the mission's first day.

    """
    if day < opened_on:
        message = f"{day} is before the mission opened on {opened_on}"
        raise ValueError(message)
    first = max(opened_on, date(day.year, 1, 1))
    return (day - first).days + 1


def label_of(revision: int, published_at: datetime, day_ends: datetime, now: datetime) -> Label:
    """Return how settled a revision is, 72 hours after its day being the limit.

    A later revision that comes after the limit amends; whatever was published
    before it is provisional until then and final afterwards.
    """
    settled_at = day_ends + SETTLES_AFTER
    if revision > 1 and published_at > settled_at:
        return "amended"
    return "final" if now > settled_at else "provisional"
