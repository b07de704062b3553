"""Moving averages of counts over mission days, each with an interval, and gaps without watch.

The interval of a count is Byar's approximation of the exact Poisson limits (Garwood's), at
95 %: Breslow and Day, Statistical Methods in Cancer Research II (1987), page 69. It takes
events for independent of each other; where violence comes in bouts it is too narrow.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from math import sqrt

from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY

Z = 1.959964  # the normal distribution's 97.5 % point
NONE_SEEN = 3.688879  # the exact upper limit of a count of nothing: -ln(0.025)


@dataclass(frozen=True, slots=True)
class Average:
    """Events for each unit of exposure, with the limits of its interval."""

    mean: float
    low: float
    high: float


def limits_of(number: int) -> tuple[float, float]:
    """Return the 95 % limits of the mean of which a count is one outcome.

    >>> low, high = limits_of(10)
    >>> round(low, 1), round(high, 1)
    (4.8, 18.4)
    """
    if not number:
        return 0.0, NONE_SEEN
    return _cubed(number, -Z), _cubed(number + 1, Z)


def _cubed(number: int, z: float) -> float:
    return float(number * (1 - 1 / (9 * number) + z / (3 * sqrt(number))) ** 3)


def moving_averages(
    span: Span,
    window: int,
    counts: Mapping[date, int],
    exposure: Mapping[date, float],
    watched: AbstractSet[date],
) -> Iterator[Average | None]:
    """Yield for each day of a span the average over the window of days that ends with it.

    Args:
        span: the days.
        window: how many days an average is taken over.
        counts: events on each day, also of the window before the span; none if left out.
        exposure: how much each day weighs; events of a day that weighs nothing are left out.
        watched: days on which anybody watched; without any in the window there is a gap.

    """
    days = list(Span(span.first - ONE_DAY * (window - 1), span.last))
    number, weight, seen = 0, 0.0, 0
    for at, day in enumerate(days):
        for other, sign in ((day, 1), (days[at - window] if at >= window else None, -1)):
            if other is not None:
                weighs = exposure.get(other, 0.0)
                number += sign * (counts.get(other, 0) if weighs else 0)
                weight += sign * weighs
                seen += sign * (other in watched)
        if at >= window - 1:
            yield _average(number, weight) if seen and weight > 0 else None


def _average(number: int, weight: float) -> Average:
    low, high = limits_of(number)
    return Average(number / weight, low / weight, high / weight)
