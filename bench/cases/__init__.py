"""The cases: each compares ours with what one would have written otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.turns import Comparison


@dataclass(frozen=True)
class Options:
    """What a person may ask of a run."""

    size: int
    rounds: int
    keep: bool = False  # scratch databases for the next run


@dataclass(frozen=True)
class Case:
    """One subject: its name, its size, and what it compares in a database of that size."""

    name: str
    size: int  # rows of incidents; 0 for a case without a scratch database
    rounds: int
    comparisons: Callable[[Options], Iterable[Comparison]]
    warm_up: int = 1
