"""A trend as SVG: two moving averages, the interval of the longer one, and days without watch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from incidents.missionday.moving import Average

WIDTH, HEIGHT = 720, 160
Spot = tuple[float, float]


@dataclass(frozen=True)
class TrendChart:
    """The paths of a chart, and the value at its top edge."""

    short: str
    long: str
    band: str
    gaps: list[tuple[float, float]]  # left edge and width
    top: float


def chart_of(
    short: Sequence[Average | None], long: Sequence[Average | None], unwatched: Sequence[bool]
) -> TrendChart:
    """Draw averages of as many days, with the days that nobody watched behind them."""
    step = WIDTH / len(unwatched)
    highest = [one.mean for one in short if one] + [one.high for one in long if one]
    top = max(highest, default=1.0) or 1.0

    def place(at: int, value: float) -> Spot:
        return step * (at + 0.5), HEIGHT * (1 - min(value, top) / top)

    runs = list(_runs(long))
    bands = (
        [place(at, one.high) for at, one in run] + [place(at, one.low) for at, one in run[::-1]]
        for run in runs
    )
    return TrendChart(
        short=" ".join(_path([place(at, one.mean) for at, one in run]) for run in _runs(short)),
        long=" ".join(_path([place(at, one.mean) for at, one in run]) for run in runs),
        band=" ".join(_path(spots) + "Z" for spots in bands),
        gaps=list(_gaps(unwatched, step)),
        top=top,
    )


def _runs(averages: Sequence[Average | None]) -> Iterator[list[tuple[int, Average]]]:
    """Yield the stretches without a gap, each average with its number."""
    for known, run in groupby(enumerate(averages), lambda pair: pair[1] is not None):
        if known:
            yield [(at, one) for at, one in run if one]


def _gaps(unwatched: Sequence[bool], step: float) -> Iterator[tuple[float, float]]:
    for empty, days in groupby(range(len(unwatched)), unwatched.__getitem__):
        run = list(days)
        if empty:
            yield round(run[0] * step, 2), round(len(run) * step, 2)


def _path(spots: Sequence[Spot]) -> str:
    """A line through some spots; one spot alone is a line of no length, drawn as a dot."""
    points = [f"{x:.2f} {y:.2f}" for x, y in spots]
    return f"M{points[0]}L{' '.join(points[1:] or points)}"
