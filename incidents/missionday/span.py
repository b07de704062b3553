"""A span of mission days, as addresses write it: FIRST..LAST, both included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from incidents.missionday.window import ONE_DAY

BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class Span:
    """The mission days from the first to the last."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            message = f"the last day is before the first: {self}"
            raise ValueError(message)

    def __str__(self) -> str:
        """Return it as addresses write it."""
        return f"{self.first.isoformat()}{BETWEEN}{self.last.isoformat()}"

    def __len__(self) -> int:
        """Return how many days it holds."""
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        """Yield the days in order."""
        return (self.first + ONE_DAY * n for n in range(len(self)))

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Return the span that an address says.

        Raises:
            ValueError: it is none.

        """
        first, between, last = text.partition(BETWEEN)
        if not between:
            message = f"not FIRST{BETWEEN}LAST"
            raise ValueError(message)
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    @classmethod
    def ending(cls, last: date, days: int) -> Self:
        """Return the span of so many days up to a last one."""
        return cls(last - ONE_DAY * (days - 1), last)

    def moved(self, times: int) -> "Span | None":
        """Return the span as long as this one so many lengths later; None beyond the calendar."""
        by = ONE_DAY * len(self) * times
        try:
            return Span(self.first + by, self.last + by)
        except OverflowError:
            return None
