"""Taking turns: A B A B …, so that what slows the machine slows both sides."""

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

SHORTEST_TURN = 0.3  # seconds; a shorter one measures the clock


@dataclass(frozen=True)
class Side:
    """One of the two that are compared; a turn returns its figure, of which less is better.

    ``action`` is what the turn repeats, where a turn is a matter of time.
    """

    name: str
    turn: Callable[[], float]
    action: Callable[[], object] | None = None


@dataclass(frozen=True)
class Comparison:
    """Ours against another, with what we aim at: a ratio, or a ceiling for our own figure.

    Without another there is only the ceiling.
    """

    title: str
    unit: str  # "ms", "s", "kB" or "MB"
    ours: Side
    other: Side | None
    rounds: int
    ratio_aim: float | None = None
    ceiling: float | None = None
    notes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """All figures of one comparison, in the order in which they were taken."""

    comparison: Comparison
    ours: list[float]
    other: list[float]

    @property
    def ratios(self) -> list[float]:
        """The other's figure by ours, pair by pair; above 1 we are the better."""
        if not self.other:
            return []
        return [other / ours for ours, other in zip(self.ours, self.other, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios; 0 without another."""
        return median(self.ratios) if self.ratios else 0.0

    @property
    def aim(self) -> str:
        """What was aimed at, in words; empty if nothing."""
        comparison = self.comparison
        if comparison.ratio_aim is not None:
            return f"ratio >= {comparison.ratio_aim:g}"
        if comparison.ceiling is not None:
            return f"<= {comparison.ceiling:g} {comparison.unit}"
        return ""

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        comparison = self.comparison
        if comparison.ratio_aim is not None:
            return self.ratio >= comparison.ratio_aim
        if comparison.ceiling is not None:
            return median(self.ours) <= comparison.ceiling
        return None


def take_turns(comparison: Comparison, *, warm_up: int = 1) -> Outcome:
    """Let both sides warm up, then measure them alternately."""
    for _ in range(warm_up):
        comparison.ours.turn()
        if comparison.other:
            comparison.other.turn()
    ours: list[float] = []
    other: list[float] = []
    for _ in range(comparison.rounds):
        for side, figures in ((comparison.ours, ours), (comparison.other, other)):
            if side:
                gc.collect()
                figures.append(side.turn())
    return Outcome(comparison, ours, other)


def timed_side(
    name: str, action: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> Side:
    """A side whose figure is the time that an action takes.

    What neither waits nor asks anybody may be timed by ``time.process_time``: the
    processor's time for it alone, however busy the machine is with other work.
    """
    return Side(name, timed(action, clock=clock), action)


def timed(
    action: Callable[[], object],
    shortest: float = SHORTEST_TURN,
    clock: Callable[[], float] = time.perf_counter,
) -> Callable[[], float]:
    """A turn that repeats an action for long enough and returns its milliseconds.

    The first turn finds out how many repetitions that takes; later ones keep to them.
    """
    repeat = 0

    def turn() -> float:
        nonlocal repeat
        if not repeat:
            repeat = max(1, math.ceil(shortest / _seconds(action, 1, clock)))
        return _seconds(action, repeat, clock) / repeat * 1000

    return turn


def _seconds(action: Callable[[], object], repeat: int, clock: Callable[[], float]) -> float:
    begun = clock()
    for _ in range(repeat):
        action()
    return clock() - begun
